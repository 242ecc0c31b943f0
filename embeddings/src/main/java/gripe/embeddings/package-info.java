/** Sentence embeddings by a local ONNX model. Knows nothing of HTTP, KeyDB or Micronaut. */
@NullMarked
package gripe.embeddings;

import org.jspecify.annotations.NullMarked;
