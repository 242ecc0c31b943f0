package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.Traffic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** More clients than there is room for, well-behaved and not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrowdTest {
    private TestServer gripe;

    @BeforeAll
    void start() {
        gripe = TestServer.start(Map.of());
    }

    @AfterAll
    void stop() throws IOException {
        gripe.close();
    }

    @Test
    void connections_beyondTheBound_areClosedAndTheOthersServed() throws Exception {
        List<RawRequest> all = new ArrayList<>();
        try {
            for (int i = 0; i < ConnectionLimit.CONNECTIONS_MAX + 100; i++) {
                all.add(new RawRequest(gripe));
            }
            assertThat(all.get(0)
                            .send("GET " + Routes.LIVE + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .line())
                    .isEqualTo("HTTP/1.1 200 OK");
            assertThat(closed(all.get(all.size() - 1))).isTrue();
        } finally {
            for (RawRequest one : all) {
                one.close();
            }
        }
        awaitMetric("gripe_connections_refused_total 1\\d\\d\\.0");
        assertThat(gripe.get(Routes.LIVE).status()).isEqualTo(200);
        // Their end takes a moment to be noticed, and the next test wants connections too.
        awaitMetric("gripe_connections \\d\\.0");
    }

    private static boolean closed(RawRequest request) {
        try {
            return request.send("GET " + Routes.LIVE + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .line()
                    .isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void imports_beyondTheBound_areRefusedUntilOthersEnd() throws Exception {
        List<RawRequest> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RawRequest request = new RawRequest(gripe)
                    .send("POST " + Routes.IMPORT + " HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .chunk("{\"text\": \"first\"}\n");
            request.lineWith("\"line\":1");
            running.add(request);
        }
        Answer refused = gripe.importLines("{\"text\": \"one too many\"}");
        assertThat(refused.problem()).isEqualTo("503 overloaded");
        assertThat(refused.header("Retry-After")).isEqualTo(Problems.RETRY_SECONDS);
        assertThat(gripe.post(Routes.GRIPES, "{\"text\": \"captures go on\"}").status())
                .isEqualTo(201);
        for (RawRequest request : running) {
            request.vanish();
        }
        awaitMetric("gripe_requests_at_work\\{kind=\"import\"} 0.0");
        assertThat(gripe.importLines("{\"text\": \"now there is room\"}").status())
                .isEqualTo(200);
    }

    @Test
    void transfers_leftAtAnyMoment_giveTheirPlaceBack() throws Exception {
        for (int i = 0; i < 300; i++) {
            RawRequest request = new RawRequest(gripe)
                    .send("POST " + Routes.IMPORT + " HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/x-ndjson\r\nContent-Length: 30\r\n\r\n{");
            LockSupport.parkNanos(i * 10_000L);
            request.vanish();
            RawRequest export =
                    new RawRequest(gripe).send("GET " + Routes.EXPORT + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            LockSupport.parkNanos(i * 10_000L);
            export.vanish();
        }
        awaitMetric("gripe_requests_at_work\\{kind=\"import\"} 0.0");
        awaitMetric("gripe_requests_at_work\\{kind=\"export\"} 0.0");
    }

    @Test
    void largeBodies_leftHalfSent_giveTheirPlaceBack() throws Exception {
        List<RawRequest> begun = new ArrayList<>();
        String half = "a".repeat(40_000);
        for (int i = 0; i < LargeBodies.LARGE_MAX; i++) {
            begun.add(new RawRequest(gripe)
                    .send("POST " + Routes.GRIPES + " HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 80000\r\n\r\n" + half));
        }
        String large = "{\"text\": \"a\", \"place\": \"" + half + "\"}";
        // Without a try meanwhile: it would take the place of one of them.
        awaitMetric("gripe_large_bodies " + LargeBodies.LARGE_MAX + "\\.0");
        assertThat(gripe.post(Routes.GRIPES, large).problem()).isEqualTo("503 overloaded");
        assertThat(gripe.post(Routes.GRIPES, "{\"text\": \"small ones go on\"}").status())
                .isEqualTo(201);
        for (RawRequest request : begun) {
            request.vanish();
        }
        awaitMetric("gripe_large_bodies 0\\.0");
        assertThat(gripe.post(Routes.GRIPES, large).problem()).isEqualTo("400 too_long place");
    }

    private void awaitMetric(String pattern) throws InterruptedException {
        long giveUp = System.nanoTime() + 60_000_000_000L;
        String said = "";
        while (System.nanoTime() < giveUp) {
            said = gripe.get(Routes.METRICS).body();
            if (said.lines().anyMatch(line -> line.matches(pattern))) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(pattern + " did not come about: " + said);
    }

    @Test
    void lane_full_refusesAtOnceAndServesAgain() throws Exception {
        Traffic traffic = new Traffic();
        Lane lane = new Lane("test", 1, 1, Duration.ofMinutes(1), traffic, new SimpleMeterRegistry());
        Lane.Place first = lane.enter();
        CountDownLatch served = new CountDownLatch(1);
        Thread waiting = Thread.ofVirtual()
                .start(() -> lane.run(() -> {
                    served.countDown();
                    return true;
                }));
        while (!lane.full()) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(lane::enter)
                .isInstanceOfSatisfying(
                        Problem.class, full -> assertThat(full.code()).isEqualTo(Code.OVERLOADED));
        assertThat(served.getCount()).isEqualTo(1);
        first.close();
        first.close();
        served.await();
        waiting.join();
        assertThat(traffic.any()).isFalse();
        Lane.Place again = lane.enter();
        assertThat(traffic.any()).isTrue();
        again.close();
    }
}
