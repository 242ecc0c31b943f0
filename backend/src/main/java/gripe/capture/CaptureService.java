package gripe.capture;

import gripe.Gripe;
import gripe.PainPoint;
import gripe.Position;
import gripe.Problem;
import gripe.SoFar;
import gripe.Workspace;
import gripe.embedding.Embedder;
import gripe.embeddings.OnnxEmbeddingModel.Urgency;
import gripe.index.ChangeFollower;
import gripe.painpoint.Assigning;
import gripe.search.Likeness;
import gripe.storage.GripeStore;
import gripe.storage.GripeStore.Created;
import gripe.storage.GripeStore.Creation;
import gripe.storage.GripeStore.Replaced;
import gripe.storage.StoreFailure;
import gripe.storage.StoredGripe;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes gripes in and changes them. Thread-safe. A capture is answered when its record is durable and its vector
 * computed, both done at the same time; the index follows the change stream by itself.
 */
@Singleton
public final class CaptureService {
    /** Far above what a text takes; beyond it the capture is answered as not searchable yet. */
    private static final long EMBEDDING_MILLIS_MAX = 10_000;

    /** Others had something to do with it at the same time, or its time is over: that is no trouble of the rest. */
    private static final Set<Problem.Code> OF_ONE_GRIPE =
            Set.of(Problem.Code.NOT_FOUND, Problem.Code.DELETED, Problem.Code.EDITED_MEANWHILE);

    private final GripeStore store;
    private final Embedder embedder;
    private final ChangeFollower follower;
    private final Likeness likeness;
    private final Assigning assigning;
    private final Clock clock;
    private final GripeRules rules;
    private final GripeIds ids;
    private final Unseen unseen = new Unseen();
    private final Timer timer;

    public CaptureService(
            GripeStore store,
            Embedder embedder,
            ChangeFollower follower,
            Likeness likeness,
            Assigning assigning,
            Clock clock,
            MeterRegistry meters) {
        this.store = store;
        this.embedder = embedder;
        this.follower = follower;
        this.likeness = likeness;
        this.assigning = assigning;
        this.clock = clock;
        rules = new GripeRules(clock);
        ids = new GripeIds(clock);
        timer = Timer.builder("gripe.capture")
                .description("One capture, from its validated request to its answer")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    /** Captures and says what gripes like this one have cost so far. Blocks; throws Problem. */
    public Captured capture(Workspace workspace, NewGripe request, @Nullable String idempotencyKey) {
        long start = System.nanoTime();
        InFlight inFlight = begin(workspace, List.of(new Request(request, idempotencyKey)), Urgency.NOW)
                .get(0);
        Created created = joined(inFlight.writing());
        float[] vector = joined(inFlight.vector());
        Gripe gripe = created.stored().gripe();
        SoFar soFar = vector == null ? null : soFar(workspace, gripe, vector, created.position());
        Captured captured = answer(created, vector != null, soFar, painPoint(workspace, created, vector));
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        return captured;
    }

    /** What to capture, and the idempotency key of the request that brought it. */
    public record Request(NewGripe gripe, @Nullable String idempotencyKey) {}

    /** Captures many without asking what they have cost. @return for each of them; fails with Problem */
    public List<CompletableFuture<Captured>> captureAll(Workspace workspace, List<Request> requests) {
        return begin(workspace, requests, Urgency.IN_BULK).stream()
                .map(inFlight -> inFlight.writing()
                        .thenCombine(
                                inFlight.vector(), (created, vector) -> answer(created, vector != null, null, null))
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(StoreFailure.problem(failure))))
                .toList();
    }

    public Gripe find(Workspace workspace, String id) {
        StoredGripe stored = store.find(workspace, id).orElseThrow(() -> notFound(id));
        return notDeleted(stored).gripe();
    }

    public Gripe edit(Workspace workspace, String id, GripeEdit edit) {
        String text = edit.text() == null ? null : rules.text(edit.text());
        Optional<Double> minutes = edit.minutes();
        Double minutesTo = minutes == null ? null : rules.minutes(minutes.orElse(null));
        OffsetDateTime happenedAt = edit.happenedAt() == null ? null : rules.happenedAt(edit.happenedAt());
        List<String> tags = edit.tags() == null ? null : rules.tags(edit.tags());
        Optional<String> place = edit.place();
        String placeTo = place == null ? null : rules.place(place.orElse(null));
        Optional<String> source = edit.source();
        String sourceTo = source == null ? null : rules.source(source.orElse(null));
        Gripe edited = change(workspace, id, stored -> {
            Gripe before = notDeleted(stored).gripe();
            Gripe after = new Gripe(
                    before.id(),
                    text == null ? before.text() : text,
                    minutes == null ? before.minutes() : minutesTo,
                    happenedAt == null ? before.happenedAt() : happenedAt,
                    tags == null ? before.tags() : tags,
                    place == null ? before.place() : placeTo,
                    source == null ? before.source() : sourceTo,
                    before.createdAt(),
                    // An edit is never older than what it edits, though the clock may have been set back.
                    Collections.max(List.of(now(), before.updatedAt())));
            return new StoredGripe(after, stored.digest(), null);
        });
        if (happenedAt != null) {
            assigning.changed(workspace, List.of(id));
        }
        return edited;
    }

    /** Deletes; {@link #restore} takes it back within {@link GripeStore#UNDO}. Deleting twice is as good as once. */
    public void delete(Workspace workspace, String id) {
        deleteAlone(workspace, id);
        assigning.changed(workspace, List.of(id));
    }

    public Gripe restore(Workspace workspace, String id) {
        Gripe restored = restoreAlone(workspace, id);
        assigning.changed(workspace, List.of(id));
        return restored;
    }

    private void deleteAlone(Workspace workspace, String id) {
        change(
                workspace,
                id,
                stored -> stored.deleted() ? stored : new StoredGripe(stored.gripe(), stored.digest(), now()));
    }

    private Gripe restoreAlone(Workspace workspace, String id) {
        return change(workspace, id, stored -> {
            Instant deletedAt = stored.deletedAt();
            if (deletedAt != null && deletedAt.plus(GripeStore.UNDO).isBefore(clock.instant())) {
                throw notFound(id);
            }
            return new StoredGripe(stored.gripe(), stored.digest(), null);
        });
    }

    /**
     * Does the same to many, one after the other; what is gone or that way already is left alone. What stops it on the way
     * is answered with what was done until then, which could not be taken back by its ids otherwise.
     */
    public BulkEdited editAll(Workspace workspace, List<String> of, BulkEdit edit) {
        BulkEdited edited = editEach(workspace, of, edit);
        if (edit.action() == BulkEdit.Action.DELETE || edit.action() == BulkEdit.Action.RESTORE) {
            assigning.changed(workspace, edited.changed());
        }
        return edited;
    }

    private BulkEdited editEach(Workspace workspace, List<String> of, BulkEdit edit) {
        String tag = edit.tag() == null ? null : rules.tags(List.of(edit.tag())).get(0);
        List<String> changed = new ArrayList<>();
        int unchanged = 0;
        for (String id : of) {
            boolean asked = false;
            try {
                StoredGripe before = store.find(workspace, id).orElse(null);
                if (before == null || !wanted(before, edit.action(), tag)) {
                    unchanged++;
                    continue;
                }
                asked = true;
                editOne(workspace, id, edit.action(), tag);
                changed.add(id);
            } catch (Problem e) {
                if (OF_ONE_GRIPE.contains(e.code())) {
                    unchanged++;
                    continue;
                }
                if (changed.isEmpty()) {
                    throw e;
                }
                // It may be done though no answer came; the way back leaves alone what is as it was.
                if (asked && e.code() == Problem.Code.STORE_UNAVAILABLE) {
                    changed.add(id);
                }
                int left = of.size() - unchanged - changed.size();
                return new BulkEdited(
                        changed,
                        unchanged,
                        left,
                        new BulkEdited.Trouble(e.code().wireName(), e.detail()));
            }
        }
        return new BulkEdited(changed, unchanged, 0, null);
    }

    private void editOne(Workspace workspace, String id, BulkEdit.Action action, @Nullable String tag) {
        switch (action) {
            case TAG, UNTAG -> {
                var unused = change(workspace, id, stored -> retagged(stored, action, tag));
            }
            case DELETE -> deleteAlone(workspace, id);
            case RESTORE -> {
                var unused = restoreAlone(workspace, id);
            }
        }
    }

    private static boolean wanted(StoredGripe before, BulkEdit.Action action, @Nullable String tag) {
        List<String> tags = before.gripe().tags();
        return switch (action) {
            case TAG -> !before.deleted() && !tags.contains(tag) && tags.size() < GripeRules.TAGS_MAX;
            case UNTAG -> !before.deleted() && tags.contains(tag);
            case DELETE -> !before.deleted();
            case RESTORE -> before.deleted();
        };
    }

    private StoredGripe retagged(StoredGripe stored, BulkEdit.Action action, @Nullable String tag) {
        if (tag == null || !wanted(stored, action, tag)) {
            return stored;
        }
        Gripe before = stored.gripe();
        List<String> tags = new ArrayList<>(before.tags());
        if (action == BulkEdit.Action.TAG) {
            tags.add(tag);
        } else {
            tags.remove(tag);
        }
        Gripe after = new Gripe(
                before.id(),
                before.text(),
                before.minutes(),
                before.happenedAt(),
                tags,
                before.place(),
                before.source(),
                before.createdAt(),
                Collections.max(List.of(now(), before.updatedAt())));
        return new StoredGripe(after, stored.digest(), stored.deletedAt());
    }

    private Gripe change(Workspace workspace, String id, UnaryOperator<StoredGripe> change) {
        Replaced replaced = store.replace(workspace, id, change).orElseThrow(() -> notFound(id));
        follower.acknowledged(workspace, replaced.position());
        return replaced.stored().gripe();
    }

    /** The two halves of a capture, both under way. The vector is null when there is none to be had. */
    private record InFlight(CompletableFuture<Created> writing, CompletableFuture<float @Nullable []> vector) {}

    private List<InFlight> begin(Workspace workspace, List<Request> requests, Urgency urgency) {
        Instant now = now();
        List<CompletableFuture<Creation>> checked =
                requests.stream().map(request -> checked(request, now)).toList();
        List<Creation> creations = checked.stream()
                .filter(one -> !one.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
        Iterator<CompletableFuture<Created>> writing =
                store.create(workspace, creations, now).iterator();
        List<InFlight> begun = new ArrayList<>(requests.size());
        for (CompletableFuture<Creation> one : checked) {
            if (one.isCompletedExceptionally()) {
                begun.add(new InFlight(
                        one.thenCompose(never -> CompletableFuture.failedFuture(one.exceptionNow())),
                        CompletableFuture.completedFuture(null)));
            } else {
                String text = one.join().stored().gripe().text();
                begun.add(new InFlight(
                        writing.next().thenApply(created -> noted(workspace, created)), vector(text, urgency)));
            }
        }
        return begun;
    }

    private Created noted(Workspace workspace, Created created) {
        Position position = created.position();
        if (position != null) {
            follower.acknowledged(workspace, position);
        }
        return created;
    }

    private CompletableFuture<float @Nullable []> vector(String text, Urgency urgency) {
        return embedder.embed(text, urgency)
                .thenApply(computed -> (float @Nullable []) computed)
                .completeOnTimeout(null, EMBEDDING_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .exceptionally(failure -> null);
    }

    private CompletableFuture<Creation> checked(Request request, Instant now) {
        try {
            StoredGripe stored =
                    new StoredGripe(checked(request.gripe(), now), RequestDigest.of(request.gripe()), null);
            return CompletableFuture.completedFuture(new Creation(stored, request.idempotencyKey()));
        } catch (Problem e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Gripe checked(NewGripe request, Instant now) {
        OffsetDateTime happenedAt = request.happenedAt() == null
                ? OffsetDateTime.ofInstant(now, ZoneId.systemDefault())
                : rules.happenedAt(request.happenedAt());
        Instant createdAt = Objects.requireNonNullElse(request.createdAt(), now).truncatedTo(ChronoUnit.MILLIS);
        return new Gripe(
                request.id() == null ? ids.next() : rules.id(request.id()),
                rules.text(request.text()),
                rules.minutes(request.minutes()),
                happenedAt,
                rules.tags(request.tags()),
                rules.place(request.place()),
                rules.source(request.source()),
                createdAt,
                Objects.requireNonNullElse(request.updatedAt(), createdAt).truncatedTo(ChronoUnit.MILLIS));
    }

    private @Nullable PainPoint painPoint(Workspace workspace, Created created, float @Nullable [] vector) {
        Position position = created.position();
        Gripe gripe = created.stored().gripe();
        return position == null
                ? assigning.assigned(workspace, gripe.id())
                : vector == null ? null : assigning.assign(workspace, gripe, vector, position);
    }

    private Captured answer(Created created, boolean understood, @Nullable SoFar soFar, @Nullable PainPoint painPoint) {
        return new Captured(
                created.stored().gripe(),
                understood && follower.running(),
                created.position() == null,
                soFar,
                painPoint);
    }

    private @Nullable SoFar soFar(Workspace workspace, Gripe gripe, float[] vector, @Nullable Position position) {
        double threshold = likeness.sameAgain();
        Position visible = follower.visible(workspace);
        SoFar before;
        try {
            before = unseen.soFar(
                    visible, vector, threshold, gripe.id(), except -> likeness.soFar(workspace, vector, except));
        } catch (Problem e) {
            // The index is down, the gripe is kept: no figure is better than a wrong one.
            return null;
        }
        if (position != null) {
            unseen.add(position, gripe, vector);
        }
        Double minutes = gripe.minutes();
        return new SoFar(before.count() + 1, before.minutes() + (minutes == null ? 0 : minutes), before.lastAt());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static <T extends @Nullable Object> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw StoreFailure.problem(e);
        }
    }

    private static StoredGripe notDeleted(StoredGripe stored) {
        if (stored.deleted()) {
            throw new Problem(Problem.Code.DELETED, "This gripe was deleted; it can be restored for 30 days.");
        }
        return stored;
    }

    private static Problem notFound(String id) {
        return new Problem(Problem.Code.NOT_FOUND, "There is no gripe " + id + ".");
    }
}
