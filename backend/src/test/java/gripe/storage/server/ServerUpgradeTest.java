package gripe.storage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs the system's Redis, 7.0 or newer, beside the bundled 6.2. */
class ServerUpgradeTest {
    @TempDir
    Path data;

    @TempDir
    Path programs;

    private ServerBinaries newer = TestServers.bundled();

    @BeforeEach
    void findNewer() throws IOException {
        newer = TestServers.newerRedis(programs);
    }

    private static void fill(EmbeddedServer server) {
        TestServers.ask(server, redis -> {
            redis.hset("hash", Map.of("field", "value"));
            redis.zadd("sorted", 1.5, "member");
            redis.xadd("stream", new XAddArgs().id("1-1"), Map.of("field", "value"));
            redis.xgroupCreate(StreamOffset.from("stream", "0"), "group");
            return redis.eval(
                    "return redis.call('set', KEYS[1], ARGV[1])",
                    ScriptOutputType.STATUS,
                    new String[] {"scripted"},
                    "value");
        });
    }

    private static void requireFilled(EmbeddedServer server) {
        TestServers.ask(server, redis -> {
            assertThat(redis.hgetall("hash")).isEqualTo(Map.of("field", "value"));
            assertThat(redis.zscore("sorted", "member")).isEqualTo(1.5);
            assertThat(redis.xrange("stream", Range.unbounded()))
                    .isEqualTo(List.of(new StreamMessage<>("stream", "1-1", Map.of("field", "value"))));
            assertThat(redis.xinfoGroups("stream")).hasSize(1);
            return assertThat(redis.get("scripted")).isEqualTo("value");
        });
    }

    @Test
    void newerServer_takesOverOlderData() {
        try (EmbeddedServer server = TestServers.start(data, TestServers.bundled())) {
            fill(server);
        }
        try (EmbeddedServer server = TestServers.start(data, newer)) {
            assertThat(server.description()).startsWith("redis-server ").doesNotContain(" 6.2.");
            requireFilled(server);
        }
        try (EmbeddedServer server = TestServers.start(data, newer)) {
            requireFilled(server);
        }
    }

    @Test
    void newerServer_takesOverOlderDataAfterRewrite() throws InterruptedException {
        try (EmbeddedServer server = TestServers.start(data, TestServers.bundled())) {
            fill(server);
            TestServers.ask(server, redis -> redis.bgrewriteaof());
            TestServers.await(
                    "the rewrite's end",
                    () -> TestServers.info(server, "persistence").contains("aof_rewrite_in_progress:0"));
        }
        try (EmbeddedServer server = TestServers.start(data, newer)) {
            requireFilled(server);
        }
    }

    @Test
    void olderServer_isNotLetNearNewerData() {
        try (EmbeddedServer server = TestServers.start(data, newer)) {
            fill(server);
        }
        List<String> before = TestServers.namesIn(data.resolve("appendonlydir"));
        assertThatThrownBy(() -> TestServers.start(data, TestServers.bundled()))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("were written by redis-server ")
                .hasMessageContaining("Found: redis-server 6.2.")
                .hasMessageContaining("Install redis-server ")
                .hasMessageContaining("Nothing in the folder was changed");
        assertThat(TestServers.namesIn(data.resolve("appendonlydir"))).isEqualTo(before);
        assertThat(TestServers.oneFile(data)).doesNotExist();
        try (EmbeddedServer server = TestServers.start(data, newer)) {
            requireFilled(server);
        }
    }

    @Test
    void olderServer_isNotLetNearNewerData_whenNothingIsRemembered() throws IOException {
        TestServers.start(data, newer).close();
        Files.delete(data.resolve("server.properties"));
        assertThatThrownBy(() -> TestServers.start(data, TestServers.bundled()))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("no server found here can read them");
    }

    @Test
    void start_withBoth_staysWithTheSeriesThatWroteTheData() throws IOException {
        ServerBinaries both =
                new ServerBinaries(List.of(TestServers.scriptOfNewerRedis(programs)), ServerBinaries.bundledHere());
        TestServers.start(data, TestServers.bundled()).close();
        try (EmbeddedServer server = TestServers.start(data, both)) {
            assertThat(server.description()).startsWith("redis-server 6.2.");
        }
    }

    @Test
    void start_withBothAndNoData_takesTheOneOnThePath() throws IOException {
        ServerBinaries both =
                new ServerBinaries(List.of(TestServers.scriptOfNewerRedis(programs)), ServerBinaries.bundledHere());
        try (EmbeddedServer server = TestServers.start(data, both)) {
            assertThat(server.description()).startsWith("redis-server ").doesNotContain(" 6.2.");
            assertThat(TestServers.setting(server, "enable-debug-command")).isEqualTo("no");
        }
    }
}
