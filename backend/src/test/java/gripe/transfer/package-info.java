@NullMarked
package gripe.transfer;

import org.jspecify.annotations.NullMarked;
