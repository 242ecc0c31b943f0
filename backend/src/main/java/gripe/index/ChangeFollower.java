package gripe.index;

import gripe.Position;
import gripe.Problem;
import gripe.Workspace;
import gripe.embedding.Embedder;
import gripe.embedding.StoredVector;
import gripe.embeddings.OnnxEmbeddingModel.Urgency;
import gripe.storage.Change;
import gripe.storage.GripeStore;
import gripe.storage.GripeStore.Loaded;
import gripe.storage.StoredGripe;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private static final Duration NO_WAIT = Duration.ofMillis(1);
    /** What a kill costs: this much of the stream is applied again, from vectors that are kept. */
    private static final long COMMIT_INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private static final long REEMBED_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private static final long VECTOR_SECONDS_MAX = 60;
    private static final long PAUSE_AFTER_FAILURE_MILLIS_MAX = 5_000;

    private final GripeStore store;
    private final GripeIndex index;
    private final Embedder embedder;
    private final String modelVersion;
    private final Workspace workspace;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile Position acknowledged = Position.START;
    private volatile @Nullable String problem;
    private volatile Position target = Position.START;
    private long reembedded;
    private long reembedAfterNanos = System.nanoTime();
    private long committedAtNanos = System.nanoTime();

    /** @param modelVersion of the vectors that the index was opened for */
    public ChangeFollower(
            GripeStore store,
            GripeIndex index,
            Embedder embedder,
            String modelVersion,
            Workspace workspace,
            MeterRegistry meters) {
        this.store = store;
        this.index = index;
        this.embedder = embedder;
        this.modelVersion = modelVersion;
        this.workspace = workspace;
        thread = Thread.ofPlatform().name("change-follower").unstarted(this::follow);
        Gauge.builder("gripe.index.gripes", () -> index.count(workspace))
                .description("Gripes in the index")
                .register(meters);
        Gauge.builder("gripe.index.without.vector", () -> index.countWithoutVector(workspace))
                .description("Gripes found by words only until they are embedded")
                .register(meters);
        Gauge.builder("gripe.index.segments", index::segments).register(meters);
    }

    /** Begins to follow. What was acknowledged before this start counts as acknowledged: searches wait for it too. */
    public void start() {
        acknowledged(workspace, store.newest(workspace));
        thread.start();
    }

    /** Notes a change that was acknowledged to somebody: searches that begin now will show it. */
    public synchronized void acknowledged(Workspace of, Position position) {
        if (position.compareTo(acknowledged) > 0) {
            acknowledged = position;
        }
    }

    /** Waits until everything that was acknowledged before this call can be found; throws Problem when it takes long. */
    public void awaitAcknowledged(Workspace of, Duration atMost) {
        index.awaitVisible(of, acknowledged, atMost);
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
                problem);
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
            } catch (RuntimeException e) {
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

    private void reopen() {
        try {
            index.reopen();
        } catch (RuntimeException e) {
            LOG.warn("The index cannot be opened again yet: {}", e.toString());
        }
    }

    /** An index that was made from other data, or from newer data than the store has now, is worthless. */
    private void matchStore() {
        String storeId = store.storeId(workspace);
        Position newest = store.newest(workspace);
        target = newest;
        String derivedFrom = index.storeId();
        Position applied = index.applied(workspace);
        if (!storeId.equals(derivedFrom) || applied.compareTo(newest) > 0) {
            if (!applied.equals(Position.START)) {
                LOG.warn("The index was made from other or newer data than the store holds; making it anew");
            }
            index.clear();
            index.setStoreId(storeId);
        }
        LOG.info("The index continues at {}, the store is at {}", index.applied(workspace), newest);
    }

    private void step() {
        if (!index.healthy()) {
            throw new Problem(Problem.Code.INDEX_UNAVAILABLE, "The index failed and has to be opened anew.");
        }
        boolean toReembed = embedder.ready()
                && System.nanoTime() - reembedAfterNanos >= 0
                && index.countWithoutVector(workspace) > 0;
        List<Change> changes = store.changesAfter(
                workspace, index.applied(workspace), CHANGES_AT_ONCE_MAX, toReembed ? NO_WAIT : QUIET_MAX);
        if (!changes.isEmpty()) {
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
            updates.add(new Update(workspace, one.id(), one.stored(), vectors.get(one.id())));
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
            throw GripeStore.unavailable(e);
        } catch (ExecutionException | TimeoutException e) {
            throw GripeStore.unavailable(e);
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
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        index.close();
    }
}
