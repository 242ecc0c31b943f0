@NullMarked
package gripe.wire;

import org.jspecify.annotations.NullMarked;
