package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gripe.storage.server.EmbeddedServer;
import io.lettuce.core.RedisClient;
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
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Data of other versions. Under resources/kept lies what earlier versions wrote, as it was on their disk: {@code
 * layout-0/appendonly.aof} by the server that comes with Gripe, before the layout's version was kept, and {@code
 * export.ndjson}, what that Gripe exported of it. One number in it is not as it was written: the deleted gripe was
 * deleted in the year 2200, else it would be deleted for good by now. A new layout adds its own folder here.
 */
class LayoutTest {
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
            Path backup = data.resolve(name);
            Files.write(backup, kept(name));
            Path restored = data.resolve("from-" + name);
            Map<String, String> settings = name.endsWith(".age")
                    ? Map.of("GRIPE_DATA", restored.toString(), "GRIPE_BACKUP_PASSPHRASE", "kept since format 1")
                    : Map.of("GRIPE_DATA", restored.toString());
            new BackupCommand(settings, new PrintStream(OutputStream.nullOutputStream()))
                    .run("restore", backup.toString());
            try (ChildGripe gripe = ChildGripe.start(Map.of("GRIPE_DATA", restored.toString(), "GRIPE_PORT", "0"))) {
                requireKept(gripe.awaitReady());
            }
        }
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
        assertThat(get(address + "/api/v1/search?q=flaky+CI")).contains("\"plain\"");
        HttpRequest restore = HttpRequest.newBuilder(URI.create(address + "/api/v1/gripes/deleted/restore"))
                .POST(BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(restore, BodyHandlers.ofString()).body())
                    .contains("the form asked for my birthday twice");
        }
    }

    private ChildGripe start(String... arguments) throws IOException {
        return ChildGripe.start(Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0"), arguments);
    }

    private String ask(Function<RedisCommands<String, String>, String> question) {
        try (EmbeddedServer server = EmbeddedServer.start(data.resolve("keydb"));
                RedisClient client = RedisClient.create(server.uri());
                var connection = client.connect()) {
            return question.apply(connection.sync());
        }
    }

    private static byte[] kept(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(LayoutTest.class.getResourceAsStream("/kept/" + name), name)) {
            return in.readAllBytes();
        }
    }

    private static String get(String uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
