/** Which texts say the same, from their vectors and from what people decided. Knows nothing but numbers. */
@NullMarked
package gripe.grouping;

import org.jspecify.annotations.NullMarked;
