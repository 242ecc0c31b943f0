package gripe.storage.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A JVM of its own that owns a server, to be killed. */
final class ServerOwner {
    private ServerOwner() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedServer server = TestServers.start(Path.of(arguments[0]), TestServers.bundled());
        System.out.println(server.process().pid());
        Thread.sleep(Long.MAX_VALUE);
    }

    /** A running owner, and the number of its server's process. */
    record Running(Process owner, ProcessHandle server) {}

    static Running launch(Path directory) throws IOException {
        Process owner = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerOwner.class.getName(),
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = owner.inputReader()) {
            String line;
            do {
                line = Objects.requireNonNull(out.readLine(), "the owner ended without a server");
            } while (!line.matches("\\d+"));
            return new Running(owner, ProcessHandle.of(Long.parseLong(line)).orElseThrow());
        }
    }
}
