/**
 * The private, KeyDB-compatible server that Gripe runs for itself when it is given no other, and what Gripe checks of a
 * server it is given. {@link gripe.storage.server.EmbeddedServer} is the way in.
 */
@NullMarked
package gripe.storage.server;

import org.jspecify.annotations.NullMarked;
