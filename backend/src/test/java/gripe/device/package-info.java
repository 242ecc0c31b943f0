@NullMarked
package gripe.device;

import org.jspecify.annotations.NullMarked;
