package gripe.index;

import gripe.Gripe;
import gripe.Position;
import gripe.Problem;
import gripe.Workspace;
import gripe.embedding.Embedder;
import gripe.embedding.StoredVector;
import gripe.embeddings.OnnxEmbeddingModel.Urgency;
import gripe.storage.Change;
import gripe.storage.GripeStore;
import gripe.storage.GripeStore.Loaded;
import gripe.storage.StoreFailure;
import gripe.storage.StoredGripe;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the index to where the store is: reads the change stream in order, loads what each change left behind, finds
 * or computes its vector and applies it. The only writer of the index, on a thread of its own; the other methods are
 * thread-safe. What fails is tried again for as long as Gripe runs, so a capture never has to wait for the index.
 */
public final class ChangeFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFollower.class);

    private static final int CHANGES_AT_ONCE_MAX = 256;
    private static final int REEMBEDDED_AT_ONCE_MAX = 64;
    private static final Duration QUIET_MAX = Duration.ofSeconds(1);
    /** What a kill costs: this much of the stream is applied again, from vectors that are kept. */
    private static final long COMMIT_INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private static final long REEMBED_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private static final long VERIFY_AGAIN_NANOS = Duration.ofDays(1).toNanos();

    private static final long VECTOR_SECONDS_MAX = 60;
    private static final long PAUSE_AFTER_FAILURE_MILLIS_MAX = 1_000;
    /** A read of the stream that takes longer than its own wait and this is not answered any more. */
    private static final long SILENCE_NANOS_MAX = QUIET_MAX.plusMillis(1_500).toNanos();

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int COMPARED_AT_ONCE_MAX = 500;

    private final GripeStore store;
    private final GripeIndex index;
    private final Embedder embedder;
    private final String modelVersion;
    private final Workspace workspace;
    private final Clock clock;
    private final LostGripes lostGripes;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private final Thread verifier;
    private volatile Position acknowledged = Position.START;
    private volatile @Nullable String problem;
    private volatile @Nullable String warning;
    /** When a read began after which the index had all that the store held; and the same as a time of day. */
    private volatile long levelNanos = System.nanoTime();

    private volatile Instant levelAt;
    /** When the read under way began, 0 while there is none. */
    private volatile long askedNanos;

    /** What some search showed. Two that race may leave the older one here, which does no harm. */
    private volatile Position shown = Position.START;

    private volatile Position target = Position.START;
    private LostGripes.@Nullable Kept keptAside;
    private long reembedded;
    private long reembedAfterNanos = System.nanoTime();
    private long committedAtNanos = System.nanoTime();

    /** Takes in what only the index still has, before the index is made anew. */
    public interface LostGripes {
        /**
         * Keeps what the source gives.
         *
         * @throws UncheckedIOException when that is not possible; then the index is left as it is
         */
        Kept keep(Consumer<Consumer<Gripe>> source);

        /** @param where in words, for people; empty when there were none */
        record Kept(long count, String where) {}
    }

    /** @param modelVersion of the vectors that the index was opened for */
    public ChangeFollower(
            GripeStore store,
            GripeIndex index,
            Embedder embedder,
            String modelVersion,
            Workspace workspace,
            Clock clock,
            LostGripes lostGripes,
            MeterRegistry meters) {
        this.store = store;
        this.index = index;
        this.embedder = embedder;
        this.modelVersion = modelVersion;
        this.workspace = workspace;
        this.clock = clock;
        this.lostGripes = lostGripes;
        levelAt = clock.instant();
        thread = Thread.ofPlatform().name("change-follower").unstarted(this::follow);
        verifier = Thread.ofPlatform().name("index-verifier").daemon().unstarted(this::verify);
        Gauge.builder("gripe.index.gripes", () -> index.count(workspace))
                .description("Gripes in the index")
                .register(meters);
        Gauge.builder("gripe.index.without.vector", () -> index.countWithoutVector(workspace))
                .description("Gripes found by words only until they are embedded")
                .register(meters);
        Gauge.builder("gripe.index.segments", index::segments)
                .description("Pieces of the index on the disk")
                .register(meters);
        Gauge.builder("gripe.index.lag", this::lagSeconds)
                .baseUnit("seconds")
                .description("How much older the newest change in the index is than the newest acknowledged one")
                .register(meters);
    }

    /** Begins to follow. What was acknowledged before this start counts as acknowledged: searches wait for it too. */
    public void start() {
        acknowledged(workspace, store.newest(workspace));
        thread.start();
        verifier.start();
    }

    /** Notes a change that was acknowledged to somebody: searches that begin now will show it. */
    public synchronized void acknowledged(Workspace of, Position position) {
        if (position.compareTo(acknowledged) > 0) {
            acknowledged = position;
        }
    }

    /**
     * Waits until everything that was acknowledged before this call can be found. While the store is lost it does not
     * wait: searches then go on from what the index has. Throws Problem when it takes long.
     *
     * @return since when the store has not been heard of; null when all is well
     */
    public @Nullable Instant awaitAcknowledged(Workspace of, Duration atMost) {
        long begin = System.nanoTime();
        Position wanted = acknowledged;
        while (!index.awaitVisible(of, wanted, LOOK_AGAIN)) {
            Instant stale = staleSince();
            if (stale != null) {
                requireShownBefore(index.visible(of));
                return stale;
            }
            // The store held nothing more when it was asked after this began: it went back to before what is waited
            // for.
            if (levelNanos - begin > 0 && index.visible(of).compareTo(index.applied(of)) >= 0) {
                return null;
            }
            if (System.nanoTime() - begin > atMost.toNanos()) {
                throw new Problem(
                        Problem.Code.INDEX_UNAVAILABLE,
                        "The index has not caught up yet; what was captured is kept. Try again.");
            }
        }
        shown = wanted;
        return staleSince();
    }

    /** An index that fell back to its last commit lacks what searches showed already: no answer is better than that. */
    private void requireShownBefore(Position visible) {
        if (visible.compareTo(shown) < 0) {
            throw new Problem(
                    Problem.Code.INDEX_UNAVAILABLE,
                    "The index failed and cannot catch up while KeyDB is away; what was captured is kept. Try again.");
        }
    }

    /** Since when the index has not heard of the store; null while it follows. */
    public @Nullable Instant staleSince() {
        long asked = askedNanos;
        boolean silent = asked != 0 && System.nanoTime() - asked > SILENCE_NANOS_MAX;
        return silent || problem != null ? levelAt : null;
    }

    private double lagSeconds() {
        Position applied = index.applied(workspace);
        Position newest = acknowledged;
        return applied.compareTo(newest) >= 0 ? 0 : (newest.millis() - applied.millis()) / 1e3;
    }

    /** What searches show at least. */
    public Position visible(Workspace of) {
        return index.visible(of);
    }

    public boolean running() {
        return thread.isAlive() && problem == null;
    }

    public FollowerStatus status() {
        return new FollowerStatus(
                running(),
                index.applied(workspace).compareTo(target) >= 0,
                index.countWithoutVector(workspace),
                problem,
                staleSince(),
                warning);
    }

    private void follow() {
        long pauseMillis = 50;
        boolean started = false;
        while (closing.getCount() > 0) {
            try {
                if (!started) {
                    matchStore();
                    started = true;
                    int unused = index.warm();
                }
                step();
                pauseMillis = 50;
                if (problem != null) {
                    problem = null;
                    LOG.info("The index follows the store again");
                }
            } catch (RuntimeException | InternalError e) {
                if (closing.getCount() == 0) {
                    return;
                }
                String said = e instanceof Problem known ? known.detail() : e.toString();
                if (problem == null) {
                    LOG.warn("The index cannot follow the store, trying again: {}", said, e);
                }
                problem = said;
                if (!index.healthy()) {
                    reopen();
                }
                pause(pauseMillis);
                pauseMillis = Math.min(pauseMillis * 2, PAUSE_AFTER_FAILURE_MILLIS_MAX);
            }
        }
    }

    /** Looks for damage beside everything else: after the start, whenever something looks like it, and once a day. */
    private void verify() {
        long verified = System.nanoTime();
        index.verify();
        while (closing.getCount() > 0) {
            pause(QUIET_MAX.toMillis());
            if (index.suspect() || System.nanoTime() - verified > VERIFY_AGAIN_NANOS) {
                verified = System.nanoTime();
                index.verify();
            }
        }
    }

    private void reopen() {
        try {
            index.reopen();
        } catch (RuntimeException e) {
            LOG.warn("The index cannot be opened again yet: {}", e.toString());
        }
    }

    /**
     * An index that was made from another store is made anew. It may be the last copy, since a KeyDB that came back empty
     * is another store too.
     */
    private void matchStore() {
        String storeId = store.storeId(workspace);
        target = store.newest(workspace);
        if (!storeId.equals(index.storeId())) {
            if (!index.applied(workspace).equals(Position.START)) {
                LostGripes.Kept lost = keptAside();
                String said =
                        "KeyDB is not the one that the index was made from: it came back empty, was restored, or is"
                                + " another one (" + now() + "). " + inWords(lost) + " The index is made anew.";
                LOG.warn("{}", said);
                if (lost.count() > 0) {
                    warning = said;
                }
            }
            index.clear();
            keptAside = null;
            index.setStoreId(storeId);
        }
        LOG.info("The index continues at {}, the store is at {}", index.applied(workspace), target);
    }

    /**
     * The store holds older data than the index, or others, so the index is made anew. What is in the index alone is
     * kept aside first: it was acknowledged, and nobody else has it any more.
     */
    private void storeWentBack() {
        Position applied = index.applied(workspace);
        Position newest = store.newest(workspace);
        // All that was applied counts, shown or not.
        var unused = index.awaitVisible(workspace, applied, QUIET_MAX);
        LostGripes.Kept lost = keptAside();
        String said = "KeyDB came back with older data (" + now() + "): the index was at change " + applied
                + ", which KeyDB does not have; its newest is " + newest + ". " + inWords(lost)
                + " Gripes that were deleted since may be there again. The index is made anew.";
        LOG.error("{}", said);
        warning = said;
        index.clear();
        keptAside = null;
        index.setStoreId(store.storeId(workspace));
        synchronized (this) {
            target = newest;
            acknowledged = newest;
            shown = Position.START;
        }
    }

    /** Once, though what comes after it may fail and be tried again. */
    private LostGripes.Kept keptAside() {
        LostGripes.Kept lost = keptAside == null ? lostGripes.keep(this::forEachLost) : keptAside;
        keptAside = lost;
        return lost;
    }

    private static String inWords(LostGripes.Kept lost) {
        return "Of what the index shows, " + lost.count() + " gripes are gone or older there"
                + (lost.count() == 0 ? "." : "; they are kept in " + lost.where() + ".");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** What the index shows and the store does not have, or has as it was before an edit. */
    private void forEachLost(Consumer<Gripe> lost) {
        Cursor after = null;
        do {
            Page page = index.list(workspace, Filter.NONE, COMPARED_AT_ONCE_MAX, after);
            List<Loaded> loaded = loaded(page.items().stream().map(Gripe::id).toList());
            for (int i = 0; i < loaded.size(); i++) {
                Gripe shown = page.items().get(i);
                StoredGripe stored = loaded.get(i).stored();
                if (stored == null || stored.gripe().updatedAt().isBefore(shown.updatedAt())) {
                    lost.accept(shown);
                }
            }
            after = page.next();
        } while (after != null);
    }

    private void step() {
        if (!index.healthy()) {
            throw new Problem(Problem.Code.INDEX_UNAVAILABLE, "The index failed and has to be opened anew.");
        }
        boolean toReembed = embedder.ready()
                && System.nanoTime() - reembedAfterNanos >= 0
                && index.countWithoutVector(workspace) > 0;
        long asked = System.nanoTime();
        Instant askedAt = clock.instant();
        askedNanos = asked;
        Optional<List<Change>> read;
        try {
            read = store.changesAfter(
                    workspace, index.applied(workspace), CHANGES_AT_ONCE_MAX, toReembed ? Duration.ZERO : QUIET_MAX);
        } finally {
            askedNanos = 0;
        }
        if (read.isEmpty()) {
            storeWentBack();
            return;
        }
        List<Change> changes = read.get();
        if (changes.size() < CHANGES_AT_ONCE_MAX) {
            levelAt = askedAt;
        }
        if (changes.isEmpty()) {
            levelNanos = asked;
        } else {
            Position last = changes.get(changes.size() - 1).position();
            apply(changes.stream().map(Change::id).distinct().toList(), last);
        }
        if (toReembed) {
            reembed();
        }
        if (System.nanoTime() - committedAtNanos > COMMIT_INTERVAL_NANOS) {
            index.commit();
            committedAtNanos = System.nanoTime();
        }
    }

    /** Answers how many of them now have a vector, or need none. */
    private int apply(List<String> ids, Position upTo) {
        List<Loaded> loaded = loaded(ids);
        Map<String, CompletableFuture<float[]>> computing = new HashMap<>();
        Map<String, float[]> vectors = new HashMap<>();
        for (Loaded one : loaded) {
            StoredGripe stored = one.stored();
            if (stored == null || stored.deleted()) {
                continue;
            }
            float[] kept = StoredVector.read(modelVersion, stored.gripe().text(), one.vector());
            if (kept != null) {
                vectors.put(one.id(), kept);
            } else {
                computing.put(one.id(), embedder.embed(stored.gripe().text(), Urgency.IN_BULK));
            }
        }
        Map<String, byte[]> toKeep = new HashMap<>();
        for (Loaded one : loaded) {
            CompletableFuture<float[]> future = computing.get(one.id());
            StoredGripe stored = one.stored();
            if (future == null || stored == null) {
                continue;
            }
            float[] vector = computed(future);
            if (vector != null) {
                byte[] form = StoredVector.write(modelVersion, stored.gripe().text(), vector);
                toKeep.put(one.id(), form);
                // What is indexed is what is kept, so that an index made anew gives the same answers.
                float[] asKept = StoredVector.read(modelVersion, stored.gripe().text(), form);
                vectors.put(one.id(), asKept == null ? vector : asKept);
            }
        }
        List<Update> updates = new ArrayList<>(loaded.size());
        for (Loaded one : loaded) {
            updates.add(new Update(workspace, one.id(), one.stored(), vectors.get(one.id()), one.painPoint()));
        }
        index.apply(updates, upTo);
        if (!toKeep.isEmpty()) {
            var unused = store.keepVectors(workspace, toKeep).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.debug("Vectors were not kept, they will be computed again: {}", failure.toString());
                }
            });
        }
        return (int) updates.stream()
                .filter(update -> update.state() == null || update.state().deleted() || update.vector() != null)
                .count();
    }

    /** After a change of the model, or when it had failed: gripes that have no vector of this model yet. */
    private void reembed() {
        List<String> ids = index.idsWithoutVector(workspace, REEMBEDDED_AT_ONCE_MAX);
        if (ids.isEmpty()) {
            return;
        }
        int embedded = apply(ids, index.applied(workspace));
        if (embedded < ids.size()) {
            // Texts that the model does not take, or a model that fails: not in a tight loop.
            reembedAfterNanos = System.nanoTime() + REEMBED_AGAIN_NANOS;
        }
        reembedded += embedded;
        if (reembedded % (REEMBEDDED_AT_ONCE_MAX * 16) < REEMBEDDED_AT_ONCE_MAX) {
            LOG.info("Embedded {} gripes anew, {} to go", reembedded, index.countWithoutVector(workspace));
        }
    }

    private List<Loaded> loaded(List<String> ids) {
        try {
            return store.load(workspace, ids).toCompletableFuture().get(VECTOR_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreFailure.problem(e);
        } catch (ExecutionException | TimeoutException e) {
            throw StoreFailure.problem(e);
        }
    }

    private static float @Nullable [] computed(CompletableFuture<float[]> future) {
        try {
            return future.get(VECTOR_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("A text could not be embedded; it is found by its words only: {}", e.toString());
            return null;
        }
    }

    private void pause(long millis) {
        try {
            var unused = closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops after the step under way, and commits. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(QUIET_MAX.plusMillis(500));
            verifier.join(QUIET_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        index.close();
    }
}
