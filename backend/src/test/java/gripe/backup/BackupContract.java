package gripe.backup;

import static gripe.TestGripes.NOON;
import static gripe.TestGripes.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gripe.Gripe;
import gripe.KeptSearch;
import gripe.Position;
import gripe.TestGripes;
import gripe.Timer;
import gripe.Workspace;
import gripe.backup.BackupProblem.Kind;
import gripe.storage.Change;
import gripe.storage.GripeStore;
import gripe.storage.GripeStore.Created;
import gripe.storage.GripeStore.Creation;
import gripe.storage.KeptSearchStore;
import gripe.storage.Layout;
import gripe.storage.RawStore;
import gripe.storage.RawStore.IdempotencyKey;
import gripe.storage.RawStore.Raw;
import gripe.storage.StoredForm;
import gripe.storage.StoredGripe;
import gripe.storage.TimerStore;
import io.lettuce.core.RedisURI;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup and its restore promise on every server they may run on; each server inherits it. */
abstract class BackupContract {
    private static final KeptSearch SEARCH = new KeptSearch("s", "\"flaky\" #ci >10m", "cost", NOON);
    private static final Position END = new Position(Long.MAX_VALUE, 0);

    private final Workspace workspace = TestGripes.freshWorkspace();
    private final Workspace other = TestGripes.freshWorkspace();
    private final Restore restore = new Restore((Passphrase) null, quiet());

    @TempDir
    private Path folder;

    private GripeStore store;
    private RawStore from;
    private RawStore to;

    protected abstract RedisURI server();

    private static Progress quiet() {
        return new Progress(new PrintStream(OutputStream.nullOutputStream()));
    }

    @BeforeEach
    void connect() {
        store = GripeStore.connect(server());
        from = new RawStore(store, workspace);
        to = new RawStore(store, other);
        Layout.migrate(store, workspace);
        var unused = store.storeId(workspace);
    }

    @AfterEach
    void disconnect() {
        store.close();
    }

    @Test
    void restored_isEqualInEverythingButItsName() throws IOException {
        fill();
        Path backup = backup();
        assertThat(restore.restore(restore.check(backup), to)).isEqualTo(4);
        assertEqual(allIds());
        assertThat(new KeptSearchStore(store).all(other)).containsExactly(SEARCH);
        assertThat(new TimerStore(store).all(other)).containsExactlyInAnyOrderElementsOf(timers());
        assertThat(to.storeId()).isNotEqualTo(from.storeId()).isNotEmpty();
        assertThat(Layout.found(store, other)).isEqualTo(Layout.CURRENT);
        assertThat(idempotencyKeys(to)).isEqualTo(idempotencyKeys(from)).hasSize(2);
    }

    @Test
    void restored_goesOnAsTheOldOneWould() throws IOException {
        fill();
        restore.restore(restore.check(backup()), to);
        // The deleted gripe can be restored, the repeated request finds what the first made, changes go on.
        assertThat(store.replace(other, "deleted", before -> new StoredGripe(before.gripe(), before.digest(), null)))
                .isPresent();
        assertThat(to.deletedCount()).isZero();
        assertThat(join(create(other, stored("again", "keyed"), "key", NOON))
                        .stored()
                        .gripe()
                        .id())
                .isEqualTo("keyed");
        Position last = from.newest();
        assertThat(join(create(other, stored("new", "x"), null, NOON)).position())
                .isGreaterThan(last);
        // Deleted for good stays so, but its key still says that it was there.
        assertThat(store.find(other, "purged")).isEmpty();
    }

    @Test
    void emptyStore_comesBackEmpty() throws IOException {
        assertThat(restore.restore(restore.check(backup()), to)).isZero();
        assertThat(to.newest()).isEqualTo(Position.START);
        assertThat(Layout.found(store, other)).isEqualTo(Layout.CURRENT);
    }

    @Test
    void targetWithAnything_isRefusedAndLeftAlone() throws IOException {
        fill();
        Path backup = backup();
        join(create(other, stored("mine", "mine"), null, NOON));
        assertThatThrownBy(() -> restore.restore(restore.check(backup), to))
                .isInstanceOfSatisfying(
                        BackupProblem.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_EMPTY));
        assertThat(to.changeCount()).isEqualTo(1);
        assertThat(store.find(other, "mine")).contains(stored("mine", "mine"));
    }

    @Test
    void damagedBackup_isRefusedBeforeAnythingIsTouched() throws IOException {
        fill();
        Path backup = backup();
        byte[] bytes = Files.readAllBytes(backup);
        bytes[bytes.length / 2] ^= 1;
        Files.write(backup, bytes);
        assertThatThrownBy(() -> restore.check(backup)).isInstanceOf(BackupProblem.class);
        assertThat(to.isEmpty()).isTrue();
    }

    @Test
    void backupThatChangesBehindTheCheck_leavesNoStoreThatGripeTakes() throws IOException {
        fill();
        Path backup = backup();
        Restore.Checked checked = restore.check(backup);
        byte[] bytes = Files.readAllBytes(backup);
        bytes[bytes.length - 12] ^= 1;
        Files.write(backup, bytes);
        assertThatThrownBy(() -> restore.restore(checked, to)).isInstanceOf(BackupProblem.class);
        assertThatThrownBy(() -> Layout.migrate(store, other))
                .isInstanceOf(Layout.UnreadableException.class)
                .hasMessageContaining("did not finish");
    }

    @Test
    void storeThatTakesSomethingElse_isFoundUnequal() throws IOException {
        fill();
        Path backup = backup();
        // Somebody writes into the store while it is filled.
        Restore meddled = new Restore(
                new BackupFile(null) {
                    private int opened;

                    @Override
                    BackupReader open(java.io.InputStream raw) {
                        if (++opened == 3) {
                            store.replace(other, "plain", before -> stored("plain", "meddled"));
                        }
                        return super.open(raw);
                    }
                },
                quiet());
        assertThatThrownBy(() -> meddled.restore(meddled.check(backup), to))
                .isInstanceOfSatisfying(
                        BackupProblem.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNEQUAL));
        assertThatThrownBy(() -> Layout.migrate(store, other)).isInstanceOf(Layout.UnreadableException.class);
    }

    @Test
    void takenWhileGripesComeAndGo_isTheStoreAtItsPosition() throws Exception {
        Writers writers = new Writers();
        writers.prepare();
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, Writers.COUNT)
                .mapToObj(number -> Thread.ofVirtual().start(() -> writers.run(number, end)))
                .toList();
        Path backup = folder.resolve("busy");
        Backup.Written written;
        try (OutputStream out = new Waiting(Files.newOutputStream(backup), writers)) {
            written = new Backup(from, Clock.systemUTC(), quiet()).write(out, (Passphrase) null);
        } finally {
            end.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(writers.failures).isEmpty();
        long gripes = restore.restore(restore.check(backup), to);

        List<Change> expectedChanges = from.changes(Position.START, written.position(), Integer.MAX_VALUE);
        assertThat(to.changes(Position.START, END, Integer.MAX_VALUE)).isEqualTo(expectedChanges);
        Map<String, StoredGripe> expected = writers.at(written.position(), expectedChanges);
        assertThat(gripes).isEqualTo(expected.size());
        List<String> everybody = from.changes(Position.START, END, Integer.MAX_VALUE).stream()
                .map(Change::id)
                .distinct()
                .toList();
        for (Raw kept : to.load(everybody)) {
            assertThat(kept.gripe() == null ? null : StoredForm.read(kept.gripe()))
                    .as(kept.id())
                    .isEqualTo(expected.get(kept.id()));
        }
        Set<String> created =
                expectedChanges.stream().filter(Change::created).map(Change::id).collect(Collectors.toSet());
        assertThat(idempotencyKeys(to).values())
                .containsExactlyInAnyOrderElementsOf(created.stream()
                        .filter(id -> id.startsWith("k"))
                        .map(id -> new IdempotencyKey(
                                        java.time.YearMonth.from(writers.now.atZone(ZoneOffset.UTC)),
                                        "key-" + id,
                                        "digest-" + id.hashCode() + " " + id)
                                .value())
                        .toList());
        // Else nothing was tested: gripes changed, came and went while it ran, and after it.
        assertThat(Files.size(backup)).isPositive();
        assertThat(written.gripes()).isGreaterThan(gripes);
        assertThat(from.newest()).isGreaterThan(written.position());
        assertThat(expectedChanges.size()).isGreaterThan(Writers.PREPARED + 100);
    }

    /** Four clients that capture, edit, delete, restore and delete for good, and remember what each change came to. */
    private final class Writers {
        static final int COUNT = 4;
        static final int PREPARED = 3_000;
        private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        private final Instant longAgo = now.minus(GripeStore.UNDO).minusSeconds(60);

        private final AtomicInteger made = new AtomicInteger();
        private final Map<Position, StoredGripe> after = new ConcurrentHashMap<>();
        private final List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());

        void prepare() {
            IntStream.range(0, PREPARED)
                    .mapToObj(i -> create("p" + i, null))
                    .toList()
                    .forEach(created ->
                            remember(join(created).stored(), join(created).position()));
        }

        private CompletionStage<Created> create(String id, String key) {
            // Of every length, so that the backup does not come out in a few writes.
            String noise = new Random(id.hashCode())
                    .ints(200, 'a', 'z')
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            StoredGripe made = stored(id, id + noise);
            return BackupContract.this.create(
                    workspace, new StoredGripe(made.gripe(), "digest-" + id.hashCode(), null), key, now);
        }

        private void remember(StoredGripe state, Position position) {
            after.put(position, state);
            made.incrementAndGet();
        }

        void run(int number, CountDownLatch end) {
            Random random = new Random(number);
            try {
                for (int n = 0; end.getCount() > 0; n++) {
                    String own = "k" + number + "-" + n;
                    var created = join(create(own, "key-" + own));
                    remember(created.stored(), created.position());
                    String id = "p" + random.nextInt(PREPARED);
                    int what = random.nextInt(4);
                    store.replace(workspace, id, before -> change(before, what, random))
                            .ifPresent(replaced -> remember(replaced.stored(), replaced.position()));
                    if (n % 10 == 0) {
                        store.purge(workspace, now);
                    }
                }
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        }

        private StoredGripe change(StoredGripe before, int what, Random random) {
            Gripe gripe = before.gripe();
            return switch (what) {
                case 0 -> new StoredGripe(gripe, before.digest(), longAgo);
                case 1 -> new StoredGripe(gripe, before.digest(), now);
                case 2 -> new StoredGripe(gripe, before.digest(), null);
                default ->
                    new StoredGripe(
                            new Gripe(
                                    gripe.id(),
                                    "edited " + random.nextInt(),
                                    1.0,
                                    OffsetDateTime.parse("2026-11-20T12:00:00Z"),
                                    List.of(),
                                    null,
                                    null,
                                    gripe.createdAt(),
                                    gripe.updatedAt()),
                            before.digest(),
                            before.deletedAt());
            };
        }

        /** A change that nobody remembers is one that deleted its gripe for good. */
        Map<String, StoredGripe> at(Position position, List<Change> changes) {
            Map<String, StoredGripe> states = new HashMap<>();
            for (Change change : changes) {
                assertThat(change.position()).isLessThanOrEqualTo(position);
                StoredGripe state = after.get(change.position());
                if (state == null) {
                    states.remove(change.id());
                } else {
                    states.put(change.id(), state);
                }
            }
            return states;
        }
    }

    /** Takes nothing before some more changes were made. */
    private static final class Waiting extends FilterOutputStream {
        private static final int CHANGES = 40;
        private final Writers writers;

        Waiting(OutputStream out, Writers writers) {
            super(out);
            this.writers = writers;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int enough = writers.made.get() + CHANGES;
            while (writers.made.get() < enough) {
                if (!writers.failures.isEmpty()) {
                    throw new IOException("A client failed");
                }
                Thread.onSpinWait();
            }
            out.write(bytes, offset, length);
        }
    }

    private void fill() {
        Instant now = Instant.now();
        join(create(workspace, stored("plain", "Straße \"gesperrt\" 😡\n待つ", 0.25, NOON, "ci", "übel"), null, now));
        join(create(workspace, stored("keyed", "keyed"), "key", now));
        join(create(workspace, stored("edited", "before"), null, now));
        join(create(workspace, stored("deleted", "deleted"), null, now));
        join(create(workspace, stored("purged", "purged"), "purged-key", now));
        store.replace(workspace, "edited", before -> stored("edited", "after"));
        store.replace(workspace, "deleted", before -> new StoredGripe(before.gripe(), before.digest(), now));
        store.replace(
                workspace,
                "purged",
                before -> new StoredGripe(before.gripe(), before.digest(), now.minus(Duration.ofDays(31))));
        assertThat(store.purge(workspace, now)).isEqualTo(1);
        new KeptSearchStore(store).add(workspace, SEARCH);
        timers().forEach(timer -> new TimerStore(store).create(workspace, timer));
        join(store.keepVectors(workspace, Map.of("plain", new byte[] {0, -1, 10, 13}, "deleted", new byte[396])));
    }

    /** One that runs, one without a word about what it was, one that became a gripe. */
    private static List<Timer> timers() {
        OffsetDateTime start = OffsetDateTime.parse("2026-11-20T12:00:00.5+01:00");
        OffsetDateTime stop = start.plusMinutes(9);
        return List.of(
                new Timer("running", "vpn \u2716 #it", start, null, null, null),
                new Timer("stopped", null, start, stop, null, null),
                new Timer("plain", "plain", start, stop, stop.plusMinutes(3), 9.0));
    }

    private List<String> allIds() {
        return from.changes(Position.START, END, Integer.MAX_VALUE).stream()
                .map(Change::id)
                .distinct()
                .toList();
    }

    private void assertEqual(List<String> ids) {
        assertThat(to.changes(Position.START, END, Integer.MAX_VALUE))
                .isEqualTo(from.changes(Position.START, END, Integer.MAX_VALUE));
        assertThat(to.load(ids)).usingRecursiveComparison().isEqualTo(from.load(ids));
        assertThat(to.deletedAtMillis(ids)).isEqualTo(from.deletedAtMillis(ids));
        assertThat(to.deletedCount()).isEqualTo(from.deletedCount());
        assertThat(to.records()).isEqualTo(from.records());
    }

    private static Map<String, String> idempotencyKeys(RawStore store) {
        Map<String, String> found = new TreeMap<>();
        store.idempotencyKeys(
                Instant.now(), page -> page.forEach(key -> found.put(key.month() + key.key(), key.value())));
        return found;
    }

    private Path backup() throws IOException {
        Path file = folder.resolve("backup");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Backup(from, Clock.systemUTC(), quiet()).write(out, (Passphrase) null);
        Files.write(file, out.toByteArray());
        return file;
    }

    private CompletionStage<Created> create(Workspace in, StoredGripe gripe, String idempotencyKey, Instant now) {
        return store.create(in, List.of(new Creation(gripe, idempotencyKey)), now)
                .get(0);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
