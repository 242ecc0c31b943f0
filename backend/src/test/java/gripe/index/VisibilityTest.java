package gripe.index;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.Position;
import gripe.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** With refreshes made by hand. */
class VisibilityTest {
    private static final Workspace WORKSPACE = Workspace.MAIN;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void await_afterARefreshThatFailed_isServedByTheNext() {
        AtomicInteger refreshes = new AtomicInteger();
        try (Visibility visibility = new Visibility(Map.of(), () -> {
            if (refreshes.incrementAndGet() == 1) {
                throw new IOException("as if the disk were full");
            }
        })) {
            visibility.applied(WORKSPACE, new Position(1, 0));
            visibility.await(WORKSPACE, new Position(1, 0), PATIENCE);
            assertThat(refreshes).hasValueGreaterThan(1);
        }
    }

    @Test
    void await_showsWhatWasAppliedMeanwhile() throws InterruptedException {
        AtomicLong applied = new AtomicLong();
        AtomicLong shown = new AtomicLong();
        try (Visibility visibility = new Visibility(Map.of(), () -> shown.set(applied.get()))) {
            Thread writer = Thread.ofPlatform().start(() -> {
                for (long i = 1; i <= 2_000; i++) {
                    applied.set(i);
                    visibility.applied(WORKSPACE, new Position(i, 0));
                }
            });
            for (long target = 1; target <= 2_000; target += 7) {
                visibility.await(WORKSPACE, new Position(target, 0), PATIENCE);
                assertThat(shown.get()).isGreaterThanOrEqualTo(target);
            }
            writer.join();
        }
    }

    @Test
    void reset_duringARefresh_isNotUndoneByIt() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Visibility visibility = new Visibility(Map.of(), () -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })) {
            visibility.applied(WORKSPACE, new Position(9, 0));
            begun.await();
            visibility.reset();
            goOn.countDown();
            visibility.applied(WORKSPACE, new Position(1, 0));
            visibility.await(WORKSPACE, new Position(1, 0), PATIENCE);
            assertThat(visibility.visible(WORKSPACE)).isEqualTo(new Position(1, 0));
        }
    }
}
