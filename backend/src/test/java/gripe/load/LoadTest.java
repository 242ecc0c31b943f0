package gripe.load;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.start.ChildGripe;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product as a process of its own under more than it can take. No times: those are LoadReport's. */
class LoadTest {
    private static final Duration FLOOD = Duration.ofSeconds(6);
    /** Of the sampling: gauges of one kind are read one after another. */
    private static final double WAITING_MAX = 256;

    private static final double AT_WORK_MAX = 32;
    private static final Duration SOAK = Duration.ofSeconds(Integer.getInteger("gripe.soak.seconds", 36));

    @TempDir
    private Path data;

    @Test
    void flooded_refusesInOrderAndKeepsWhatItAccepted() throws Exception {
        try (ChildGripe gripe = start()) {
            URI address = URI.create(gripe.awaitReady());
            ChildGripe.awaitCaughtUp(address.toString());
            AtomicBoolean over = new AtomicBoolean();
            double[] most = new double[2];
            Thread sampler = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    try {
                        String metrics = Metrics.read(address);
                        most[0] = Math.max(most[0], Metrics.sum(metrics, "gripe_requests_waiting{kind=\"change\"}"));
                        most[1] = Math.max(most[1], Metrics.sum(metrics, "gripe_requests_at_work{kind=\"change\"}"));
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            });
            // Twice the clients that may be at work and wait, so that some have to be refused.
            Load load = Load.run(
                    address, 700, LoadReport.FLOOD_PER_SECOND, FLOOD, number -> LoadReport.capture("flood", number));
            over.set(true);
            sampler.join();
            System.out.println("flood: " + load);

            assertThat(load.flaws()).isEmpty();
            assertThat(load.accepted()).isNotEmpty();
            assertThat(load.refused()).isPositive();
            assertThat(most[0]).isBetween(1.0, WAITING_MAX);
            assertThat(most[1]).isBetween(1.0, AT_WORK_MAX);
            assertThat(kept(address))
                    .containsAll(load.accepted().stream()
                            .map(number -> "flood" + number)
                            .toList());
            assertThat(gripe.errors()).doesNotContain("OutOfMemory", "ERROR", "Exception");
            assertThat(Metrics.sum(Metrics.read(address), "gripe_requests_waiting"))
                    .isZero();
            assertThat(Metrics.sum(Metrics.read(address), "gripe_requests_at_work"))
                    .isZero();
        }
    }

    @Test
    void soaked_answersAllAndPrintsItsMemory() throws Exception {
        try (ChildGripe gripe = start()) {
            URI address = URI.create(gripe.awaitReady());
            ChildGripe.awaitCaughtUp(address.toString());
            LoadReport.soak(gripe, address, SOAK);
            assertThat(gripe.errors()).doesNotContain("OutOfMemory", "ERROR", "Exception");
        }
    }

    private ChildGripe start() throws Exception {
        return ChildGripe.start(Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0"));
    }

    private static List<String> kept(URI address) throws Exception {
        try (Connection connection = new Connection(address)) {
            return connection
                    .send(Request.get("/api/v1/export"))
                    .body()
                    .lines()
                    .filter(line -> line.contains("\"type\":\"gripe\""))
                    .map(line -> line.replaceAll(".*?\"id\":\"(\\w+)\".*", "$1"))
                    .collect(Collectors.toList());
        }
    }
}
