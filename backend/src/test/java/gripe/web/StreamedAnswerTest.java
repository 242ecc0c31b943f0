package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

class StreamedAnswerTest {
    private static final int AHEAD = 4;

    @Test
    void write_clientTakesNothing_waitsAfterSoManyPieces() throws InterruptedException {
        AtomicInteger written = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        Client client = new Client();
        StreamedAnswer.of(AHEAD, out -> {
                    try {
                        for (int i = 0; i < 1_000; i++) {
                            out.write(new byte[] {1});
                            written.incrementAndGet();
                        }
                    } finally {
                        ended.countDown();
                    }
                })
                .subscribe(client);
        for (int i = 1; i <= 10; i++) {
            client.take();
            assertThat(written.get()).isLessThanOrEqualTo(i + AHEAD);
        }
        client.cancel();

        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(written.get()).isBetween(10, 10 + AHEAD);
    }

    @Test
    void write_clientAsksForManyAtOnce_getsThemAll() throws Exception {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        StreamedAnswer.of(AHEAD, out -> {
                    for (int i = 0; i < 100 * AHEAD; i++) {
                        out.write(new byte[] {1});
                    }
                })
                .subscribe(new BaseSubscriber<byte[]>() {
                    private int taken;

                    @Override
                    protected void hookOnSubscribe(Subscription subscription) {
                        request(100 * AHEAD);
                    }

                    @Override
                    protected void hookOnNext(byte[] piece) {
                        taken++;
                    }

                    @Override
                    protected void hookOnComplete() {
                        answer.complete(taken);
                    }
                });
        assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo(100 * AHEAD);
    }

    @Test
    void run_fails_theAnswerFails() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        StreamedAnswer.of(AHEAD, out -> {
                    throw new IOException("broken");
                })
                .subscribe(new BaseSubscriber<byte[]>() {
                    @Override
                    protected void hookOnComplete() {
                        answer.complete(null);
                    }

                    @Override
                    protected void hookOnError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }
                });

        assertThatThrownBy(() -> answer.get(1, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("broken");
    }

    /** Takes a piece when it is told to. */
    private static final class Client extends BaseSubscriber<byte[]> {
        private volatile CountDownLatch taken = new CountDownLatch(0);

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // Nothing is asked for yet.
        }

        @Override
        protected void hookOnNext(byte[] piece) {
            taken.countDown();
        }

        void take() throws InterruptedException {
            taken = new CountDownLatch(1);
            request(1);
            assertThat(taken.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }
}
