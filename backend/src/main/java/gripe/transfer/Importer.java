package gripe.transfer;

import com.fasterxml.uuid.impl.UUIDUtil;
import gripe.KeptSearch;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Timer;
import gripe.Workspace;
import gripe.capture.CaptureService;
import gripe.capture.CaptureService.Request;
import gripe.capture.Captured;
import gripe.capture.NewGripe;
import gripe.painpoint.Regrouping;
import gripe.painpoint.Transfer;
import gripe.search.KeptSearches;
import gripe.storage.Decision;
import gripe.storage.StoreFailure;
import gripe.storage.StoredPainPoint;
import gripe.storage.TimerStore;
import gripe.wire.DecisionLine;
import gripe.wire.ExportLine;
import gripe.wire.ImportResult;
import gripe.wire.KeptSearchLine;
import gripe.wire.PainPointLine;
import gripe.wire.StrictJson;
import gripe.wire.TimerLine;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Captures NDJSON line by line, many at once, and answers each line in order. Thread-safe. Repeating an import repeats
 * its records where a line has an id or a time, or the request an idempotency key.
 */
@Singleton
public final class Importer {
    public static final int LINE_BYTES_MAX = 64 * 1024;

    /** Lines that have arrived are written together: one step of the store for them costs little more than for one. */
    private static final int LINES_AT_ONCE_MAX = 32;

    /** Keeps every core embedding while one batch is answered and another one read. */
    private static final int BATCHES_IN_FLIGHT_MAX = 4;

    /** Lines alike are told apart by their count, as long as no more than this many others stand between them. */
    private static final int LINES_REMEMBERED_MAX = 100_000;

    private static final int TYPE_BYTES_MAX = 100;
    private static final Pattern TYPE = Pattern.compile("\\s*\\{\\s*\"type\"\\s*:\\s*\"([A-Za-z]+)\"");
    private static final CompletableFuture<Captured> NO_GRIPE = new CompletableFuture<>();

    private final CaptureService captures;
    private final Transfer painPoints;
    private final TimerStore timers;
    private final KeptSearches searches;
    private final Clock clock;

    public Importer(
            CaptureService captures, Transfer painPoints, TimerStore timers, KeptSearches searches, Clock clock) {
        this.captures = captures;
        this.painPoints = painPoints;
        this.timers = timers;
        this.searches = searches;
        this.clock = clock;
    }

    /** Takes the results, in the order of the lines. Blocks while nobody wants them; throws when nobody ever will. */
    public interface Results {
        void next(List<ImportResult> results) throws IOException;
    }

    /** A line being captured, and the pain point that its gripe has; or what else its line asks to put. */
    private record Pending(
            long line,
            CompletableFuture<Captured> captured,
            @Nullable String painPoint,
            @Nullable Put put) {}

    /** What a line that is no gripe asks for. Answers the id. */
    private interface Put {
        String into(Workspace workspace);
    }

    private static final List<Pending> END = List.of();

    /**
     * Reads to the end; blocks.
     *
     * @param idempotencyKey of the request, which makes lines without id and time repeatable
     */
    public void run(Workspace workspace, InputStream in, @Nullable String idempotencyKey, Results results)
            throws IOException {
        BlockingQueue<List<Pending>> pending = new ArrayBlockingQueue<>(BATCHES_IN_FLIGHT_MAX);
        // A thread of its own, so that an answer does not have to wait for the line after it.
        Thread reader = Thread.currentThread();
        FutureTask<@Nullable Void> answering =
                new FutureTask<>(() -> {
                    answer(workspace, pending, results);
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

    private void answer(Workspace workspace, BlockingQueue<List<Pending>> pending, Results results)
            throws IOException, InterruptedException {
        Regrouping.Hold hold = null;
        try {
            for (List<Pending> batch = pending.take(); !batch.isEmpty(); batch = pending.take()) {
                if (hold == null && batch.stream().anyMatch(one -> one.painPoint() != null)) {
                    // An export says first which pain point a gripe has, and what that is at its end.
                    hold = painPoints.hold();
                }
                Map<String, String> assignments = new HashMap<>();
                List<ImportResult> answers = new ArrayList<>(batch.size());
                for (Pending one : batch) {
                    ImportResult result = result(workspace, one);
                    answers.add(result);
                    String id = result.id();
                    String painPoint = one.painPoint();
                    if (id != null && painPoint != null) {
                        assignments.put(id, painPoint);
                    }
                }
                if (!assignments.isEmpty()) {
                    painPoints.assign(workspace, assignments);
                }
                results.next(answers);
            }
        } finally {
            if (hold != null) {
                hold.close();
            }
        }
    }

    private void read(
            Workspace workspace,
            LineReader lines,
            @Nullable String idempotencyKey,
            BlockingQueue<List<Pending>> pending)
            throws IOException, InterruptedException {
        Map<Long, Integer> occurrences = new LinkedHashMap<>(256, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
                return size() > LINES_REMEMBERED_MAX;
            }
        };
        List<Read> batch = new ArrayList<>(LINES_AT_ONCE_MAX);
        long number = 0;
        for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
            number++;
            if (!blank(line)) {
                batch.add(understood(line, number, idempotencyKey, occurrences));
            }
            // A line is not kept waiting for one that has not come yet.
            if (!batch.isEmpty() && (batch.size() == LINES_AT_ONCE_MAX || !lines.ready())) {
                pending.put(begin(workspace, batch));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            pending.put(begin(workspace, batch));
        }
        pending.put(END);
    }

    /** A line and what it asks for, or what is wrong with it. */
    private record Read(
            long line,
            @Nullable Request request,
            @Nullable String painPoint,
            @Nullable Put put,
            @Nullable Problem problem) {}

    private Read understood(
            LineReader.Line line, long number, @Nullable String idempotencyKey, Map<Long, Integer> occurrences) {
        try {
            if (line.tooLong()) {
                throw new Problem(Code.LINE_TOO_LONG, "A line holds at most " + LINE_BYTES_MAX + " bytes.");
            }
            Put put = put(line.bytes());
            if (put != null) {
                return new Read(number, null, null, put, null);
            }
            ExportLine said = StrictJson.read(line.bytes(), ExportLine.class);
            NewGripe gripe = said.toNewGripe(clock);
            OffsetDateTime happenedAt = gripe.happenedAt();
            if (gripe.id() == null && happenedAt != null && said.saysWhen()) {
                gripe = withId(gripe, idOf(gripe, happenedAt, occurrences));
            }
            String key = gripe.id() == null && idempotencyKey != null ? keyOf(idempotencyKey, number) : null;
            return new Read(number, new Request(gripe, key), said.painPointId(), null, null);
        } catch (Problem e) {
            return new Read(number, null, null, null, e);
        }
    }

    /** Null for a gripe. Its lines are told by their beginning, which is as an export writes it. */
    private @Nullable Put put(byte[] line) {
        return switch (type(line)) {
            case PainPointLine.TYPE -> {
                StoredPainPoint painPoint =
                        StrictJson.read(line, PainPointLine.class).toStored();
                yield workspace -> {
                    painPoints.put(workspace, painPoint);
                    return painPoint.id();
                };
            }
            case DecisionLine.TYPE -> {
                DecisionLine read = StrictJson.read(line, DecisionLine.class);
                Decision decision = read.toDecision();
                boolean more = read.isMore();
                yield workspace -> {
                    painPoints.put(workspace, decision, more);
                    return decision.id();
                };
            }
            case TimerLine.TYPE -> {
                Timer timer = StrictJson.read(line, TimerLine.class).toTimer();
                yield workspace -> timers.create(workspace, timer).id();
            }
            case KeptSearchLine.TYPE -> {
                KeptSearch search = StrictJson.read(line, KeptSearchLine.class).toKeptSearch();
                yield workspace -> searches.keep(workspace, search).id();
            }
            default -> null;
        };
    }

    private static String type(byte[] line) {
        Matcher beginning =
                TYPE.matcher(new String(line, 0, Math.min(line.length, TYPE_BYTES_MAX), StandardCharsets.UTF_8));
        return beginning.lookingAt() ? beginning.group(1) : "";
    }

    private List<Pending> begin(Workspace workspace, List<Read> batch) {
        Iterator<CompletableFuture<Captured>> captured = captures.captureAll(
                        workspace,
                        batch.stream()
                                .map(Read::request)
                                .filter(Objects::nonNull)
                                .toList())
                .iterator();
        return batch.stream()
                .map(read -> new Pending(
                        read.line(),
                        read.problem() != null
                                ? CompletableFuture.failedFuture(read.problem())
                                : read.put() == null ? captured.next() : NO_GRIPE,
                        read.painPoint(),
                        read.put()))
                .toList();
    }

    private ImportResult result(Workspace workspace, Pending pending) {
        long line = pending.line();
        Put put = pending.put();
        try {
            String id = put == null ? pending.captured().join().gripe().id() : put.into(workspace);
            return new ImportResult(line, id, null, null, null);
        } catch (CompletionException e) {
            Problem problem = StoreFailure.problem(e);
            return new ImportResult(line, null, problem.code().wireName(), problem.field(), problem.detail());
        } catch (Problem problem) {
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
                gripe.updatedAt(),
                gripe.said());
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
