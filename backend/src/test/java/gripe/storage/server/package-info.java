@NullMarked
package gripe.storage.server;

import org.jspecify.annotations.NullMarked;
