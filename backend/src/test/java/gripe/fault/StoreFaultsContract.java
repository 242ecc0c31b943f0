package gripe.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.storage.TestClient;
import gripe.web.Answer;
import gripe.web.TestServer;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Gripe does when its KeyDB is slow, refuses, or comes back as another: with any server that can be asked. */
abstract class StoreFaultsContract {
    static final String GRIPES = "/api/v1/gripes";

    @TempDir
    Path folder;

    /** The same one during a test, with nothing in its database before. */
    abstract RedisURI server() throws Exception;

    private <T> T ask(Function<RedisCommands<String, String>, T> question) throws Exception {
        return TestClient.ask(server(), question);
    }

    private static String address(RedisURI uri) {
        return uri.toURI().toString();
    }

    @Test
    void serverLostRightAfterAnAcknowledgement_searchesDoNotWaitForWhatCannotCome() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server());
                TestServer gripe = gripeOn(proxy.uri())) {
            assertThat(capture(gripe, "flaky build").status()).isEqualTo(201);
            assertThat(texts(search(gripe, "flaky"))).hasSize(1);
            proxy.keepAnswersBack(true);
            Waiting.until(
                    "silence to be noticed",
                    () -> search(gripe, "flaky").get("staleSince").isTextual());
            assertThat(gripe.get("/health/ready").status()).isEqualTo(503);
        }
    }

    @Test
    void serverThatDoesNotAnswerInTime_isA503_andWhatIsRepeatedIsDoneOnce() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server());
                TestServer gripe = gripeOn(proxy.uri())) {
            String made = capture(gripe, "to be edited").header("Location");
            proxy.keepAnswersBack(true);
            Thread editor = Thread.ofVirtual().start(() -> {
                Answer edit = gripe.patch(made, "{\"minutes\": 7}");
                assertThat(edit.problem()).isEqualTo("503 store_unavailable");
            });
            Answer slow = gripe.post(GRIPES, "{\"text\": \"asked for twice\"}", "Idempotency-Key", "k1");
            assertThat(slow.problem()).isEqualTo("503 store_unavailable");
            assertThat(slow.header("Retry-After")).isNotEmpty();
            assertThat(slow.json().get("detail").asText()).contains("Idempotency-Key");
            editor.join();
            proxy.keepAnswersBack(false);
            awaitReady(gripe);

            Answer again = gripe.post(GRIPES, "{\"text\": \"asked for twice\"}", "Idempotency-Key", "k1");
            assertThat(again.status()).isEqualTo(201);
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(gripe.patch(made, "{\"minutes\": 7}")
                            .json()
                            .get("minutes")
                            .asInt())
                    .isEqualTo(7);
            assertThat(gripe.get("/api/v1/export").body().lines()).hasSize(2);
            assertThat(gripe.get(GRIPES).json().get("items")).hasSize(2);
        }
    }

    @Test
    void serverThatIsEmptyAfterARestartOfBoth_isSaid_andWhatWasLostIsKept() throws Exception {
        Map<String, Object> settings = Map.of(
                "gripe.keydb-uri",
                address(server()),
                "gripe.data",
                folder.resolve("gripe").toString());
        try (TestServer gripe = TestServer.start(settings)) {
            capture(gripe, "the only one");
            assertThat(texts(search(gripe, "only"))).hasSize(1);
        }
        ask(redis -> redis.flushdb());
        try (TestServer gripe = TestServer.start(settings)) {
            Waiting.until("what was lost to be said", () -> lostIn(gripe).contains("1 gripes are gone or older there"));
            awaitReady(gripe);

            Waiting.until(
                    "the index to be made anew",
                    () -> texts(search(gripe, "only")).isEmpty());
            Path kept = Path.of(lostIn(gripe).replaceFirst(".* kept in (\\S+\\.ndjson) .*", "$1"));
            assertThat(gripe.importLines(Files.readString(kept)).body()).contains("\"id\"");
            assertThat(texts(search(gripe, "only"))).containsExactly("the only one");
        }
    }

    @Test
    void serverEmptiedAndWrittenByOthersAtOnce_isNoticedThoughItsNewestChangeIsNewer() throws Exception {
        try (TestServer gripe = gripeOn(address(server()))) {
            capture(gripe, "mine alone");
            assertThat(texts(search(gripe, "mine"))).hasSize(1);
            String other = ask(redis -> redis.get("gripe:{main}:gripe:"
                            + gripe.get(GRIPES)
                                    .json()
                                    .get("items")
                                    .get(0)
                                    .get("id")
                                    .asText()))
                    .replaceFirst("\"id\":\"[^\"]+\"", "\"id\":\"other\"")
                    .replace("mine alone", "from elsewhere");
            ask(redis -> {
                redis.multi();
                redis.flushdb();
                redis.set("gripe:{main}:gripe:other", other);
                redis.xadd("gripe:{main}:changes", Map.of("c", "other"));
                return redis.exec();
            });
            Waiting.until(
                    "the index to be made anew",
                    () -> texts(search(gripe, "elsewhere")).size() == 1);
            assertThat(texts(search(gripe, "mine"))).doesNotContain("mine alone");
            assertThat(gripe.get("/health/ready").json().get("warnings").toString())
                    .contains("1 gripes are gone");
        }
    }

    @Test
    void serverOutOfMemory_refusesAsFull_untilItHasMore() throws Exception {
        try (TestServer gripe = gripeOn(address(server()))) {
            String made = capture(gripe, "before").header("Location");
            String before = ask(redis -> redis.configGet("maxmemory").get("maxmemory"));
            ask(redis -> redis.configSet("maxmemory", "1"));
            assertRefused(gripe, "store_full", "memory is full");
            assertThat(gripe.patch(made, "{\"minutes\": 3}").problem()).isEqualTo("503 store_full");
            assertThat(gripe.get(made).status()).isEqualTo(200);
            assertThat(texts(search(gripe, "before"))).hasSize(1);
            ask(redis -> redis.configSet("maxmemory", before));
            assertThat(capture(gripe, "after").status()).isEqualTo(201);
            awaitReady(gripe);
        }
    }

    /** The warning of what was lost; empty while there is none. */
    static String lostIn(TestServer gripe) {
        for (JsonNode warning : gripe.get("/health/ready").json().get("warnings")) {
            if (warning.asText().contains("The index is made anew")) {
                return warning.asText();
            }
        }
        return "";
    }

    static void assertRefused(TestServer gripe, String code, String reason) {
        Answer refused = capture(gripe, "refused");
        assertThat(refused.problem()).isEqualTo("503 " + code);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(gripe.importLines("{\"text\": \"refused\"}").body()).contains("\"" + code + "\"");
        Answer ready = gripe.get("/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().get("reasons").toString()).contains(reason);
        assertThat(gripe.get("/health/live").status()).isEqualTo(200);
    }

    static TestServer gripeOn(String uri) {
        return TestServer.start(Map.of("gripe.keydb-uri", uri));
    }

    static void awaitReady(TestServer gripe) throws InterruptedException {
        Waiting.until("ready", () -> gripe.get("/health/ready").status() == 200);
    }

    static Answer capture(TestServer gripe, String text) {
        return gripe.post(GRIPES, "{\"text\": \"" + text + "\"}");
    }

    static JsonNode search(TestServer gripe, String words) {
        Answer answer = gripe.get("/api/v1/search?q=" + words);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    static List<String> texts(JsonNode found) {
        List<String> texts = new ArrayList<>();
        found.get("items")
                .forEach(item -> texts.add(item.get("gripe").get("text").asText()));
        return texts;
    }
}
