@NullMarked
package gripe.index;

import org.jspecify.annotations.NullMarked;
