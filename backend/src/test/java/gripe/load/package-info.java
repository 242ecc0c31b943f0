/** Floods and soaks of the product as a process of its own. */
@NullMarked
package gripe.load;

import org.jspecify.annotations.NullMarked;
