/** Taking a gripe in: what is allowed, the one durable write, and what it has cost so far. */
@NullMarked
package gripe.capture;

import org.jspecify.annotations.NullMarked;
