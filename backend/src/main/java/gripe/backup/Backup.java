package gripe.backup;

import gripe.Position;
import gripe.backup.BackupProblem.Kind;
import gripe.backup.Line.Gone;
import gripe.backup.Line.Header;
import gripe.backup.Line.Manifest;
import gripe.backup.Line.OfChange;
import gripe.backup.Line.OfGripe;
import gripe.backup.Line.OfIdempotencyKey;
import gripe.backup.Line.OfRecord;
import gripe.storage.Change;
import gripe.storage.RawStore;
import gripe.storage.RawStore.IdempotencyKey;
import gripe.storage.RawStore.Late;
import gripe.storage.RawStore.Raw;
import gripe.storage.StoredForm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a backup of a store that is in use. Not thread-safe; it holds a page of records, and the ids of gripes that are
 * captured while the idempotency keys are read.
 *
 * <p>A backup is the store exactly as it was at one position of its change stream, the manifest's: every change up to
 * it and nothing of any later one.
 *
 * <ol>
 *   <li>The stream is read up to where it ends now, and each gripe that it says was created is read as it is then. A
 *       gripe that nobody changes meanwhile is thereby as it was at any later position.
 *   <li>What was written to the stream since is read, a page at a time, with the gripes that it names, page and gripes
 *       in one step of the server. A gripe that was created, edited, deleted or restored since is thereby said (again)
 *       as it is after the change, one that was deleted for good is said to be gone. The step that finds fewer changes
 *       than it asked for has seen the stream's end together with what the last changes left behind: that is the
 *       position. Nothing is torn, because each change writes record and stream entry in one step of the server. Pain
 *       points, decisions, timers and kept searches are few: all of them are read in that same last step.
 *   <li>Idempotency keys are written in the step that creates their gripe, and never change. All are read after the
 *       position is fixed; those of gripes that were created after it are left out.
 * </ol>
 *
 * <p>The list of deleted gripes is not in it, since each record says so itself. Vectors are as they were when their
 * gripe was read; they are no part of what is acknowledged, and a missing or old one is computed anew.
 */
public final class Backup {
    private static final int PAGE = 500;

    private final RawStore store;
    private final Clock clock;
    private final Progress progress;

    public Backup(RawStore store, Clock clock, Progress progress) {
        this.store = store;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * What was written.
     *
     * @param position up to which everything is in the backup
     */
    public record Written(Position position, long changes, long gripes, long idempotencyKeys) {}

    /**
     * Writes a backup and closes the stream.
     *
     * @param passphrase null to leave it unencrypted
     * @throws BackupProblem when the stream fails, or a record cannot be read
     */
    public Written write(OutputStream out, @Nullable Passphrase passphrase) {
        if (passphrase != null && passphrase.text().length() < Passphrase.CHARACTERS_MIN) {
            throw new BackupProblem(
                    Kind.PASSPHRASE, "The passphrase needs at least " + Passphrase.CHARACTERS_MIN + " characters.");
        }
        return write(out, new BackupFile(passphrase));
    }

    Written write(OutputStream out, BackupFile file) {
        Instant now = clock.instant();
        Header header = new Header(BackupWriter.FORMAT_VERSION, store.layout(), store.storeId(), now.toString());
        try (BackupWriter writer = new BackupWriter(file.encrypting(out), header)) {
            Position early = writeEarly(writer);
            Position end = writeLate(writer, early);
            writeIdempotencyKeys(writer, now, end);
            if (store.newest().compareTo(end) < 0) {
                throw wentBack();
            }
            Manifest manifest = writer.finish();
            return new Written(end, manifest.changes(), manifest.gripes(), manifest.idempotencyKeys());
        } catch (UncheckedIOException | IOException e) {
            throw unwritable(e);
        }
    }

    private static BackupProblem unwritable(Exception e) {
        return new BackupProblem(Kind.INPUT_OUTPUT, "The backup cannot be written: " + e.getMessage() + ".", e);
    }

    private Position writeEarly(BackupWriter writer) throws IOException {
        progress.begin("Changes backed up");
        long total = store.changeCount();
        Position newest = store.newest();
        long done = 0;
        Position after = Position.START;
        while (after.compareTo(newest) < 0) {
            List<Change> page = changes(after, newest);
            for (Change change : page) {
                writer.write(line(change));
            }
            for (Raw state : store.load(page.stream()
                    .filter(Change::created)
                    .map(Change::id)
                    .distinct()
                    .toList())) {
                // Gone: it was deleted for good. Nothing before this line says otherwise.
                if (state.gripe() != null) {
                    writer.write(line(state, false));
                }
            }
            after = page.get(page.size() - 1).position();
            done += page.size();
            progress.at(done, total);
        }
        return newest;
    }

    private Position writeLate(BackupWriter writer, Position early) throws IOException {
        progress.begin("Changes made meanwhile");
        Position after = early;
        long done = 0;
        while (true) {
            Late late = store.late(after, PAGE);
            for (Change change : late.changes()) {
                writer.write(line(change));
                after = change.position();
            }
            Set<String> said = new HashSet<>();
            for (Raw state : late.states()) {
                if (said.add(state.id())) {
                    writer.write(line(state, true));
                }
            }
            RawStore.Records records = late.records();
            if (records != null) {
                for (RawStore.Kind kind : RawStore.Kind.values()) {
                    for (Map.Entry<String, String> one : records.of(kind).entrySet()) {
                        writer.write(OfRecord.of(kind, one.getKey(), one.getValue()));
                    }
                }
                return after;
            }
            done += late.changes().size();
            progress.at(done, 0);
        }
    }

    private void writeIdempotencyKeys(BackupWriter writer, Instant now, Position end) {
        progress.begin("Idempotency keys backed up");
        Set<String> createdLater = new HashSet<>();
        Position[] seen = {end};
        long[] done = {0};
        store.idempotencyKeys(now, page -> {
            seen[0] = addCreatedAfter(seen[0], createdLater);
            for (IdempotencyKey key : page) {
                if (!createdLater.contains(key.gripeId())) {
                    write(writer, new OfIdempotencyKey(key.month().toString(), key.key(), key.value()));
                }
            }
            done[0] += page.size();
            progress.at(done[0], 0);
        });
    }

    /** Each key just read has its stream entry already. Answers up to where the stream was read. */
    private Position addCreatedAfter(Position from, Set<String> ids) {
        Position after = from;
        Position newest = store.newest();
        while (after.compareTo(newest) < 0) {
            List<Change> page = changes(after, newest);
            page.stream().filter(Change::created).map(Change::id).forEach(ids::add);
            after = page.get(page.size() - 1).position();
        }
        return after;
    }

    private List<Change> changes(Position after, Position upTo) {
        List<Change> page = store.changes(after, upTo, PAGE);
        if (page.isEmpty()) {
            throw wentBack();
        }
        return page;
    }

    private static BackupProblem wentBack() {
        return new BackupProblem(
                Kind.UNEQUAL,
                "The store lost changes while it was backed up: was it put back to older data? Try again.");
    }

    private static void write(BackupWriter writer, Line line) {
        try {
            writer.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(Change change) {
        return new OfChange(change.position().toString(), change.id(), change.created());
    }

    private static Line line(Raw state, boolean late) {
        byte[] kept = state.gripe();
        if (kept == null) {
            return new Gone(state.id());
        }
        String text = new String(kept, StandardCharsets.UTF_8);
        try {
            if (StoredForm.read(kept).gripe().id().equals(state.id())
                    && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), kept)) {
                return new OfGripe(state.id(), text, state.vector(), state.painPoint(), late ? Boolean.TRUE : null);
            }
        } catch (RuntimeException e) {
            // Said below, without the text.
        }
        throw new BackupProblem(
                Kind.UNEQUAL, "What the store keeps for gripe " + state.id() + " is damaged and cannot be backed up.");
    }
}
