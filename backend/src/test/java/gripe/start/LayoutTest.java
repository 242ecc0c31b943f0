package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gripe.storage.TestClient;
import gripe.storage.server.EmbeddedServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Data of other versions. Under resources/kept lies what earlier versions wrote, as it was on their disk: {@code
 * layout-0/appendonly.aof} by the server that comes with Gripe, before the layout's version was kept, and {@code
 * export.ndjson}, what that Gripe exported of it. One number in it is not as it was written: the deleted gripe was
 * deleted in the year 2200, else it would be deleted for good by now. {@code layout-1}, {@code backup-3} and {@code
 * export-1.ndjson} are of a Gripe that had pain points, decisions, timers, kept searches and devices, too; its device
 * expires in the year 2200. A new layout adds its own folder here.
 */
class LayoutTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAIN_POINT = "01a21e7c-b793-7248-8fcf-f49b49138a91";
    /** Of the device in layout-1. */
    private static final String DEVICE_TOKEN = "gd_M-59k09jyQLhKuNahgHVYfii7lVUbHeYmUxPCphZpLUUK7XGH4kyhPGy5wE";

    private static final String LAYOUT = "gripe:{main}:layout";

    @TempDir
    private Path data;

    @Test
    void dataOfLayout0_areReadAndMigrated() throws Exception {
        Files.createDirectories(data.resolve("keydb"));
        Files.write(data.resolve("keydb/appendonly.aof"), kept("layout-0/appendonly.aof"));
        try (ChildGripe gripe = start()) {
            requireKept(gripe.awaitReady());
        }
        assertThat(ask(redis -> redis.get(LAYOUT))).isEqualTo("1");
        assertThat(ask(redis -> redis.hget("gripe:{main}:idempotency:2026-11", "kept-key")))
                .endsWith(" keyed");
    }

    @Test
    void backupsOfFormat1_areRestored() throws Exception {
        for (String name : new String[] {"backup-1.gz", "backup-1.age"}) {
            restore(name, "kept since format 1");
            try (ChildGripe gripe = ChildGripe.start(
                    Map.of("GRIPE_DATA", data.resolve("from-" + name).toString(), "GRIPE_PORT", "0"))) {
                requireKept(gripe.awaitReady());
            }
        }
    }

    @Test
    void dataOfLayout1_areRead_devicesToo() throws Exception {
        Files.createDirectories(data.resolve("keydb"));
        Files.write(data.resolve("keydb/appendonly.aof"), kept("layout-1/appendonly.aof"));
        Map<String, String> guarded = Map.of(
                "GRIPE_DATA", data.toString(), "GRIPE_PORT", "0", "GRIPE_OWNER_TOKEN", "the owner token of kept data");
        try (ChildGripe gripe = ChildGripe.start(guarded)) {
            requireAllKept(gripe.awaitReady(), "Authorization", "Bearer " + DEVICE_TOKEN);
        }
        assertThat(ask(redis -> redis.get(LAYOUT))).isEqualTo("1");
    }

    @Test
    void backupsOfFormat3_areRestored() throws Exception {
        for (String name : new String[] {"backup-3.gz", "backup-3.age"}) {
            restore(name, "kept since format 3");
            try (ChildGripe gripe = ChildGripe.start(
                    Map.of("GRIPE_DATA", data.resolve("from-" + name).toString(), "GRIPE_PORT", "0"))) {
                requireAllKept(gripe.awaitReady());
            }
        }
    }

    private void restore(String name, String passphrase) throws IOException {
        Path backup = data.resolve(name);
        Files.write(backup, kept(name));
        String restored = data.resolve("from-" + name).toString();
        Map<String, String> settings = name.endsWith(".age")
                ? Map.of("GRIPE_DATA", restored, "GRIPE_BACKUP_PASSPHRASE", passphrase)
                : Map.of("GRIPE_DATA", restored);
        new BackupCommand(settings, new PrintStream(OutputStream.nullOutputStream())).run("restore", backup.toString());
    }

    @Test
    void layoutOfANewerGripe_isRefusedAndLeftAlone() throws Exception {
        ask(redis -> redis.set(LAYOUT, "2"));
        try (ChildGripe gripe = start()) {
            assertThat(gripe.awaitExit()).isEqualTo(StartProblem.DATA);
            assertThat(gripe.errors())
                    .startsWith("Gripe cannot start. ")
                    .contains("layout 2, written by a newer Gripe")
                    .hasLineCount(1);
        }
        Path backup = data.resolve("backup");
        assertThatThrownBy(() -> new BackupCommand(Map.of("GRIPE_DATA", data.toString()), System.err)
                        .run("backup", backup.toString()))
                .isInstanceOfSatisfying(
                        StartProblem.class, e -> assertThat(e.exitCode()).isEqualTo(StartProblem.DATA))
                .hasMessageContaining("layout 2, written by a newer Gripe");
        assertThat(backup).doesNotExist();
        assertThat(ask(redis -> String.join(" ", redis.keys("*")) + redis.get(LAYOUT)))
                .isEqualTo(LAYOUT + "2");
    }

    @Test
    void newStore_getsThePresentLayout() throws Exception {
        try (ChildGripe gripe = start()) {
            gripe.awaitReady();
        }
        assertThat(ask(redis -> redis.get(LAYOUT))).isEqualTo("1");
    }

    private static void requireKept(String address) throws Exception {
        assertThat(get(address + "/api/v1/export"))
                .isEqualTo(new String(kept("export.ndjson"), StandardCharsets.UTF_8));
        ChildGripe.awaitCaughtUp(address);
        assertThat(get(address + "/api/v1/search?q=flaky+CI")).contains("\"plain\"");
        HttpRequest restore = HttpRequest.newBuilder(URI.create(address + "/api/v1/gripes/deleted/restore"))
                .POST(BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(restore, BodyHandlers.ofString()).body())
                    .contains("the form asked for my birthday twice");
        }
    }

    /** But for what grouping may see in another way by now: of a pain point, what people decided. */
    private static void requireAllKept(String address, String... headers) throws Exception {
        assertThat(asKept(get(address + "/api/v1/export", headers)))
                .isEqualTo(asKept(new String(kept("export-1.ndjson"), StandardCharsets.UTF_8)));
        ChildGripe.awaitCaughtUp(address, headers);
        assertThat(get(address + "/api/v1/search?q=free+runner", headers)).contains("\"r1\"");
        JsonNode painPoint = JSON.readTree(get(address + "/api/v1/pain-points/" + PAIN_POINT, headers))
                .get("painPoint");
        assertThat(painPoint.get("label").asText()).isEqualTo("Runner pool too small");
        assertThat(painPoint.get("fix").asText()).isEqualTo("Ask for the large pool");
        assertThat(painPoint.get("pinned").asBoolean()).isTrue();
        assertThat(painPoint.get("count").asLong()).isPositive();
        assertThat(get(address + "/api/v1/timers", headers)).contains("\"runs\"", "\"stopped\"", "vpn down #it");
        assertThat(get(address + "/api/v1/searches", headers)).contains("runner last:90d");
    }

    private static List<JsonNode> asKept(String export) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : export.lines().toList()) {
            ObjectNode node = (ObjectNode) JSON.readTree(line);
            String type = node.get("type").asText();
            if (!type.equals("painPoint")) {
                lines.add(type.equals("gripe") ? node.without("painPoint") : node);
            }
        }
        return lines;
    }

    private ChildGripe start(String... arguments) throws IOException {
        return ChildGripe.start(Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0"), arguments);
    }

    private String ask(Function<RedisCommands<String, String>, String> question) {
        try (EmbeddedServer server = EmbeddedServer.start(data.resolve("keydb"))) {
            return TestClient.ask(server.uri(), question);
        }
    }

    private static byte[] kept(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(LayoutTest.class.getResourceAsStream("/kept/" + name), name)) {
            return in.readAllBytes();
        }
    }

    private static String get(String uri, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString()).body();
        }
    }
}
