package gripe.embeddings;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** LangChain4j's own in-process class with its quantised all-MiniLM-L6-v2, to compare with. */
final class Theirs {
    static final String MODEL = "all-minilm-l6-v2-q";

    private Theirs() {}

    static EmbeddingModel model() {
        Natives.stayLocal();
        SentenceModel ours = SentenceModel.named(MODEL);
        try {
            Path directory = Files.createTempDirectory("model");
            Path onnx = Files.write(directory.resolve("model.onnx"), ours.onnx());
            Path tokenizer = Files.write(directory.resolve("tokenizer.json"), ours.tokenizer());
            return new OnnxEmbeddingModel(onnx, tokenizer, PoolingMode.MEAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
