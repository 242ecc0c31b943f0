/** What a text means, as a vector: the local model behind a cache, and the form in which vectors are kept. */
@NullMarked
package gripe.embedding;

import org.jspecify.annotations.NullMarked;
