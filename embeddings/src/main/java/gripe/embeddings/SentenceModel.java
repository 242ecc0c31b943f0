package gripe.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a sentence model comes from and how it wants to be used.
 *
 * @param name under which its vectors are known
 * @param directory with {@code model.onnx} and {@code tokenizer.json}; null for a model that is a resource
 * @param queryPrefix put in front of a search query, not of a text that is searched
 * @param tokensMax what the model can read; the rest of a longer text is not seen
 */
public record SentenceModel(String name, @Nullable Path directory, Pooling pooling, String queryPrefix, int tokensMax) {
    public static final String DEFAULT_NAME = "gripe-small";

    /** BERT's position embeddings end here, in all models below. */
    private static final int BERT_TOKENS_MAX = 512;

    private static final List<SentenceModel> BUILT_IN = List.of(
            new SentenceModel(DEFAULT_NAME, null, Pooling.MEAN, "", BERT_TOKENS_MAX),
            new SentenceModel("all-minilm-l6-v2-q", null, Pooling.MEAN, "", BERT_TOKENS_MAX),
            new SentenceModel(
                    "bge-small-en-v1.5-q",
                    null,
                    Pooling.CLS,
                    "Represent this sentence for searching relevant passages: ",
                    BERT_TOKENS_MAX));

    public SentenceModel {
        Objects.requireNonNull(name);
        Objects.requireNonNull(pooling);
        Objects.requireNonNull(queryPrefix);
    }

    /**
     * A built-in model by its name, or a directory. The directory's {@code 1_Pooling/config.json}, {@code
     * config_sentence_transformers.json} and {@code config.json} are honoured where they exist (the layout of
     * sentence-transformers); without them the pooling is the mean and there is no query prefix.
     *
     * @throws ModelException when it is neither
     */
    public static SentenceModel named(String nameOrDirectory) {
        for (SentenceModel model : BUILT_IN) {
            if (model.name().equals(nameOrDirectory)) {
                return model;
            }
        }
        Path directory = Path.of(nameOrDirectory);
        if (!Files.isDirectory(directory)) {
            throw new ModelException(
                    "There is no model '%s'. It is one of %s, or a directory with model.onnx and tokenizer.json."
                            .formatted(
                                    nameOrDirectory,
                                    BUILT_IN.stream().map(SentenceModel::name).toList()));
        }
        for (String file : List.of("model.onnx", "tokenizer.json")) {
            if (!Files.isReadable(directory.resolve(file))) {
                throw new ModelException("The model directory %s has no readable %s.".formatted(directory, file));
            }
        }
        boolean cls = json(directory.resolve("1_Pooling/config.json"))
                .path("pooling_mode_cls_token")
                .asBoolean(false);
        String prefix = json(directory.resolve("config_sentence_transformers.json"))
                .path("prompts")
                .path("query")
                .asText("");
        int tokensMax = json(directory.resolve("config.json"))
                .path("max_position_embeddings")
                .asInt(BERT_TOKENS_MAX);
        return new SentenceModel(
                String.valueOf(directory.toAbsolutePath().normalize().getFileName()),
                directory,
                cls ? Pooling.CLS : Pooling.MEAN,
                prefix,
                tokensMax);
    }

    byte[] onnx() {
        return read(directory == null ? "/" + name + ".onnx" : "model.onnx");
    }

    byte[] tokenizer() {
        return read(directory == null ? "/" + name + "-tokenizer.json" : "tokenizer.json");
    }

    private byte[] read(String file) {
        try {
            if (directory != null) {
                return Files.readAllBytes(directory.resolve(file));
            }
            try (InputStream in = SentenceModel.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new ModelException("The built-in model " + name + " is not on the class path.");
                }
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new ModelException("The model " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode json(Path file) {
        ObjectMapper mapper = new ObjectMapper();
        if (!Files.exists(file)) {
            return mapper.createObjectNode();
        }
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new ModelException("The model's file %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
