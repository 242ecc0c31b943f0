package gripe.backup;

import gripe.Position;
import gripe.backup.BackupProblem.Kind;
import gripe.backup.Line.Gone;
import gripe.backup.Line.Manifest;
import gripe.backup.Line.OfChange;
import gripe.backup.Line.OfGripe;
import gripe.backup.Line.OfIdempotencyKey;
import gripe.backup.Line.OfRecord;
import gripe.storage.Change;
import gripe.storage.RawStore;
import gripe.storage.RawStore.IdempotencyKey;
import gripe.storage.RawStore.Raw;
import gripe.storage.StoredForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads backups: verifies them, and puts one into an empty store. Not thread-safe. It holds a page of records, and the
 * ids of gripes that changed while the backup was made.
 *
 * <p>The restored store gets a name of its own. It may lack what came after the backup, and will get other changes in
 * its place; an index that was made from the old store must not take it for that one.
 */
public final class Restore {
    private static final int PAGE = 500;

    private final BackupFile file;
    private final Progress progress;

    /** @param passphrase null for backups that are not encrypted */
    public Restore(@Nullable Passphrase passphrase, Progress progress) {
        this(new BackupFile(passphrase), progress);
    }

    Restore(BackupFile file, Progress progress) {
        this.file = file;
        this.progress = progress;
    }

    /** Reads a backup to its end; throws {@link BackupProblem} when it is not whole. Closes the stream. */
    public Verified verify(InputStream in) {
        return verify(in, new HashMap<>());
    }

    /**
     * A backup in a file that was found whole.
     *
     * @param late where each gripe that changed while the backup was made is said last, by the number of the line
     */
    public record Checked(Path backup, Verified verified, Map<String, Long> late) {}

    /** Reads a backup to its end; throws {@link BackupProblem} when it is not whole. */
    public Checked check(Path backup) {
        Map<String, Long> late = new HashMap<>();
        return new Checked(backup, verify(open(backup), late), late);
    }

    /**
     * Puts a backup into a store, then reads the store back and compares it with the backup, record by record. Only then
     * Gripe takes the store: one that was filled in part says so.
     *
     * @return how many gripes the store now has, deleted ones included
     * @throws BackupProblem NOT_EMPTY when the store has anything in it, UNEQUAL when it does not hold what was
     *     written, DAMAGED when the backup was changed since it was checked
     */
    public long restore(Checked checked, RawStore store) {
        Verified verified = checked.verified();
        // Both: an unfinished restore is said as such, and two at a time do not mix.
        if (!store.isEmpty() || !store.beginRestore()) {
            throw new BackupProblem(
                    Kind.NOT_EMPTY,
                    "The store is not empty: a backup is restored into an empty one only. Nothing was changed.");
        }
        int layout;
        try (BackupReader reader = file.open(open(checked.backup()))) {
            layout = reader.header().layout();
            fill(reader, store, verified);
        } catch (IOException e) {
            throw unreadable(e);
        }
        long gripes;
        try (BackupReader reader = file.open(open(checked.backup()))) {
            gripes = new Comparison(store, checked.late()).run(reader, verified);
        } catch (IOException e) {
            throw unreadable(e);
        }
        store.endRestore(layout);
        return gripes;
    }

    private static InputStream open(Path backup) {
        try {
            return Files.newInputStream(backup);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static BackupProblem unreadable(IOException e) {
        return new BackupProblem(Kind.INPUT_OUTPUT, "The backup cannot be read: " + e.getMessage() + ".", e);
    }

    /** @param late is filled */
    private Verified verify(InputStream in, Map<String, Long> late) {
        try (BackupReader reader = file.open(in)) {
            progress.begin("Lines verified");
            long number = 0;
            for (Line line = reader.next(); line != null; line = reader.next()) {
                number++;
                requireReadable(line, number);
                if (line instanceof Gone gone) {
                    late.put(gone.id(), number);
                } else if (line instanceof OfGripe gripe && gripe.late() != null) {
                    late.put(gripe.id(), number);
                }
                progress.at(number, 0);
            }
            Manifest manifest = reader.manifest();
            return new Verified(
                    reader.header().store(),
                    reader.header().madeAt(),
                    Position.parse(manifest.position()),
                    manifest.changes(),
                    manifest.gripes(),
                    manifest.idempotencyKeys());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Whole as it is, it may still have been made by a faulty program. */
    private static void requireReadable(Line line, long number) {
        try {
            if (line instanceof OfGripe gripe) {
                byte[] kept = gripe.value().getBytes(StandardCharsets.UTF_8);
                if (StoredForm.read(kept).gripe().id().equals(gripe.id())) {
                    return;
                }
            } else if (line instanceof OfIdempotencyKey key) {
                var unused = YearMonth.parse(key.month());
                return;
            } else if (line instanceof OfRecord record) {
                if (RawStore.idIn(record.kind(), record.value()).equals(record.id())) {
                    return;
                }
            } else {
                return;
            }
        } catch (RuntimeException e) {
            // Said below, without the text.
        }
        throw new BackupProblem(Kind.DAMAGED, "The backup holds a record that cannot be read, the " + number + "th.");
    }

    private void fill(BackupReader reader, RawStore store, Verified verified) {
        progress.begin("Records restored");
        long total = verified.changes() + verified.gripes() + verified.idempotencyKeys();
        long done = 0;
        Pages pages = new Pages(reader);
        while (pages.advance()) {
            store.putChanges(pages.changes);
            store.put(List.copyOf(pages.states.values()));
            store.putIdempotencyKeys(pages.idempotencyKeys);
            store.putRecords(pages.records);
            done += pages.lines;
            progress.at(done, total);
        }
    }

    /** The lines of a backup, a page at a time, made into records; of a gripe that is said twice the last. */
    private static final class Pages {
        private final BackupReader reader;
        private final List<Change> changes = new ArrayList<>();
        private final Map<String, Raw> states = new HashMap<>();
        private final Map<String, Long> saidAt = new HashMap<>();
        private final List<IdempotencyKey> idempotencyKeys = new ArrayList<>();
        private final RawStore.Records records = RawStore.Records.empty();
        private int lines;
        private long number;

        Pages(BackupReader reader) {
            this.reader = reader;
        }

        /** False behind the end. */
        boolean advance() {
            changes.clear();
            states.clear();
            saidAt.clear();
            idempotencyKeys.clear();
            records.byKind().values().forEach(Map::clear);
            for (lines = 0; lines < PAGE; lines++) {
                Line line = reader.next();
                if (line == null) {
                    break;
                }
                number++;
                switch (line) {
                    case OfChange change ->
                        changes.add(new Change(Position.parse(change.position()), change.id(), change.created()));
                    case OfGripe gripe ->
                        say(new Raw(
                                gripe.id(),
                                gripe.value().getBytes(StandardCharsets.UTF_8),
                                gripe.vector(),
                                gripe.painPoint()));
                    case Gone gone -> say(new Raw(gone.id(), null, null, null));
                    case OfRecord record -> records.of(record.kind()).put(record.id(), record.value());
                    case OfIdempotencyKey key ->
                        idempotencyKeys.add(new IdempotencyKey(YearMonth.parse(key.month()), key.key(), key.value()));
                    default -> throw new IllegalStateException("The reader keeps these to itself");
                }
            }
            return lines > 0;
        }

        private void say(Raw state) {
            states.put(state.id(), state);
            saidAt.put(state.id(), number);
        }
    }

    /** Reads the store back beside the backup and holds each record to it. */
    private final class Comparison {
        private final RawStore store;
        private final Map<String, Long> late;
        private final RawStore.Records records = RawStore.Records.empty();
        private Position compared = Position.START;
        private long gripes;
        private long deleted;

        Comparison(RawStore store, Map<String, Long> late) {
            this.store = store;
            this.late = late;
        }

        /** Answers how many gripes there are. */
        long run(BackupReader reader, Verified verified) {
            progress.begin("Records compared");
            long total = verified.changes() + verified.gripes() + verified.idempotencyKeys();
            long done = 0;
            Pages pages = new Pages(reader);
            while (pages.advance()) {
                compareChanges(pages.changes, verified.position());
                compareStates(pages);
                require(
                        store.loadIdempotencyKeys(pages.idempotencyKeys).equals(pages.idempotencyKeys),
                        "an idempotency key");
                pages.records.byKind().forEach((kind, byId) -> records.of(kind).putAll(byId));
                done += pages.lines;
                progress.at(done, total);
            }
            require(store.changeCount() == verified.changes(), "the number of changes");
            require(store.newest().equals(verified.position()), "the last change");
            require(store.records().equals(records), "pain points, decisions, timers or kept searches");
            require(store.deletedCount() == deleted, "the list of deleted gripes");
            return gripes;
        }

        private void compareChanges(List<Change> changes, Position upTo) {
            if (!changes.isEmpty()) {
                require(store.changes(compared, upTo, changes.size()).equals(changes), "a change");
                compared = changes.get(changes.size() - 1).position();
            }
        }

        private void compareStates(Pages pages) {
            // What changed meanwhile counts where it is said last.
            List<Raw> last = pages.states.values().stream()
                    .filter(state -> Objects.equals(
                            late.getOrDefault(state.id(), pages.saidAt.get(state.id())), pages.saidAt.get(state.id())))
                    .toList();
            List<String> ids = last.stream().map(Raw::id).toList();
            List<Raw> kept = store.load(ids);
            List<@Nullable Long> deletedAt = store.deletedAtMillis(ids);
            for (int i = 0; i < last.size(); i++) {
                Raw said = last.get(i);
                Long saidDeletedAt = RawStore.deletedAtMillisOf(said);
                require(
                        Arrays.equals(said.gripe(), kept.get(i).gripe())
                                && Arrays.equals(said.vector(), kept.get(i).vector())
                                && Objects.equals(said.painPoint(), kept.get(i).painPoint())
                                && Objects.equals(saidDeletedAt, deletedAt.get(i)),
                        "gripe " + said.id());
                gripes += said.gripe() == null ? 0 : 1;
                deleted += saidDeletedAt == null ? 0 : 1;
            }
        }

        private void require(boolean equal, String what) {
            if (!equal) {
                throw new BackupProblem(
                        Kind.UNEQUAL,
                        "The store does not hold what was written into it (" + what
                                + "). Gripe does not start on it; empty it and restore again.");
            }
        }
    }
}
