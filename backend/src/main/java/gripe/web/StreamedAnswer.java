package gripe.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** An answer that a thread of its own writes piece by piece, as fast as the client takes it and no faster. */
final class StreamedAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(StreamedAnswer.class);

    /** Far more than the server asks for at once, and far from where the count of permits would overflow. */
    private static final int WANTED_AT_ONCE_MAX = 1 << 20;

    private static final AtomicInteger RUNNING = new AtomicInteger();

    private StreamedAnswer() {}

    /** Answers that are being written now. */
    static int running() {
        return RUNNING.get();
    }

    /** Writes the whole answer; each write is a piece. An exception ends the answer unfinished, so the client can tell. */
    interface Writer {
        void run(OutputStream out) throws IOException;
    }

    /** @param piecesAheadMax how many pieces may wait for a slow client before the writer waits too */
    static Publisher<byte[]> of(int piecesAheadMax, Writer writer) {
        return Flux.<byte[]>create(
                sink -> {
                    Pieces pieces = new Pieces(sink, piecesAheadMax);
                    Thread thread =
                            Thread.ofVirtual().name("streamed-answer").unstarted(() -> write(writer, sink, pieces));
                    sink.onDispose(thread::interrupt);
                    thread.start();
                },
                FluxSink.OverflowStrategy.BUFFER);
    }

    private static void write(Writer writer, FluxSink<byte[]> sink, Pieces pieces) {
        RUNNING.incrementAndGet();
        try {
            writer.run(pieces);
            sink.complete();
        } catch (IOException e) {
            LOG.debug("A streamed answer ended early", e);
            sink.error(new Ended(e));
        } catch (RuntimeException e) {
            LOG.error("A streamed answer ended early", e);
            sink.error(new Ended(e));
        } finally {
            RUNNING.decrementAndGet();
        }
    }

    /** The answer could not be brought to its end, mostly since the client left. It is logged here already. */
    static final class Ended extends IOException {
        private static final long serialVersionUID = 1;

        Ended(Throwable cause) {
            super(cause);
        }
    }

    private static final class Pieces extends OutputStream {
        private final FluxSink<byte[]> sink;
        private final Semaphore room;
        private volatile boolean unlimited;

        Pieces(FluxSink<byte[]> sink, int piecesAheadMax) {
            this.sink = sink;
            room = new Semaphore(piecesAheadMax);
            sink.onRequest(wanted -> {
                unlimited |= wanted == Long.MAX_VALUE;
                // All that is wanted: who asks for many asks for more only when those have come.
                room.release((int) Math.min(wanted, WANTED_AT_ONCE_MAX));
            });
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (!unlimited) {
                try {
                    room.acquire();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("The client went away", e);
                }
            }
            if (sink.isCancelled()) {
                throw new IOException("The client went away");
            }
            sink.next(Arrays.copyOfRange(bytes, from, from + length));
        }
    }
}
