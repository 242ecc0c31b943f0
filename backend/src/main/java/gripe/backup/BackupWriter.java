package gripe.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import gripe.Position;
import gripe.backup.Line.Block;
import gripe.backup.Line.Header;
import gripe.backup.Line.Manifest;
import gripe.backup.Line.OfChange;
import gripe.backup.Line.OfGripe;
import gripe.backup.Line.OfIdempotencyKey;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes the lines of a backup, counting and hashing them. Not thread-safe. Holds one line at a time. */
final class BackupWriter implements AutoCloseable {
    static final int FORMAT_VERSION = 3;

    /** How many lines a damage can be narrowed down to. */
    private static final int BLOCK_LINES = 1_000;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final ObjectWriter JSON = new ObjectMapper().writerFor(Line.class);

    private final OutputStream out;
    private final LineHash hash = new LineHash();
    private String position = Position.START.toString();
    private long changes;
    private long gripes;
    private long idempotencyKeys;

    /** @param out written to as gzip, and closed by {@link #finish} */
    BackupWriter(OutputStream out, Header header) throws IOException {
        this.out = new FastGzip(out);
        line(header);
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            // Half of it is vectors, which no level makes smaller.
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    void write(Line line) throws IOException {
        switch (line) {
            case OfChange change -> {
                position = change.position();
                changes++;
            }
            case OfGripe unused -> gripes++;
            case OfIdempotencyKey unused -> idempotencyKeys++;
            case Line.Gone unused -> {
                // Has no count of its own.
            }
            case Line.OfRecord unused -> {
                // Nor has this.
            }
            case Header unused -> throw new IllegalArgumentException("A second header");
            case Block unused -> throw new IllegalArgumentException("Blocks end by themselves");
            case Manifest unused -> throw new IllegalArgumentException("The manifest is made here");
        }
        line(line);
        if (hash.lines() % BLOCK_LINES == 0) {
            line(new Block(hash.hexadecimal()));
        }
    }

    private void line(Line line) throws IOException {
        byte[] json = JSON.writeValueAsBytes(line);
        out.write(json);
        out.write('\n');
        hash.add(json);
    }

    /** Writes the manifest and closes: without it a backup is not whole. */
    Manifest finish() throws IOException {
        Manifest manifest = new Manifest(position, changes, gripes, idempotencyKeys, hash.lines(), hash.hexadecimal());
        line(manifest);
        out.close();
        return manifest;
    }

    /** Leaves a torn backup when {@link #finish} was not called. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
