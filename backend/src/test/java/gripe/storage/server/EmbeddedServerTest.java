package gripe.storage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gripe.storage.server.EmbeddedServer.State;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
    @TempDir
    Path temporary;

    private Path directory() {
        return temporary.resolve("data/keydb");
    }

    private EmbeddedServer start() {
        return TestServers.start(directory(), TestServers.bundled());
    }

    @Test
    void start_keepsWhatItAcknowledges() {
        try (EmbeddedServer server = start()) {
            assertThat(server.description())
                    .matches("redis-server 6\\.2\\.\\d+ \\(bundled\\) \\(private, unix socket\\)");
            assertThat(server.health().state()).isEqualTo(State.RUNNING);
            Map.of(
                            "appendonly", "yes",
                            "appendfsync", "always",
                            "no-appendfsync-on-rewrite", "no",
                            "aof-load-truncated", "yes",
                            "save", "",
                            "maxmemory-policy", "noeviction",
                            "dir", directory().toString())
                    .forEach((name, value) -> assertThat(TestServers.setting(server, name))
                            .as(name)
                            .isEqualTo(value));
        }
    }

    @Test
    void start_isPrivate() throws IOException {
        try (EmbeddedServer server = start()) {
            String password = Files.readAllLines(directory().resolve("server.properties")).stream()
                    .filter(line -> line.startsWith("password="))
                    .findFirst()
                    .orElseThrow()
                    .substring("password=".length());
            assertThat(mode(directory())).isEqualTo("rwx------");
            assertThat(mode(Path.of(server.uri().getSocket()))).isEqualTo("rwx------");
            assertThat(mode(directory().resolve("server.conf"))).isEqualTo("rw-------");
            assertThat(mode(directory().resolve("server.properties"))).isEqualTo("rw-------");
            assertThat(TestServers.setting(server, "port")).isEqualTo("0");
            assertThat(TestServers.info(server, "server")).contains("tcp_port:0");
            assertThat(password).hasSize(64);
            assertThat(server.process().info().toString()).doesNotContain(password);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void connect_withAnotherPassword_isRefused() {
        try (EmbeddedServer server = start()) {
            RedisURI wrong = RedisURI.Builder.socket(server.uri().getSocket())
                    .withPassword("guess".toCharArray())
                    .build();
            RedisURI none = RedisURI.Builder.socket(server.uri().getSocket()).build();
            assertThatThrownBy(() -> TestServers.ask(wrong, redis -> redis.get("key")))
                    .isInstanceOf(RedisConnectionException.class)
                    .hasRootCauseMessage("WRONGPASS invalid username-password pair or user is disabled.");
            assertThatThrownBy(() -> TestServers.ask(none, redis -> redis.get("key")))
                    .hasStackTraceContaining("NOAUTH");
        }
    }

    @Test
    void start_again_keepsDataAndPassword() {
        RedisURI before;
        try (EmbeddedServer server = start()) {
            before = server.uri();
            TestServers.set(server, "key", "kept");
        }
        try (EmbeddedServer server = start()) {
            assertThat(server.uri()).isEqualTo(before);
            assertThat(TestServers.get(server, "key")).isEqualTo("kept");
        }
    }

    @Test
    void start_onACopyOfAFolderInUse_hasAServerOfItsOwn() throws IOException {
        Path copy = directory().resolveSibling("copy");
        try (EmbeddedServer server = start()) {
            TestServers.set(server, "key", "kept");
            copy(directory(), copy);
            try (EmbeddedServer other = TestServers.start(copy, TestServers.bundled())) {
                assertThat(TestServers.get(other, "key")).isEqualTo("kept");
                TestServers.set(other, "key", "changed in the copy");
            }
            assertThat(TestServers.get(server, "key")).isEqualTo("kept");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path place = to.resolve(from.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(place);
                } else if (Files.isRegularFile(one)) {
                    Files.copy(one, place);
                }
            }
        }
    }

    @Test
    void start_afterCutOffWrite_loadsWhatWasComplete() throws IOException {
        try (EmbeddedServer server = start()) {
            TestServers.set(server, "key", "kept");
        }
        Files.writeString(TestServers.oneFile(directory()), "*3\r\n$3\r\nSET\r\n$3\r\nke", StandardOpenOption.APPEND);
        try (EmbeddedServer server = start()) {
            assertThat(TestServers.get(server, "key")).isEqualTo("kept");
        }
    }

    @Test
    void close_leavesNoProcessAndNoSocket() {
        EmbeddedServer server = start();
        ProcessHandle process = server.process();
        Path socket = Path.of(server.uri().getSocket());
        assertThat(process.isAlive()).isTrue();
        assertThat(socket).exists();
        server.close();
        server.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(socket).doesNotExist();
        assertThat(directory().resolve("server.pid")).doesNotExist();
        assertThat(server.health().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void start_onFolderInUse_isRefused() {
        try (EmbeddedServer server = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("Another Gripe is running on the data in " + directory());
            assertThat(TestServers.get(server, "absent")).isNull();
        }
    }

    @Test
    void start_onFolderInUseByAnotherJvm_isRefused() throws Exception {
        ServerOwner.Running running = ServerOwner.launch(directory());
        try {
            assertThatThrownBy(this::start)
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("Another Gripe is running");
            assertThat(running.server().isAlive()).isTrue();
        } finally {
            running.owner().destroyForcibly().waitFor();
            start().close();
        }
    }

    @Test
    void start_inFolderWithLongPath_putsSocketInShortPrivateFolder() throws IOException {
        Path deep = temporary.resolve("a folder with \"quotes\" and a name of some length/".repeat(3) + "keydb");
        Path apart;
        try (EmbeddedServer server = TestServers.start(deep, TestServers.bundled())) {
            Path socket = Path.of(server.uri().getSocket());
            apart = Objects.requireNonNull(socket.getParent());
            assertThat(socket.toString().getBytes(StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(ServerFiles.SOCKET_PATH_BYTES_MAX);
            assertThat(mode(apart)).isEqualTo("rwx------");
        }
        assertThat(apart).doesNotExist();
    }

    @Test
    void start_withoutSockets_listensOnThisMachineOnly() {
        ServerBinaries binaries = TestServers.bundled();
        try (EmbeddedServer server = EmbeddedServer.start(directory(), binaries, false, TestServers.IMPATIENT)) {
            assertThat(server.uri().getHost()).isEqualTo("127.0.0.1");
            assertThat(server.description()).contains("of this machine only");
            assertThat(TestServers.setting(server, "bind")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void start_afterJvmWasKilled_takesOverItsServer() throws Exception {
        ServerOwner.Running running = ServerOwner.launch(directory());
        running.owner().destroyForcibly().waitFor();
        assertThat(running.server().isAlive()).isTrue();
        EmbeddedServer server = start();
        try (server) {
            assertThat(server.process()).isEqualTo(running.server());
            assertThat(server.description()).matches("redis-server 6\\.2\\.\\d+ \\(private, unix socket\\)");
            TestServers.set(server, "key", "kept");
            assertThat(TestServers.get(server, "key")).isEqualTo("kept");
        }
        assertThat(running.server().isAlive()).isFalse();
    }

    @Test
    void start_afterJvmAndServerWereKilled_startsAnew() throws Exception {
        ServerOwner.Running running = ServerOwner.launch(directory());
        running.owner().destroyForcibly().waitFor();
        running.server().destroyForcibly();
        TestServers.await("the server's end", () -> !running.server().isAlive());
        try (EmbeddedServer server = start()) {
            assertThat(server.process()).isNotEqualTo(running.server());
            assertThat(TestServers.get(server, "absent")).isNull();
        }
    }

    @Test
    void start_besideServerThatCannotBeReached_isRefused() throws Exception {
        ServerOwner.Running running = ServerOwner.launch(directory());
        running.owner().destroyForcibly().waitFor();
        try {
            Files.delete(directory().resolve("server.properties"));
            assertThatThrownBy(this::start)
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("process " + running.server().pid())
                    .hasMessageContaining("End it");
            assertThat(running.server().isAlive()).isTrue();
        } finally {
            running.server().destroyForcibly();
        }
    }

    @Test
    void jvm_onTermination_leavesNoServer() throws Exception {
        ServerOwner.Running running = ServerOwner.launch(directory());
        running.owner().destroy();
        running.owner().waitFor();
        assertThat(running.server().isAlive()).isFalse();
    }

    @Test
    void server_whenKilled_isStartedAgainWithItsData() throws Exception {
        try (EmbeddedServer server = start()) {
            RedisURI before = server.uri();
            TestServers.set(server, "key", "kept");
            ProcessHandle killed = server.process();
            killed.destroyForcibly();
            TestServers.await("a restart", () -> server.health().restarts() == 1);
            assertThat(server.health()).isEqualTo(new EmbeddedServer.Health(State.RUNNING, 1, Optional.empty()));
            assertThat(server.process()).isNotEqualTo(killed);
            assertThat(server.uri()).isEqualTo(before);
            assertThat(TestServers.get(server, "key")).isEqualTo("kept");
        }
    }

    @Test
    void server_takenOver_whenKilled_isStartedAgain() throws Exception {
        ServerOwner.Running running = ServerOwner.launch(directory());
        running.owner().destroyForcibly().waitFor();
        try (EmbeddedServer server = start()) {
            running.server().destroyForcibly();
            TestServers.await("a restart", () -> server.health().restarts() == 1);
            assertThat(TestServers.get(server, "absent")).isNull();
        }
    }

    @Test
    void server_thatCannotBeStartedAgain_isReportedAndStillTried() throws Exception {
        try (EmbeddedServer server = start()) {
            TestServers.set(server, "key", "kept");
            byte[] sound = Files.readAllBytes(TestServers.oneFile(directory()));
            Files.writeString(TestServers.oneFile(directory()), "nonsense\r\n", StandardOpenOption.APPEND);
            server.process().destroyForcibly();
            TestServers.await("many failures", () -> server.health().state() == State.FAILED);
            assertThat(server.health().problem().orElseThrow())
                    .contains("Bad file format reading the append only file")
                    .contains(directory().resolve("server.log").toString());
            Files.write(TestServers.oneFile(directory()), sound);
            TestServers.await("a start", () -> server.health().state() == State.RUNNING);
            assertThat(TestServers.get(server, "key")).isEqualTo("kept");
        }
    }

    @Test
    void start_whenDataAreGone_isRefused() throws IOException {
        start().close();
        Files.delete(TestServers.oneFile(directory()));
        assertThatThrownBy(this::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("are gone")
                .hasMessageContaining("Put them back");
        assertThat(TestServers.oneFile(directory())).doesNotExist();
    }
}
