/**
 * The truth: gripes and the stream of their changes, in KeyDB through Lettuce. Only this package and those below it
 * know Lettuce. Only commands that KeyDB 6.3, Valkey and Redis 6.2 share; no expiry.
 */
@NullMarked
package gripe.storage;

import org.jspecify.annotations.NullMarked;
