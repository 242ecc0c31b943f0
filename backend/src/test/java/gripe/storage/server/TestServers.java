package gripe.storage.server;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.storage.TestClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Real servers to test with, and how to talk to them and wait for them. */
final class TestServers {
    static final RestartPolicy IMPATIENT = new RestartPolicy(3, 1, 5, 60_000);

    private static final int WAIT_MILLIS_MAX = 30_000;
    private static final int POLL_MILLIS = 5;

    private TestServers() {}

    /** Only the server that comes with Gripe. */
    static ServerBinaries bundled() {
        return new ServerBinaries(List.of(), ServerBinaries.bundledHere());
    }

    /** Only the system's Redis, 7.0 or newer; a system without it fails the test, as nothing else can stand for it. */
    static ServerBinaries newerRedis(Path folder) throws IOException {
        return new ServerBinaries(List.of(scriptOfNewerRedis(folder)), List.of());
    }

    /** A folder that holds a script which runs the system's Redis, and nothing else. */
    static Path scriptOfNewerRedis(Path folder) throws IOException {
        for (Path place : ServerBinaries.systemPath()) {
            Path program = place.resolve(ServerKind.REDIS.executable());
            if (Files.isExecutable(program)) {
                ServerRelease release = ServerBinary.of(program, false).release();
                if (release.keepsSeveralFiles() && release.kind() == ServerKind.REDIS) {
                    Path script = folder.resolve(ServerKind.REDIS.executable());
                    Files.writeString(script, "#!/bin/sh\nexec " + program + " \"$@\"\n");
                    PrivateFiles.makeExecutable(script);
                    return folder;
                }
            }
        }
        throw new AssertionError("These tests need a redis-server of 7.0 or newer on the PATH:"
                + " apt-get install redis-server, or the like of your system.");
    }

    static EmbeddedServer start(Path directory, ServerBinaries binaries) {
        return EmbeddedServer.start(directory, binaries, true, IMPATIENT);
    }

    static <T> T ask(EmbeddedServer server, Function<RedisCommands<String, String>, T> question) {
        return ask(server.uri(), question);
    }

    static <T> T ask(RedisURI uri, Function<RedisCommands<String, String>, T> question) {
        return TestClient.ask(uri, question);
    }

    static void set(EmbeddedServer server, String key, String value) {
        String answer = ask(server, redis -> redis.set(key, value));
        assertThat(answer).isEqualTo("OK");
    }

    static @Nullable String get(EmbeddedServer server, String key) {
        return ask(server, redis -> Optional.ofNullable(redis.get(key))).orElse(null);
    }

    static String setting(EmbeddedServer server, String name) {
        return ask(server, redis -> redis.configGet(name)).getOrDefault(name, "absent");
    }

    static String info(EmbeddedServer server, String section) {
        return ask(server, redis -> redis.info(section));
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + WAIT_MILLIS_MAX * 1_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("Waited too long: " + what).isLessThan(end);
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Where a server of one file keeps its data. */
    static Path oneFile(Path directory) {
        return directory.resolve("appendonly.aof");
    }

    static List<String> namesIn(Path directory) {
        try (var paths = Files.walk(directory)) {
            return paths.map(path -> directory.relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
