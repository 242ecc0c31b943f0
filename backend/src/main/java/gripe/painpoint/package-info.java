/** Pain points: what wastes time again and again, what it costs, what people decided about it. */
@NullMarked
package gripe.painpoint;

import org.jspecify.annotations.NullMarked;
