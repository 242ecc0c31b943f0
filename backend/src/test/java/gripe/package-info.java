@NullMarked
package gripe;

import org.jspecify.annotations.NullMarked;
