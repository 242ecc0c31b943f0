package gripe.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.web.Answer;
import gripe.web.TestServer;
import io.lettuce.core.RedisURI;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * On a server of Debian's, or the one named: with the faults that only its owner can cause, since they take its process,
 * its files or a second one.
 */
class StoreFaultsTest extends StoreFaultsContract {
    private @Nullable RedisProcess server;

    @Override
    RedisURI server() throws Exception {
        if (server == null) {
            server = RedisProcess.start(folder.resolve("of-the-contract"));
        }
        return RedisURI.create(server.uri());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void serverKilled_writesAreRefused_searchesGoOn_andAllIsWellAgainByItself() throws Exception {
        try (RedisProcess server = RedisProcess.start(folder.resolve("keydb"));
                TestServer gripe = gripeOn(server.uri())) {
            assertThat(capture(gripe, "flaky build before").status()).isEqualTo(201);
            assertThat(search(gripe, "flaky").get("staleSince").isNull()).isTrue();
            server.kill();

            Answer refused = capture(gripe, "flaky build meanwhile");
            assertThat(refused.problem()).isEqualTo("503 store_unavailable");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            Answer ready = gripe.get("/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.json().get("reasons").toString()).contains("KeyDB does not answer");
            assertThat(gripe.get("/health/live").status()).isEqualTo(200);
            Waiting.until(
                    "the search to say how old it is",
                    () -> search(gripe, "flaky").get("staleSince").isTextual());
            assertThat(texts(search(gripe, "flaky"))).containsExactly("flaky build before");
            JsonNode listed = gripe.get(GRIPES).json();
            assertThat(listed.get("items")).hasSize(1);
            assertThat(listed.get("staleSince").isTextual()).isTrue();
            JsonNode similar = gripe.get("/api/v1/similar?text=flaky+build").json();
            assertThat(similar.get("staleSince").isTextual()).isTrue();

            server.restart();
            awaitReady(gripe);
            assertThat(capture(gripe, "flaky build after").status()).isEqualTo(201);
            JsonNode found = search(gripe, "flaky");
            assertThat(texts(found)).containsExactlyInAnyOrder("flaky build before", "flaky build after");
            assertThat(found.get("staleSince").isNull()).isTrue();
            assertThat(gripe.get("/health/ready").json().get("warnings")).isEmpty();
        }
    }

    @Test
    void serverKilled_devicesAreAskedToComeBackLater_andAreKnownAgain() throws Exception {
        try (RedisProcess server = RedisProcess.start(folder.resolve("keydb"));
                TestServer gripe = TestServer.start(
                        Map.of("gripe.keydb-uri", server.uri(), "gripe.owner-token", "a long token"))) {
            String[] owner = {"Authorization", "Bearer a long token"};
            String code = gripe.post("/api/v1/pairing", "{\"scope\": \"capture\"}", owner)
                    .json()
                    .get("code")
                    .asText();
            Answer paired = gripe.post(
                    "/api/v1/pairing/redeem", "{\"code\": \"" + code + "\", \"name\": \"phone\", \"show\": true}");
            String[] device = {
                "Authorization", "Bearer " + paired.json().get("token").asText(), "Idempotency-Key", "from-the-phone"
            };
            server.kill();

            Answer refused = gripe.post(GRIPES, "{\"text\": \"lift stuck\"}", device);
            assertThat(refused.problem()).isEqualTo("503 store_unavailable");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            Answer browser = gripe.get(
                    GRIPES,
                    "Cookie",
                    "gripe-session=" + paired.json().get("token").asText());
            assertThat(browser.problem()).isEqualTo("503 store_unavailable");
            assertThat(browser.header("Retry-After")).isNotEmpty();

            server.restart();
            Waiting.until("ready", () -> gripe.get("/health/ready", owner).status() == 200);
            assertThat(gripe.post(GRIPES, "{\"text\": \"lift stuck\"}", device).status())
                    .isEqualTo(201);
            assertThat(gripe.post(GRIPES, "{\"text\": \"lift stuck\"}", device).header("Idempotency-Replayed"))
                    .isEqualTo("true");
            assertThat(gripe.get(GRIPES, owner).json().get("items")).hasSize(1);
        }
    }

    @Test
    void failoverToAReplica_isFoundThroughItsSentinel() throws Exception {
        try (RedisProcess primary = RedisProcess.start(folder.resolve("primary"));
                RedisProcess replica = RedisProcess.start(folder.resolve("replica"))) {
            replica.ask(redis -> redis.replicaof("127.0.0.1", primary.port()));
            try (RedisProcess sentinel = RedisProcess.sentinelOf(primary, folder.resolve("sentinel"))) {
                Waiting.until(
                        "the sentinel to know the replica",
                        () -> sentinel.tells("sentinel", "num-slaves").contains("slaves=1"));
                try (TestServer gripe = gripeOn("redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#gripe")) {
                    for (int i = 0; i < 20; i++) {
                        assertThat(capture(gripe, "before " + i).status()).isEqualTo(201);
                    }
                    Answer first = gripe.post(GRIPES, "{\"text\": \"twice\"}", "Idempotency-Key", "k1");
                    assertThat(first.status()).isEqualTo(201);
                    Waiting.until(
                            "the replica to have it all",
                            () -> replica.ask(redis -> redis.dbsize()).equals(primary.ask(redis -> redis.dbsize())));
                    primary.kill();
                    sentinel.beImpatient();

                    Waiting.until("a new primary", () -> capture(gripe, "after").status() == 201);
                    Answer again = gripe.post(GRIPES, "{\"text\": \"twice\"}", "Idempotency-Key", "k1");
                    assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
                    awaitReady(gripe);
                    assertThat(gripe.get("/api/v1/export")
                                    .body()
                                    .lines()
                                    .filter(line -> line.contains("\"type\":\"gripe\"")))
                            .hasSize(22);
                    assertThat(gripe.get(GRIPES).json().get("items")).hasSize(22);
                    assertThat(gripe.get("/health/ready").json().get("warnings").toString())
                            .doesNotContain("older data");
                }
            }
        }
    }

    @Test
    void serverThatComesBackWithOlderData_isNoticed_said_andWhatWasLostIsKept() throws Exception {
        Path data = folder.resolve("keydb");
        Path backup = folder.resolve("backup");
        try (RedisProcess server = RedisProcess.start(data);
                TestServer gripe = gripeOn(server.uri())) {
            String old = capture(gripe, "old one").header("Location");
            assertThat(texts(search(gripe, "one"))).hasSize(1);
            server.stop();
            copy(data, backup);
            server.restart();
            awaitReady(gripe);
            capture(gripe, "new one");
            gripe.patch(old, "{\"text\": \"edited one\"}");
            assertThat(texts(search(gripe, "one"))).containsExactlyInAnyOrder("new one", "edited one");

            server.stop();
            delete(data);
            copy(backup, data);
            server.restart();
            Waiting.until(
                    "what was lost to be said",
                    () -> gripe.get("/health/ready")
                            .json()
                            .get("warnings")
                            .toString()
                            .contains("came back with older data"));
            awaitReady(gripe);

            String said =
                    gripe.get("/health/ready").json().get("warnings").get(0).asText();
            assertThat(said).contains("2 gripes are gone or older there");
            assertThat(texts(search(gripe, "one"))).containsExactly("old one");
            Path kept = Path.of(said.replaceFirst(".* kept in (\\S+\\.ndjson) .*", "$1"));
            assertThat(Files.getPosixFilePermissions(kept)).hasSize(2);
            assertThat(gripe.importLines(Files.readString(kept)).body()).contains("\"id\"", "\"id_taken\"");
            assertThat(texts(search(gripe, "one"))).containsExactlyInAnyOrder("old one", "new one");
        }
    }

    @Test
    void replica_refusesAsReadOnly_untilItIsPromoted() throws Exception {
        try (RedisProcess other = RedisProcess.start(folder.resolve("other"));
                RedisProcess server = RedisProcess.start(folder.resolve("keydb"));
                TestServer gripe = gripeOn(server.uri())) {
            assertThat(capture(gripe, "before").status()).isEqualTo(201);
            server.ask(redis -> redis.configSet("replica-priority", "1"));
            server.ask(redis -> redis.replicaof("127.0.0.1", other.port()));
            assertRefused(gripe, "store_read_only", "is a replica");
            server.ask(redis -> redis.replicaofNoOne());
            Waiting.until("a promoted replica", () -> capture(gripe, "after").status() == 201);
        }
    }

    @Test
    void serverThatCannotSave_refusesAsNotSaving_untilItCan() throws Exception {
        Path data = folder.resolve("keydb");
        try (RedisProcess server = RedisProcess.start(data, "save", "3600 1000000", "dbfilename", "in-the-way.rdb");
                TestServer gripe = gripeOn(server.uri())) {
            assertThat(capture(gripe, "before").status()).isEqualTo(201);
            Path inTheWay = Files.createDirectory(data.resolve("in-the-way.rdb"));
            Files.writeString(inTheWay.resolve("file"), "so that nothing takes its place");
            server.ask(redis -> redis.bgsave());
            Waiting.until(
                    "a save that fails",
                    () -> server.tells("persistence", "rdb_last_bgsave_status").equals("err"));
            assertRefused(gripe, "store_not_saving", "cannot write to its disk");
            delete(inTheWay);
            server.ask(redis -> redis.bgsave());
            Waiting.until(
                    "a save",
                    () -> server.tells("persistence", "rdb_last_bgsave_status").equals("ok"));
            assertThat(capture(gripe, "after").status()).isEqualTo(201);
            awaitReady(gripe);
        }
    }

    @Test
    void serverThatLoadsItsData_isWaitedFor() throws Exception {
        try (RedisProcess server =
                        RedisProcess.start(folder.resolve("keydb"), "loading-process-events-interval-bytes", "1024");
                TestServer gripe = gripeOn(server.uri())) {
            for (int i = 0; i < 60; i++) {
                capture(gripe, "before " + i);
            }
            server.ask(redis -> redis.bgrewriteaof());
            Waiting.until(
                    "a rewritten file",
                    () -> server.tells("persistence", "aof_rewrite_in_progress").equals("0")
                            && server.tells("persistence", "aof_rewrite_scheduled")
                                    .equals("0"));
            server.kill();
            // Microseconds for each key.
            server.beginSlowly("key-load-delay", "200000");
            Waiting.until(
                    "a server that loads",
                    () -> capture(gripe, "meanwhile").problem().equals("503 store_loading"));
            assertRefused(gripe, "store_loading", "still loading");
            awaitReady(gripe);
            assertThat(gripe.get(GRIPES + "?limit=200").json().get("items")).hasSize(60);
        }
    }

    @Test
    void serverLostInTheMiddleOfABulkEdit_whatWasDoneIsAnswered_andTakenBack() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server());
                TestServer gripe = gripeOn(proxy.uri())) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                ids.add(capture(gripe, "one of many " + i).json().get("id").asText());
            }
            String named = "[\"" + String.join("\", \"", ids) + "\"]";
            proxy.keepAnswersBackFrom(ids.get(3));
            JsonNode edited = gripe.post(GRIPES + "/bulk", "{\"ids\": " + named + ", \"action\": \"delete\"}")
                    .json();
            assertThat(edited.get("changed")).hasSize(3);
            assertThat(edited.get("left").asInt()).isEqualTo(3);
            assertThat(edited.get("trouble").get("code").asText()).isEqualTo("store_unavailable");
            assertThat(edited.get("trouble").get("detail").asText()).isNotEmpty();

            proxy.keepAnswersBack(false);
            awaitReady(gripe);
            assertThat(gripe.get(GRIPES).json().get("items")).hasSize(3);
            JsonNode restored = gripe.post(
                            GRIPES + "/bulk", "{\"ids\": " + edited.get("changed") + ", \"action\": \"restore\"}")
                    .json();
            assertThat(restored.get("changed")).hasSize(3);
            assertThat(restored.get("left").asInt()).isZero();
            assertThat(restored.get("trouble").isNull()).isTrue();
            assertThat(gripe.get(GRIPES).json().get("items")).hasSize(6);
        }
    }

    @Test
    void serverLostBetweenAnEventAndItsPainPoint_listenersHearOfItLater() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server());
                TestServer gripe = gripeOn(proxy.uri())) {
            for (String text : List.of("waiting for a free CI runner", "waiting for a CI runner again")) {
                capture(gripe, text);
            }
            JsonNode third =
                    capture(gripe, "still waiting for a free CI runner").json();
            assertThat(third.get("painPoint").isNull()).isFalse();
            // Once the index has it all, only events and what is asked for look up where gripes belong.
            assertThat(texts(search(gripe, "runner"))).hasSize(3);
            proxy.keepAnswersBackFrom("HMGET");
            try (Socket socket = gripe.connect()) {
                socket.getOutputStream()
                        .write(("GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:" + gripe.port()
                                        + "\r\nLast-Event-ID: 0-1\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                Waiting.until("the store to fall silent", proxy::keepsAnswersBack);
                // It asks later than the events did, and so is told no later that there is no answer.
                assertThat(gripe.get("/api/v1/places?gripes=any").problem()).isEqualTo("503 store_unavailable");
                proxy.keepAnswersBack(false);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                String line = lines.readLine();
                while (line != null
                        && !line.contains(third.get("painPoint").get("id").asText())) {
                    line = lines.readLine();
                }
                assertThat(line).contains("painPoint");
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
