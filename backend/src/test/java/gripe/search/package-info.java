@NullMarked
package gripe.search;

import org.jspecify.annotations.NullMarked;
