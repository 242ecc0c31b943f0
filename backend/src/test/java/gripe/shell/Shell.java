package gripe.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A shell that the command runs under. Immutable; {@link #at} and {@link #with} answer with another one. */
final class Shell {
    /** From the module's folder, where Maven runs the tests. */
    static final Path SCRIPT = Path.of("src/main/resources/shell/gripe.sh").toAbsolutePath();

    private static final long SECONDS_MAX = 60;
    private static final int MARK_LETTERS = 16;

    private final List<String> name;
    private final Map<String, String> environment;

    private Shell(List<String> name, Map<String, String> environment) {
        this.name = name;
        this.environment = Map.copyOf(environment);
    }

    private static Shell named(String... name) {
        return new Shell(List.of(name), Map.of());
    }

    /** Those that are installed; dash and bash are everywhere where this is built. */
    static Stream<Shell> all() {
        List<Shell> shells = new ArrayList<>(List.of(named("dash"), named("bash")));
        if (installed("busybox")) {
            shells.add(named("busybox", "sh"));
        }
        return shells.stream();
    }

    /** A word that nothing else has. Of letters that are no digits anywhere: what looks like a number may be masked. */
    static String mark() {
        return ThreadLocalRandom.current()
                .ints(MARK_LETTERS, 'g', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static Shell dash() {
        return named("dash");
    }

    static boolean installed(String program) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** What came of it. */
    record Ended(int status, byte[] bytes, String errors) {
        String output() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    Shell at(String url, Path home) {
        return with("GRIPE_URL", url).with("HOME", home.toString());
    }

    Shell with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Shell(name, more);
    }

    Path state() {
        return Path.of(environment.getOrDefault("HOME", ""), ".local/state/gripe");
    }

    /** The words of {@code gripe} with arguments, as a command line. */
    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(name);
        command.add(SCRIPT.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** {@code gripe} with these arguments. */
    Ended gripe(String... arguments) throws Exception {
        return ended(start(command(arguments)));
    }

    /** What a user would type, with {@code gripe} as a command. */
    Ended types(String line) throws Exception {
        String function = "gripe() { " + String.join(" ", name) + " '" + SCRIPT + "' \"$@\"; }\n";
        List<String> command = new ArrayList<>(name);
        command.addAll(List.of("-c", function + line));
        return ended(start(command));
    }

    Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(variable ->
                        variable.startsWith("GRIPE_") || variable.startsWith("XDG_") || variable.equals("TZ"));
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.PIPE);
        return builder.start();
    }

    static Ended ended(Process process) throws Exception {
        process.getOutputStream().close();
        var errors = new java.io.ByteArrayOutputStream();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                process.getErrorStream().transferTo(errors);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        byte[] output = process.getInputStream().readAllBytes();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("It still runs");
        }
        reader.join();
        return new Ended(process.exitValue(), output, errors.toString(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return String.join(" ", name);
    }
}
