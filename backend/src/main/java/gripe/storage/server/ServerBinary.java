package gripe.storage.server;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A server program that can be started here.
 *
 * @param bundled whether it came with Gripe, as against found on the path
 */
record ServerBinary(ServerRelease release, Path executable, boolean bundled) {
    private static final int ANSWER_MILLIS_MAX = 5_000;
    private static final int ANSWER_BYTES_MAX = 4_096;

    ServerBinary {
        requireNonNull(release);
        requireNonNull(executable);
    }

    /**
     * Asks a program what it is. Its file name tells little: systems link {@code redis-server} to Valkey.
     *
     * @throws IOException if it does not run here, or is none of the servers known
     */
    static ServerBinary of(Path executable, boolean bundled) throws IOException {
        String answer = answer(executable);
        ServerVersion version = ServerVersion.in(answer)
                .orElseThrow(() -> new IOException("does not tell its version but \"" + firstLine(answer) + "\""));
        return new ServerBinary(new ServerRelease(kind(answer, executable), version), executable, bundled);
    }

    private static String answer(Path executable) throws IOException {
        Process process = new ProcessBuilder(executable.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                throw new IOException("does not answer --version");
            }
            String answer =
                    new String(process.getInputStream().readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8).strip();
            if (process.exitValue() != 0) {
                throw new IOException("does not run here: " + firstLine(answer));
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static ServerKind kind(String answer, Path executable) throws IOException {
        String words = (answer + " " + executable.getFileName()).toLowerCase(Locale.ROOT);
        return Arrays.stream(ServerKind.values())
                .filter(kind -> words.contains(kind.label().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IOException("is no server known here: " + firstLine(answer)));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("nothing");
    }

    @Override
    public String toString() {
        return release + (bundled ? " (bundled)" : "");
    }
}
