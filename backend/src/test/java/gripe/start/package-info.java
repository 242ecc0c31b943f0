@NullMarked
package gripe.start;

import org.jspecify.annotations.NullMarked;
