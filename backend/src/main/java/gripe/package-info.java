/** The nouns of Gripe: what everything else speaks about. */
@NullMarked
package gripe;

import org.jspecify.annotations.NullMarked;
