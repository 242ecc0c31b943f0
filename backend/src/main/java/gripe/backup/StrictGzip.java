package gripe.backup;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads what {@link BackupWriter} compressed and nothing else: Java's own reader takes no notice of some bytes in front
 * and of all bytes behind. Not thread-safe.
 */
final class StrictGzip extends GZIPInputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    /** Magic, deflate, and nothing else known: as Java writes it, whose last byte says which system it is, or not. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0};

    private final Counting source;

    private StrictGzip(Counting source) throws IOException {
        super(source, BUFFER_BYTES);
        this.source = source;
    }

    static StrictGzip open(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
        buffered.mark(HEADER_BYTES);
        byte[] header = buffered.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES
                || !Arrays.equals(header, 0, HEADER.length, HEADER, 0, HEADER.length)
                || (header[HEADER.length] != 0 && header[HEADER.length] != -1)) {
            throw new ZipException("It does not begin as a backup does");
        }
        buffered.reset();
        return new StrictGzip(new Counting(buffered));
    }

    /** After the last byte was read: whether the compressed bytes ended there, too. Reads the source to its end. */
    void requireEnd() throws IOException {
        while (source.read() >= 0) {
            // Behind the end; only counted.
        }
        if (source.count != HEADER_BYTES + inf.getBytesRead() + TRAILER_BYTES) {
            throw new ZipException("Something follows its end");
        }
    }

    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            count += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            count += Math.max(read, 0);
            return read;
        }
    }
}
