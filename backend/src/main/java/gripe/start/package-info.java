/** Putting Gripe together and starting it: configuration, the data directory, and what depends on what. */
@NullMarked
package gripe.start;

import org.jspecify.annotations.NullMarked;
