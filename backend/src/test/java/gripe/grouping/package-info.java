/** Whether groups are right, by labelled texts; and that they follow the law, by random ones. */
@NullMarked
package gripe.grouping;

import org.jspecify.annotations.NullMarked;
