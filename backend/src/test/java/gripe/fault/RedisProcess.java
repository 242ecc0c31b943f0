package gripe.fault;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.storage.TestClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server as an operator runs one: on a port of loopback, with data that survive it. Debian's Redis, or the one named. */
final class RedisProcess implements AutoCloseable {
    /** Another program to test with, a KeyDB for example. */
    static final String PROGRAM = System.getProperty("gripe.test.keydb-server", "redis-server");

    private static final long EXIT_SECONDS_MAX = 30;
    private static final int PATIENT_MILLIS = 60_000;
    /** A replica that was alone for ten times as long when that is noticed is put in nobody's place. */
    private static final String IMPATIENT_MILLIS = "1000";

    private final List<String> command = new ArrayList<>();
    private final Path directory;
    private final int port;
    private @Nullable Process process;

    private RedisProcess(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Durable, as Gripe wants it. The settings are names and values in turn. */
    static RedisProcess start(Path directory, String... settings) throws IOException, InterruptedException {
        RedisProcess server = prepared(directory, settings);
        server.restart();
        return server;
    }

    /** Not running yet. */
    static RedisProcess prepared(Path directory, String... settings) throws IOException {
        RedisProcess server = new RedisProcess(Files.createDirectories(directory), freePort());
        Collections.addAll(
                server.command,
                PROGRAM,
                "--port",
                Integer.toString(server.port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                "");
        for (int i = 0; i < settings.length; i += 2) {
            server.command.add("--" + settings[i]);
            server.command.add(settings[i + 1]);
        }
        return server;
    }

    /** Watches over a server by the name of {@code gripe} and puts a replica in its place when it is gone. */
    static RedisProcess sentinelOf(RedisProcess watched, Path directory) throws IOException, InterruptedException {
        RedisProcess sentinel = new RedisProcess(Files.createDirectories(directory), freePort());
        Path configuration = Files.writeString(directory.resolve("sentinel.conf"), """
                port %d
                bind 127.0.0.1
                dir %s
                sentinel monitor gripe 127.0.0.1 %d 1
                sentinel down-after-milliseconds gripe %d
                sentinel failover-timeout gripe 3000
                """.formatted(
                        sentinel.port, directory, watched.port, PATIENT_MILLIS));
        Collections.addAll(sentinel.command, "redis-server", configuration.toString(), "--sentinel");
        sentinel.restart();
        return sentinel;
    }

    /** Of a sentinel, which waits long at first: a server that is only held up is not gone. For when it is. */
    void beImpatient() {
        try (var connection = TestClient.SHARED.connectSentinel(RedisURI.create(uri()))) {
            assertThat(connection.sync().set("gripe", "down-after-milliseconds", IMPATIENT_MILLIS))
                    .isEqualTo("OK");
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket trial = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return trial.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    Path directory() {
        return directory;
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it (again) and waits until it answers; as an operator, tries again what dies at once. */
    void restart() throws IOException, InterruptedException {
        run();
        Waiting.until("a server at " + uri(), this::answers);
    }

    /** Starts it again with one more setting, and does not wait for it. */
    void beginSlowly(String name, String value) throws IOException {
        command.add("--" + name);
        command.add(value);
        run();
    }

    /** A line of INFO that has the name in front, or for a sentinel in it; empty when there is none. */
    String tells(String section, String name) {
        return ask(redis -> redis.info(section))
                .lines()
                .filter(line -> line.startsWith(name + ":") || line.contains("name=gripe"))
                .map(line -> line.startsWith(name) ? line.substring(name.length() + 1) : line)
                .findFirst()
                .orElse("");
    }

    private void run() throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("server.log").toFile()))
                .start();
    }

    private boolean answers() {
        try {
            return ask(RedisCommands::ping).equals("PONG");
        } catch (RedisException e) {
            return false;
        }
    }

    <T> T ask(Function<RedisCommands<String, String>, T> question) {
        return TestClient.ask(RedisURI.create(uri()), question);
    }

    /** With -9. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            assertThat(process.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        }
    }

    void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            assertThat(process.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
