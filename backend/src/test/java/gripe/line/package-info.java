@NullMarked
package gripe.line;

import org.jspecify.annotations.NullMarked;
