package gripe.storage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.AclCategory;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisURI;
import io.lettuce.core.protocol.CommandType;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerInspectionTest {
    @TempDir
    Path directory;

    private @Nullable EmbeddedServer started;

    @BeforeEach
    void start() {
        started = TestServers.start(directory, TestServers.bundled());
    }

    @AfterEach
    void close() {
        server().close();
    }

    private EmbeddedServer server() {
        return Objects.requireNonNull(started);
    }

    private ServerInspection inspectAfter(String setting, String value) {
        return TestServers.ask(server(), redis -> {
            redis.configSet(setting, value);
            return ServerInspection.of(redis);
        });
    }

    @Test
    void of_serverThatKeepsAll_warnsOfNothing() {
        ServerInspection inspection = TestServers.ask(server(), ServerInspection::of);
        assertThat(inspection.description()).startsWith("Redis 6.2.");
        assertThat(inspection.recentEnough()).isTrue();
        assertThat(inspection.warnings()).isEmpty();
    }

    @Test
    void of_serverThatWritesLater_warns() {
        assertThat(inspectAfter("appendfsync", "everysec").warnings())
                .singleElement()
                .asString()
                .contains("appendfsync everysec, not always");
    }

    @Test
    void of_serverWithoutFile_warns() {
        assertThat(inspectAfter("appendonly", "no").warnings())
                .singleElement()
                .asString()
                .contains("appendonly no");
    }

    @Test
    void of_serverThatDropsData_warns() {
        assertThat(inspectAfter("maxmemory-policy", "allkeys-lru").warnings()).isEmpty();
        assertThat(inspectAfter("maxmemory", "100mb").warnings())
                .singleElement()
                .asString()
                .contains("maxmemory-policy allkeys-lru");
    }

    @Test
    void of_serverThatForbidsConfig_knowsFromInfo() {
        ServerInspection inspection = asGuest(allowed().removeCommand(CommandType.CONFIG));
        assertThat(inspection.description()).startsWith("Redis 6.2.");
        assertThat(inspection.warnings())
                .singleElement()
                .asString()
                .contains("does not tell how often it writes to disk");
    }

    @Test
    void of_serverThatForbidsAll_saysSo() {
        ServerInspection inspection = asGuest(allowed().noCommands().addCategory(AclCategory.CONNECTION));
        assertThat(inspection.description()).isEqualTo("unknown server");
        assertThat(inspection.warnings()).hasSize(3).allMatch(warning -> warning.contains("does not tell"));
    }

    private static AclSetuserArgs allowed() {
        return AclSetuserArgs.Builder.on().addPassword("guest").allKeys().allCommands();
    }

    private ServerInspection asGuest(AclSetuserArgs rights) {
        TestServers.ask(server(), redis -> redis.aclSetuser("guest", rights));
        RedisURI guest = RedisURI.Builder.socket(server().uri().getSocket())
                .withAuthentication("guest", "guest".toCharArray())
                .build();
        return TestServers.ask(guest, ServerInspection::of);
    }
}
