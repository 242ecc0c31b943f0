package gripe.start;

import gripe.fault.Waiting;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Gripe as a process of its own, started as people start it. */
public final class ChildGripe implements AutoCloseable {
    private static final String READY = "Gripe is ready at ";
    private static final long EXIT_SECONDS_MAX = 60;
    private static final Duration ANSWER_MAX = Duration.ofMinutes(1);

    private final Process process;
    private final BufferedReader out;
    private final Path errors;

    private ChildGripe(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** @param settings environment variables; none of this process's own GRIPE_ variables are passed on */
    public static ChildGripe start(Map<String, String> settings, String... arguments) throws IOException {
        return start(List.of(), settings, arguments);
    }

    /** @param before words in front of the command, such as strace or {@code prlimit --nofile=64} */
    public static ChildGripe start(List<String> before, Map<String, String> settings, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        Collections.addAll(
                command,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "gripe.start.Main");
        Collections.addAll(command, arguments);
        return of(command, settings);
    }

    /** What was built, by the command of the README. */
    public static ChildGripe startBuilt(Map<String, String> settings) throws IOException {
        Map<String, String> built = new HashMap<>(settings);
        built.put("GRIPE_BUILT", "true");
        return of(List.of("bash", "../deploy/run.sh"), built);
    }

    /** By a command line of somebody else's. */
    static ChildGripe of(List<String> command, Map<String, String> settings) throws IOException {
        Path errors = Files.createTempFile("gripe", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(new File(errors.toString()));
        builder.environment().keySet().removeIf(name -> name.startsWith("GRIPE_") || name.equals("XDG_DATA_HOME"));
        builder.environment().putAll(settings);
        return new ChildGripe(builder.start(), errors);
    }

    /** The address it says it is ready at; fails when it ends before. */
    public String awaitReady() throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                return line.substring(READY.length());
            }
        }
        throw new AssertionError("It did not become ready: " + errors());
    }

    /**
     * Until all that was kept is found, by its meaning too. The address is said as soon as requests are answered; the
     * index may still be catching up then, and the model be loaded.
     *
     * @param headers names and values in turn, of somebody who may ask
     */
    public static void awaitCaughtUp(String address, String... headers) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + "/health/ready")).timeout(ANSWER_MAX);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            Waiting.until(
                    "Gripe to have caught up",
                    () -> client.send(request.build(), BodyHandlers.discarding())
                                    .statusCode()
                            == 200);
        }
    }

    public String output() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new AssertionError("It still runs");
        }
        return process.exitValue();
    }

    /** What it said on stderr, but for the notice of the JVM that it uses a module on trial. */
    public String errors() throws IOException {
        return Files.readString(errors).replaceFirst("WARNING: Using incubator modules: .*\\R", "");
    }

    public Process process() {
        return process;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(errors);
    }
}
