package gripe.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import gripe.Position;
import gripe.backup.BackupProblem.Kind;
import gripe.backup.Line.Block;
import gripe.backup.Line.Gone;
import gripe.backup.Line.Header;
import gripe.backup.Line.Manifest;
import gripe.backup.Line.OfChange;
import gripe.backup.Line.OfGripe;
import gripe.backup.Line.OfIdempotencyKey;
import gripe.storage.Layout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a backup and holds each to what was written. Not thread-safe. Holds one line at a time. Every
 * method throws {@link BackupProblem} when the backup is not whole.
 */
final class BackupReader implements AutoCloseable {
    /** Far above a line with the longest text, its tags and its vector. */
    private static final int LINE_BYTES_MAX = 1 << 20;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader LINES = JSON.readerFor(Line.class);

    private final StrictGzip in;
    private final LineHash hash = new LineHash();
    private final Header header;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private Position lastChange = Position.START;
    private long changes;
    private long gripes;
    private long idempotencyKeys;
    private @Nullable Manifest manifest;

    /** @param decrypted what {@link BackupWriter} wrote; closed with this */
    BackupReader(InputStream decrypted) {
        try {
            in = StrictGzip.open(decrypted);
            header = readHeader();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private Header readHeader() throws IOException {
        byte[] first = readLine();
        if (first == null) {
            throw new IOException("It is empty");
        }
        hash.add(first);
        // By itself, since a newer version may say more than can be read here.
        JsonNode said = JSON.readTree(first);
        if (!said.path("type").asText().equals("gripe-backup")) {
            throw new IOException("It is no backup of Gripe");
        }
        int version = said.path("version").asInt();
        int layout = said.path("layout").asInt();
        if (version > BackupWriter.FORMAT_VERSION || layout > Layout.CURRENT) {
            throw new BackupProblem(
                    Kind.NEWER,
                    "The backup was made by a newer Gripe (format " + version + ", layout " + layout
                            + "; this one knows " + BackupWriter.FORMAT_VERSION + " and " + Layout.CURRENT
                            + "). Use that Gripe or a newer one.");
        }
        if (LINES.readValue(first) instanceof Header read && read.version() > 0 && read.layout() >= 0) {
            return read;
        }
        throw new IOException("It has no header");
    }

    Header header() {
        return header;
    }

    /** The next line that says something of the store; null behind the last one, when all of it was found whole. */
    @Nullable
    Line next() {
        try {
            while (manifest == null) {
                byte[] json = readLine();
                if (json == null) {
                    throw new IOException("It ends too early");
                }
                Line line = LINES.readValue(json);
                String before = line instanceof Block || line instanceof Manifest ? hash.hexadecimal() : "";
                long linesBefore = hash.lines();
                hash.add(json);
                switch (line) {
                    case Block block -> require(block.sha256().equals(before), "Lines before it were changed");
                    case Manifest last -> {
                        requireEnd(last, before, linesBefore);
                        manifest = last;
                    }
                    case OfChange change -> {
                        Position at = Position.parse(change.position());
                        require(at.compareTo(lastChange) > 0, "Changes are out of order");
                        lastChange = at;
                        changes++;
                        return change;
                    }
                    case OfGripe gripe -> {
                        gripes++;
                        return gripe;
                    }
                    case OfIdempotencyKey key -> {
                        idempotencyKeys++;
                        return key;
                    }
                    case Gone gone -> {
                        return gone;
                    }
                    case Line.OfRecord other -> {
                        return other;
                    }
                    case Header unused -> throw new IOException("It has a second header");
                }
            }
            return null;
        } catch (JsonProcessingException e) {
            // Jackson quotes the text; a gripe's has no place in a log.
            throw damaged(new IOException("The line cannot be read"));
        } catch (IOException | NumberFormatException e) {
            throw damaged(e);
        }
    }

    private void requireEnd(Manifest last, String sha256, long lines) throws IOException {
        Manifest counted = new Manifest(lastChange.toString(), changes, gripes, idempotencyKeys, lines, sha256);
        require(last.equals(counted), "It is not what its manifest says");
        require(readLine() == null, "Something follows its manifest");
        in.requireEnd();
    }

    /** Once {@link #next} has answered null. */
    Manifest manifest() {
        if (manifest == null) {
            throw new IllegalStateException("The backup was not read to its end");
        }
        return manifest;
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }

    private BackupProblem damaged(Exception e) {
        return new BackupProblem(
                Kind.DAMAGED, "The backup is damaged at line " + (hash.lines() + 1) + ": " + e.getMessage() + ".", e);
    }

    /** Without its end; null when there is nothing more. */
    private byte @Nullable [] readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(BUFFER_BYTES / 64);
        while (true) {
            if (position == limit) {
                limit = in.read(buffer, 0, buffer.length);
                position = 0;
                if (limit < 0) {
                    limit = 0;
                    require(line.size() == 0, "It ends within a line");
                    return null;
                }
            }
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, position, end - position);
            require(line.size() <= LINE_BYTES_MAX, "The line is too long");
            position = end;
            if (end < limit) {
                position++;
                return line.toByteArray();
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
