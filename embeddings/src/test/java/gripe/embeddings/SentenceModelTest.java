package gripe.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentenceModelTest {
    @TempDir
    private Path directory;

    @Test
    void named_unknown_saysWhatThereIs() {
        assertThatThrownBy(() -> SentenceModel.named("no-such-model"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no-such-model")
                .hasMessageContaining("gripe-small")
                .hasMessageContaining("all-minilm-l6-v2-q")
                .hasMessageContaining("bge-small-en-v1.5-q");
    }

    @Test
    void named_directoryWithoutAModel_saysWhatIsMissing() {
        assertThatThrownBy(() -> SentenceModel.named(directory.toString()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("model.onnx");
    }

    @Test
    void load_brokenFile_isOneClearException() throws IOException {
        Files.writeString(directory.resolve("model.onnx"), "not a model");
        Files.writeString(directory.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(() -> OnnxEmbeddingModel.load(SentenceModel.named(directory.toString())))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("cannot be loaded");
    }

    @Test
    void named_directory_honoursWhatSentenceTransformersWrite() throws IOException {
        SentenceModel builtIn = SentenceModel.named(SentenceModel.DEFAULT_NAME);
        Files.write(directory.resolve("model.onnx"), builtIn.onnx());
        Files.write(directory.resolve("tokenizer.json"), builtIn.tokenizer());
        Files.createDirectory(directory.resolve("1_Pooling"));
        Files.writeString(directory.resolve("1_Pooling/config.json"), "{\"pooling_mode_cls_token\": true}");
        Files.writeString(
                directory.resolve("config_sentence_transformers.json"), "{\"prompts\": {\"query\": \"query: \"}}");
        Files.writeString(directory.resolve("config.json"), "{\"max_position_embeddings\": 256}");

        SentenceModel own = SentenceModel.named(directory.toString());

        assertThat(own.pooling()).isEqualTo(Pooling.CLS);
        assertThat(own.queryPrefix()).isEqualTo("query: ");
        assertThat(own.tokensMax()).isEqualTo(256);
        try (OnnxEmbeddingModel model = OnnxEmbeddingModel.load(own, 1)) {
            assertThat(model.dimension()).isEqualTo(384);
            assertThat(model.embedQuery("a"))
                    .isEqualTo(model.embedAsync("query: a").join());
        }
    }
}
