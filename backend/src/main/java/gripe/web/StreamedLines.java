package gripe.web;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** An answer that a thread of its own writes line by line, as fast as the client takes it and no faster. */
final class StreamedLines {
    private static final Logger LOG = LoggerFactory.getLogger(StreamedLines.class);
    /** Lines that may wait for a slow client. A client that sends all before it reads is helped by a large number. */
    private static final int LINES_AHEAD = 200_000;

    private StreamedLines() {}

    /** Writes one line, its end included. */
    interface Line {
        void write(byte[] bytes) throws IOException;
    }

    /** Writes all lines. An exception ends the answer unfinished, so that the client can tell. */
    interface Writer {
        void run(Line line) throws IOException;
    }

    static Publisher<byte[]> of(Writer writer) {
        return Flux.<byte[]>create(
                sink -> {
                    Room room = new Room(sink);
                    Thread thread =
                            Thread.ofVirtual().name("streamed-answer").unstarted(() -> write(writer, sink, room));
                    sink.onDispose(thread::interrupt);
                    thread.start();
                },
                FluxSink.OverflowStrategy.BUFFER);
    }

    private static void write(Writer writer, FluxSink<byte[]> sink, Room room) {
        try {
            writer.run(bytes -> {
                room.take();
                sink.next(bytes);
            });
            sink.complete();
        } catch (IOException | RuntimeException e) {
            if (!sink.isCancelled()) {
                LOG.warn("A streamed answer ended early: {}", e.toString());
                sink.error(e);
            }
        }
    }

    private static final class Room {
        private final Semaphore lines = new Semaphore(LINES_AHEAD);
        private final FluxSink<byte[]> sink;

        Room(FluxSink<byte[]> sink) {
            this.sink = sink;
            sink.onRequest(wanted -> lines.release((int) Math.min(wanted, LINES_AHEAD)));
        }

        void take() throws IOException {
            if (sink.isCancelled()) {
                throw new IOException("The client went away");
            }
            try {
                lines.acquire();
            } catch (InterruptedException e) {
                throw new IOException("The client went away", e);
            }
        }
    }
}
