@NullMarked
package gripe.embeddings;

import org.jspecify.annotations.NullMarked;
