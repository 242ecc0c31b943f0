package gripe.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.index.QueryFuzz;
import gripe.search.QuerySyntaxFuzz;
import gripe.transfer.ImportFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jazzer, led by the branches it reaches, for {@code -Dgripe.fuzz.seconds} each; it begins anew each time. */
class CoverageGuidedFuzzTest {
    private static final int SECONDS = Integer.getInteger("gripe.fuzz.seconds", 15);
    private static final int START_SECONDS_MAX = 600;

    private static final List<String> SEEDS = List.of(
            "{\"line\": \"25m waiting for the flaky CI again #ci @office\"}\n{\"text\": \"a\", \"minutes\": 1.5}\n",
            "{\"type\":\"gripe\",\"id\":\"a\",\"text\":\"b\",\"happenedAt\":\"2026-11-02T14:30:00+01:00\",\"tags\":[\"ci\"],\"createdAt\":\"2026-11-02T14:30:00Z\"}",
            "1h30 camelCase snake_case ECONNRESET 会議 größer #ci @home",
            "waiting for the flkay pipelin",
            "flaky -#ci @\"meeting room\" since:monday >1h30 -vpn \"exact phrase\" has:painpoint last:7d \\#");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(classes = {ImportFuzz.class, QueryFuzz.class, QuerySyntaxFuzz.class})
    void findsNothing(Class<?> target) throws Exception {
        Path seeds = Files.createDirectory(directory.resolve("seeds"));
        for (String seed : SEEDS) {
            Files.writeString(seeds.resolve(Integer.toHexString(seed.hashCode())), seed);
        }
        Path log = directory.resolve("log");
        Process jazzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=gripe.**:com.fasterxml.jackson.core.**:org.apache.lucene.analysis.**",
                        "--custom_hook_includes=gripe.**",
                        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*",
                        "-max_total_time=" + SECONDS,
                        "-timeout=120",
                        "-max_len=4096",
                        "-rss_limit_mb=0",
                        seeds.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(jazzer.waitFor(SECONDS + START_SECONDS_MAX, TimeUnit.SECONDS))
                    .as(() -> read(log))
                    .isTrue();
        } finally {
            jazzer.destroyForcibly();
        }
        String said = read(log);
        assertThat(jazzer.exitValue()).as(said).isZero();
        String done = said.lines()
                .filter(line -> line.startsWith("Done "))
                .findFirst()
                .orElse("");
        System.out.println(target.getSimpleName() + ": " + done);
        assertThat(done).as(said).matches("Done \\d+ runs in .*");
        assertThat(coverage(said)).as("New branches were found: " + said).isGreaterThan(0);
    }

    /** Of the last line that tells it. */
    private static int coverage(String said) {
        return said.lines()
                .filter(line -> line.contains(" cov: "))
                .reduce((first, second) -> second)
                .map(line -> Integer.parseInt(line.replaceAll(".* cov: (\\d+) .*", "$1")))
                .orElse(0);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
