package gripe.transfer;

import com.fasterxml.uuid.impl.UUIDUtil;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.capture.CaptureService;
import gripe.capture.Captured;
import gripe.capture.NewGripe;
import gripe.storage.GripeStore;
import gripe.wire.ExportLine;
import gripe.wire.ImportResult;
import gripe.wire.StrictJson;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Captures NDJSON line by line, many at once, and answers each line in order. Thread-safe. Repeating an import repeats
 * its records where a line has an id or a time, or the request an idempotency key.
 */
@Singleton
public final class Importer {
    public static final int LINE_BYTES_MAX = 64 * 1024;

    /** Keeps every core embedding, and yet a capture that comes in between waits for few others. */
    private static final int IN_FLIGHT_MAX = 64;

    /** Lines alike are told apart by their count, as long as no more than this many others stand between them. */
    private static final int LINES_REMEMBERED_MAX = 100_000;

    private final CaptureService captures;

    public Importer(CaptureService captures) {
        this.captures = captures;
    }

    /** Takes the results, in the order of the lines. Blocks while nobody wants them; throws when nobody ever will. */
    public interface Results {
        void next(ImportResult result) throws IOException;
    }

    private record Pending(long line, @Nullable CompletableFuture<Captured> captured) {
        static final Pending END = new Pending(0, null);
    }

    /**
     * Reads to the end; blocks.
     *
     * @param idempotencyKey of the request, which makes lines without id and time repeatable
     */
    public void run(Workspace workspace, InputStream in, @Nullable String idempotencyKey, Results results)
            throws IOException {
        BlockingQueue<Pending> pending = new ArrayBlockingQueue<>(IN_FLIGHT_MAX);
        // A thread of its own, so that an answer does not have to wait for the line after it.
        Thread reader = Thread.currentThread();
        FutureTask<@Nullable Void> answering =
                new FutureTask<>(() -> {
                    answer(pending, results);
                    return null;
                }) {
                    @Override
                    protected void done() {
                        // Nobody takes results any more; at the regular end the reader waits for this and nothing else.
                        if (state() == State.FAILED) {
                            reader.interrupt();
                        }
                    }
                };
        Thread answerer = Thread.ofVirtual().name("import-answers").start(answering);
        try {
            read(workspace, new LineReader(in, LINE_BYTES_MAX), idempotencyKey, pending);
            answering.get();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("Nobody takes the results of this import any more");
        } catch (ExecutionException e) {
            throw new IOException("The results of an import could not be written", e.getCause());
        } finally {
            answerer.interrupt();
        }
    }

    private static void answer(BlockingQueue<Pending> pending, Results results)
            throws IOException, InterruptedException {
        while (true) {
            Pending next = pending.take();
            CompletableFuture<Captured> captured = next.captured();
            if (captured == null) {
                return;
            }
            results.next(result(next.line(), captured));
        }
    }

    private void read(
            Workspace workspace, LineReader lines, @Nullable String idempotencyKey, BlockingQueue<Pending> pending)
            throws IOException, InterruptedException {
        Map<Long, Integer> occurrences = new LinkedHashMap<>(256, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
                return size() > LINES_REMEMBERED_MAX;
            }
        };
        long number = 0;
        for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
            number++;
            if (!blank(line)) {
                pending.put(new Pending(number, begin(workspace, line, number, idempotencyKey, occurrences)));
            }
        }
        pending.put(Pending.END);
    }

    private CompletableFuture<Captured> begin(
            Workspace workspace,
            LineReader.Line line,
            long number,
            @Nullable String idempotencyKey,
            Map<Long, Integer> occurrences) {
        try {
            if (line.tooLong()) {
                throw new Problem(Code.LINE_TOO_LONG, "A line holds at most " + LINE_BYTES_MAX + " bytes.");
            }
            NewGripe gripe = StrictJson.read(line.bytes(), ExportLine.class).toNewGripe();
            OffsetDateTime happenedAt = gripe.happenedAt();
            if (gripe.id() == null && happenedAt != null) {
                gripe = withId(gripe, idOf(gripe, happenedAt, occurrences));
            }
            String key = gripe.id() == null && idempotencyKey != null ? keyOf(idempotencyKey, number) : null;
            return captures.captureAsync(workspace, gripe, key);
        } catch (Problem e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static ImportResult result(long line, CompletableFuture<Captured> captured) {
        try {
            return new ImportResult(line, captured.join().gripe().id(), null, null, null);
        } catch (CompletionException e) {
            Problem problem = GripeStore.unavailable(e);
            return new ImportResult(line, null, problem.code().wireName(), problem.field(), problem.detail());
        }
    }

    /**
     * The same for the same content and its how-manieth occurrence in this import: UUID version 8 (RFC 9562) with the
     * milliseconds of its time in front, as in version 7, and a hash behind.
     */
    private static String idOf(NewGripe gripe, OffsetDateTime happenedAt, Map<Long, Integer> occurrences) {
        byte[] content = sha256(StrictJson.write(gripe));
        long low = ByteBuffer.wrap(content).getLong();
        int occurrence = occurrences.merge(low, 1, Integer::sum);
        byte[] hash = sha256(ByteBuffer.allocate(content.length + Integer.BYTES)
                .put(content)
                .putInt(occurrence)
                .array());
        ByteBuffer layout = ByteBuffer.allocate(16);
        // By seconds: milliseconds of a year that is refused later may not fit into a number.
        Instant at = happenedAt.toInstant();
        long millis = at.getEpochSecond() * 1_000 + at.getNano() / 1_000_000;
        layout.putLong(millis << 16).put(6, hash, 6, 10);
        byte[] uuid = layout.array();
        uuid[6] = (byte) ((uuid[6] & 0x0f) | 0x80);
        uuid[8] = (byte) ((uuid[8] & 0x3f) | 0x80);
        UUID id = UUIDUtil.uuid(uuid);
        return id.toString();
    }

    private static NewGripe withId(NewGripe gripe, String id) {
        return new NewGripe(
                id,
                gripe.text(),
                gripe.minutes(),
                gripe.happenedAt(),
                gripe.tags(),
                gripe.place(),
                gripe.source(),
                gripe.createdAt(),
                gripe.updatedAt());
    }

    private static String keyOf(String idempotencyKey, long number) {
        byte[] hash = sha256((idempotencyKey + ":" + number).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
    }

    private static boolean blank(LineReader.Line line) {
        if (line.tooLong()) {
            return false;
        }
        for (byte one : line.bytes()) {
            if (one != ' ' && one != '\r' && one != '\t') {
                return false;
            }
        }
        return true;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
