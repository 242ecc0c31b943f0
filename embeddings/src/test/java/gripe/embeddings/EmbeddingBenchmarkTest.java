package gripe.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

class EmbeddingBenchmarkTest {
    /** Small, for its ratios to be looked at: no time is asserted. */
    @Test
    void benchmark_runsAndPrintsItsRatios() throws Exception {
        assertThat(EmbeddingBenchmark.run(new OptionsBuilder()
                        .forks(1)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.seconds(2))))
                .hasSize(4);
    }
}
