@NullMarked
package gripe.painpoint;

import org.jspecify.annotations.NullMarked;
