package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is sent anywhere: Gripe and its server, from start to end, in a network that has nothing but loopback, where
 * strace writes down whom they tried to reach. {@link EgressDriver} uses it there, and a browser its page.
 */
class EgressTest {
    private static final long MINUTES_MAX = 15;
    /** Of strace: an address of the internet, IPv4 or 6. Unix sockets and netlink lead nowhere else. */
    private static final Pattern INTERNET = Pattern.compile(
            "sin_port=htons\\((\\d+)\\), sin_addr=inet_addr\\(\"([^\"]+)\"\\)|sin6_port=htons\\((\\d+)\\).*?inet_pton\\(AF_INET6, \"([^\"]+)\"");

    @TempDir
    private Path directory;

    @Test
    void nobodyButThisMachineIsReached() throws Exception {
        assumeTrue(can("unshare", "-rn", "true"), "This machine does not allow network namespaces");
        assumeTrue(can("strace", "-V"), "There is no strace on the PATH to record with");
        assumeTrue(
                can("unshare", "-rn", "strace", "-f", "-o", "/dev/null", "true"), "This machine does not allow strace");
        String said = inNamespace(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "gripe.start.EgressDriver",
                directory.toString()));

        assertThat(said).contains("captured", "imported", "found", "page");
        assertThat(reached(directory.resolve("trace"))).isEmpty();
        // Nothing left the namespace unseen by strace either, but for what the browser itself may have tried.
        assertThat(said).contains("without a route: 0");
    }

    /** That the test would notice: a name that is looked up and an address that is tried. */
    @Test
    void whoReachesOut_isNoticed() throws Exception {
        assumeTrue(can("unshare", "-rn", "strace", "-f", "-o", "/dev/null", "true"), "No namespaces, or no strace");
        Path trace = directory.resolve("trace");
        String said = inNamespace(List.of(
                "strace",
                "-f",
                "-e",
                "trace=%network",
                "-o",
                trace.toString(),
                "bash",
                "-c",
                "exec 3<> /dev/tcp/192.0.2.1/80 || echo tried"));

        assertThat(said).contains("tried");
        assertThat(reached(trace)).containsExactly("192.0.2.1:80");
    }

    /** Whom a process tried to reach, other than this machine itself. */
    private static List<String> reached(Path trace) throws IOException {
        try (var lines = Files.lines(trace)) {
            return lines.filter(line -> line.contains("connect(") || line.contains("send"))
                    .flatMap(line -> INTERNET.matcher(line).results())
                    .map(match -> match.group(2) != null
                            ? match.group(2) + ":" + match.group(1)
                            : match.group(4) + ":" + match.group(3))
                    .filter(address -> !address.matches("127\\..*|::1:.*|::ffff:127\\..*"))
                    .distinct()
                    .toList();
        }
    }

    private String inNamespace(List<String> command) throws Exception {
        Path output = directory.resolve("output");
        List<String> whole =
                new ArrayList<>(List.of("unshare", "-rn", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
        whole.addAll(command);
        Process process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroy();
        }
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static boolean can(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
