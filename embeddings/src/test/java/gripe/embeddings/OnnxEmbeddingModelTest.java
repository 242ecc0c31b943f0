package gripe.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real default model. */
class OnnxEmbeddingModelTest {
    private static final List<String> TEXTS = IntStream.range(0, 200)
            .mapToObj(i -> "waiting " + i + " minutes for the runner" + " again and again".repeat(i % 7))
            .toList();

    private static OnnxEmbeddingModel model;

    @BeforeAll
    static void load() {
        model = OnnxEmbeddingModel.load(SentenceModel.named(SentenceModel.DEFAULT_NAME));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void vectorsHaveUnitLength() {
        for (float[] vector : embedded(TEXTS.subList(0, 20))) {
            assertThat(vector).hasSize(384);
            assertThat(cosine(vector, vector)).isCloseTo(1, Offset.offset(1e-5));
        }
    }

    @Test
    void aTextHasTheSameVectorAloneAndAmongOthersInTheirOrder() {
        List<float[]> together = embedded(TEXTS);
        for (int i = 0; i < TEXTS.size(); i += 17) {
            assertThat(model.embed(TEXTS.get(i)).content().vector()).isEqualTo(together.get(i));
        }
    }

    @Test
    void manyCallersAtOnceGetTheSameAsOne() {
        List<CompletableFuture<float[]>> futures = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            TEXTS.forEach(text -> futures.add(model.embedAsync(text)));
        }
        List<float[]> once = embedded(TEXTS);
        for (int i = 0; i < futures.size(); i++) {
            assertThat(futures.get(i).join()).isEqualTo(once.get(i % TEXTS.size()));
        }
    }

    @Test
    void otherWordsForTheSameAreNearerThanOtherThings() {
        float[] query = model.embedQuery("CI queue is slow");
        float[] same = embed("waiting for runners, the pipeline is stuck in the queue");
        float[] other = embed("the coffee machine is broken");
        assertThat(cosine(query, same)).isGreaterThan(cosine(query, other) + 0.2);
    }

    @Test
    void everyTextHasAVector() {
        for (String text : List.of(
                "",
                " ",
                "\u200b",
                "!!",
                "😡",
                "\ud800 half a character",
                "\u0000",
                "待".repeat(2_000),
                "😡".repeat(1_000),
                "a".repeat(2_000))) {
            float[] vector = embed(text);
            assertThat(cosine(vector, vector)).isCloseTo(1, Offset.offset(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SentenceModel.DEFAULT_NAME, "all-minilm-l6-v2-q"})
    void aVectorDoesNotDependOnTheThreadsThatComputedIt(String name) {
        try (OnnxEmbeddingModel narrow = OnnxEmbeddingModel.load(SentenceModel.named(name), 1);
                OnnxEmbeddingModel wide = OnnxEmbeddingModel.load(SentenceModel.named(name), 4)) {
            for (String text : TEXTS.subList(0, 14)) {
                assertThat(wide.embedQuery(text)).isEqualTo(narrow.embedQuery(text));
            }
            String longest = "waiting for the build ".repeat(200);
            assertThat(wide.embedQuery(longest)).isEqualTo(narrow.embedQuery(longest));
        }
    }

    @Test
    void whatStandsAfter128TokensCounts() {
        String long200 = "waiting for the build ".repeat(50);
        assertThat(embed(long200 + "because the coffee machine burnt down")).isNotEqualTo(embed(long200));
    }

    @Test
    void agreesWithLangChain4jsOwnClass() {
        EmbeddingModel theirs = Theirs.model();
        try (OnnxEmbeddingModel ours = OnnxEmbeddingModel.load(SentenceModel.named(Theirs.MODEL))) {
            for (String text : TEXTS.subList(0, 20)) {
                assertThat(cosine(
                                ours.embedAsync(text).join(),
                                theirs.embed(text).content().vector()))
                        .isGreaterThan(0.999);
            }
        }
    }

    @Test
    void versionNamesModelAndRuntime() {
        assertThat(model.version()).matches("gripe-small/[0-9a-f]{12}/onnxruntime-1\\.\\d+\\.\\d+");
    }

    @Test
    void bgeSmall_poolsTheFirstTokenAndPrefixesQueries() {
        try (OnnxEmbeddingModel bge = OnnxEmbeddingModel.load(SentenceModel.named("bge-small-en-v1.5-q"), 1)) {
            assertThat(bge.dimension()).isEqualTo(384);
            float[] query = bge.embedQuery("slow builds");
            assertThat(query).isNotEqualTo(bge.embed("slow builds").content().vector());
            assertThat(query)
                    .isEqualTo(bge.embed("Represent this sentence for searching relevant passages: slow builds")
                            .content()
                            .vector());
            assertThat(bge.version()).isNotEqualTo(model.version());
        }
    }

    @Test
    void close_refusesWhatComesLaterAndEndsWhatIsRunning() {
        OnnxEmbeddingModel closing = OnnxEmbeddingModel.load(SentenceModel.named(SentenceModel.DEFAULT_NAME), 2);
        List<CompletableFuture<float[]>> running =
                TEXTS.stream().map(closing::embedAsync).toList();
        closing.close();
        assertThat(running).allSatisfy(future -> assertThat(future.join()).hasSize(384));
        assertThatThrownBy(() -> closing.embedAsync("too late").join()).hasMessageContaining("closed");
        assertThatThrownBy(() -> closing.embedQuery("too late")).hasMessageContaining("closed");
        closing.close();
    }

    private static float[] embed(String text) {
        return model.embedAsync(text).join();
    }

    private static List<float[]> embedded(List<String> texts) {
        return model.embedAll(texts.stream().map(TextSegment::from).toList()).content().stream()
                .map(Embedding::vector)
                .toList();
    }

    static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
