@NullMarked
package gripe.embedding;

import org.jspecify.annotations.NullMarked;
