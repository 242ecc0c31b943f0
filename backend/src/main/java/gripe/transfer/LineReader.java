package gripe.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines of bounded length; what is longer is skipped without being held. Not thread-safe. */
final class LineReader {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final int lineBytesMax;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int filled;

    LineReader(InputStream in, int lineBytesMax) {
        this.in = in;
        this.lineBytesMax = lineBytesMax;
    }

    /** A line without its end. */
    record Line(byte[] bytes, boolean tooLong) {}

    /** Whether the next line has already arrived, so that reading it does not wait. */
    boolean ready() {
        for (int i = at; i < filled; i++) {
            if (buffer[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    /** The next line, null at the end. */
    @Nullable
    Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        boolean started = false;
        boolean tooLong = false;
        while (at < filled || fill()) {
            started = true;
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            if (line.size() + (end - at) > lineBytesMax) {
                tooLong = true;
                line.reset();
            } else if (!tooLong) {
                line.write(buffer, at, end - at);
            }
            boolean ended = end < filled;
            at = ended ? end + 1 : end;
            if (ended) {
                return new Line(line.toByteArray(), tooLong);
            }
        }
        return started ? new Line(line.toByteArray(), tooLong) : null;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(buffer));
        return filled > 0;
    }
}
