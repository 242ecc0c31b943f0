package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.fault.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of gripes when the sentence model is another one, or none. */
class ModelChangeTest {
    private static final String BUILD_AGENTS = "no free build agents, my pipeline has been pending for ages";
    private static final String IN_OTHER_WORDS = "/api/v1/search?q=waiting+for+a+free+CI+runner+in+the+queue";

    @TempDir
    private Path data;

    @TempDir
    private Path model;

    @Test
    void anotherModel_everythingIsEmbeddedAnewWhileWordsAreFound() throws Exception {
        try (ChildGripe gripe = start("gripe-small")) {
            String address = gripe.awaitReady();
            ChildGripe.awaitCaughtUp(address);
            assertThat(capture(address, BUILD_AGENTS)).contains("\"searchable\":true");
            assertThat(get(address + IN_OTHER_WORDS)).contains(BUILD_AGENTS);
        }
        try (ChildGripe gripe = start("bge-small-en-v1.5-q")) {
            String address = gripe.awaitReady();
            // The model may still be on its way.
            Waiting.until("the index", () -> !get(address + "/health/ready").contains("The index is being made"));
            assertThat(get(address + "/api/v1/search?q=pending+pipeline")).contains(BUILD_AGENTS);
            awaitVectors(address);
            assertThat(get(address + IN_OTHER_WORDS))
                    .contains("\"similarity\":0.")
                    .contains(BUILD_AGENTS);
        }
    }

    @Test
    void noModel_capturesAreKeptAndUnderstoodLater() throws Exception {
        Files.writeString(model.resolve("model.onnx"), "not a model");
        Files.writeString(model.resolve("tokenizer.json"), "{}");
        try (ChildGripe gripe = start(model.toString())) {
            String address = gripe.awaitReady();
            Waiting.until(
                    "the model to be given up",
                    () -> get(address + "/health/ready").contains("model cannot be used"));
            assertThat(capture(address, BUILD_AGENTS)).contains("\"searchable\":false", "\"soFar\":null");
            assertThat(get(address + "/api/v1/search?q=pending+pipeline")).contains(BUILD_AGENTS);
            assertThat(get(address + "/health/ready")).contains("model cannot be used");
        }
        try (ChildGripe gripe = start("gripe-small")) {
            String address = gripe.awaitReady();
            awaitVectors(address);
            assertThat(get(address + IN_OTHER_WORDS))
                    .contains("\"similarity\":0.")
                    .contains(BUILD_AGENTS);
        }
    }

    private ChildGripe start(String wanted) throws IOException {
        return ChildGripe.start(Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0", "GRIPE_MODEL", wanted));
    }

    private static void awaitVectors(String address) throws Exception {
        // An index that is being made has none without a vector at first.
        ChildGripe.awaitCaughtUp(address);
        Waiting.until(
                "a vector for each gripe", () -> get(address + "/health/ready").contains("\"withoutVector\":0"));
    }

    private static String capture(String address, String text) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address + "/api/v1/gripes"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"" + text + "\"}"))
                .build());
    }

    private static String get(String uri) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(uri)).build());
    }

    private static String send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
