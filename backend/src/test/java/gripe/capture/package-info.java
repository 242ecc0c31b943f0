@NullMarked
package gripe.capture;

import org.jspecify.annotations.NullMarked;
