package gripe.storage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs on the path are scripts that only tell a version. */
class ServerBinariesTest {
    @TempDir
    Path programs;

    @TempDir
    Path data;

    private @Nullable ServerFiles opened;

    @BeforeEach
    void openFiles() {
        opened = ServerFiles.open(data);
    }

    @AfterEach
    void closeFiles() throws IOException {
        files().close();
    }

    private ServerFiles files() {
        return Objects.requireNonNull(opened);
    }

    private void program(String name, String answer) throws IOException {
        Path script = programs.resolve(name);
        Files.writeString(script, "#!/bin/sh\necho '" + answer + "'\n");
        PrivateFiles.makeExecutable(script);
    }

    private ServerBinary choose(Optional<ServerRelease> writer, List<String> bundled) {
        return new ServerBinaries(List.of(programs), bundled).choose(writer, files());
    }

    @Test
    void choose_prefersKeyDbThenValkeyThenRedis() throws IOException {
        program("redis-server", "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d");
        assertThat(choose(Optional.empty(), List.of()).release()).hasToString("redis-server 7.0.15");
        program("valkey-server", "Valkey server v=8.1.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d");
        assertThat(choose(Optional.empty(), List.of()).release()).hasToString("valkey-server 8.1.1");
        program("keydb-server", "KeyDB server v=6.3.4 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64 build=ca93");
        assertThat(choose(Optional.empty(), List.of()).release()).hasToString("keydb-server 6.3.4");
    }

    @Test
    void choose_believesTheAnswerNotTheName() throws IOException {
        program("redis-server", "Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d");
        assertThat(choose(Optional.empty(), List.of()).release()).hasToString("valkey-server 8.0.1");
    }

    @Test
    void choose_passesOverTooOld() throws IOException {
        program("redis-server", "Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64 build=ae4d");
        assertThat(choose(Optional.empty(), ServerBinaries.bundledHere()).bundled())
                .isTrue();
        assertThatThrownBy(() -> choose(Optional.empty(), List.of()))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("redis-server 6.0.16 at " + programs.resolve("redis-server"))
                .hasMessageContaining("older than 6.2.0")
                .hasMessageContaining("GRIPE_KEYDB_URI");
    }

    @Test
    void choose_passesOverWhatDoesNotRun() throws IOException {
        program("keydb-server", "");
        Files.writeString(programs.resolve("keydb-server"), "#!/bin/sh\necho 'libssl.so.3: not found' >&2\nexit 127\n");
        assertThatThrownBy(() -> choose(Optional.empty(), List.of("redis-server-0.0-none")))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("does not run here: libssl.so.3: not found")
                .hasMessageContaining("redis-server-0.0-none is missing from this build");
    }

    @Test
    void choose_staysInTheSeriesOfTheData() throws IOException {
        program("keydb-server", "KeyDB server v=6.3.4");
        program("redis-server", "Redis server v=7.0.15");
        ServerRelease writer = new ServerRelease(ServerKind.REDIS, new ServerVersion(7, 0, 11));
        assertThat(choose(Optional.of(writer), List.of()).release()).hasToString("redis-server 7.0.15");
    }

    @Test
    void choose_unpacksAgainWhatWasHalfWritten() throws IOException {
        List<String> bundled = ServerBinaries.bundledHere();
        Path program = choose(Optional.empty(), bundled).executable();
        long sizeBytes = Files.size(program);
        Files.write(program, new byte[1_000]);
        assertThat(choose(Optional.empty(), bundled).executable()).isEqualTo(program);
        assertThat(program).hasSize(sizeBytes);
        assertThat(TestServers.namesIn(data)).noneMatch(name -> name.endsWith(".part"));
    }
}
