package gripe.benchmark;

import gripe.start.ChildGripe;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkTest {
    /** Small, for its ratios to be looked at: no time is asserted, every answer is. */
    @Test
    void benchmark_runsAndPrintsItsRatios(@TempDir Path data) throws Exception {
        try (ChildGripe product =
                ChildGripe.start(Map.of("GRIPE_DATA", data.resolve("data").toString(), "GRIPE_PORT", "0"))) {
            Benchmark.run(new Benchmark.Size(2_000, 2, 600, 100), product, System.out);
        }
    }

    @Test
    void searchBenchmark_runsAndPrintsItsFigures() throws Exception {
        SearchBenchmark.run(3_000, 20, System.out);
    }
}
