package gripe.painpoint;

import gripe.Position;
import gripe.Problem;
import gripe.Workspace;
import gripe.index.ChangeFollower;
import gripe.storage.Decision;
import gripe.storage.PainPointStore;
import gripe.storage.PainPointStore.Applied;
import gripe.storage.PainPointStore.State;
import gripe.storage.PainPointStore.Step;
import gripe.storage.StoredPainPoint;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pain points and decisions as they are now, and the one way to change them. Thread-safe. */
@Singleton
final class Catalogue {
    private static final int TRIES_MAX = 20;
    private static final int EVENTS_MAX = 5_000;

    private final PainPointStore store;
    private final ChangeFollower follower;
    private volatile View view = new View(State.EMPTY);

    Catalogue(PainPointStore store, ChangeFollower follower) {
        this.store = store;
        this.follower = follower;
    }

    /** All of them as of one version. Immutable. */
    static final class View {
        private final State state;
        private final Map<String, StoredPainPoint> byId = new HashMap<>();
        private final Map<String, Set<String>> parts = new HashMap<>();
        private final Law law;

        View(State state) {
            this.state = state;
            state.painPoints().forEach(painPoint -> byId.put(painPoint.id(), painPoint));
            state.painPoints()
                    .forEach(painPoint -> parts.computeIfAbsent(resolved(painPoint.id()), key -> new HashSet<>())
                            .add(painPoint.id()));
            law = Law.of(state.decisions());
        }

        long version() {
            return state.version();
        }

        List<StoredPainPoint> painPoints() {
            return state.painPoints();
        }

        List<Decision> decisions() {
            return state.decisions();
        }

        Law law() {
            return law;
        }

        /** As it is with one more decision, or with this one in place of the one that has its id. */
        View with(Decision decision) {
            List<Decision> decisions = new ArrayList<>(state.decisions());
            decisions.removeIf(one -> one.id().equals(decision.id()));
            decisions.add(decision);
            decisions.sort(Comparator.comparingLong(Decision::at).thenComparing(Decision::id));
            return new View(new State(state.version(), state.painPoints(), decisions));
        }

        /** As it is with these pain points in place of those that have their ids, and one more decision. */
        View with(List<StoredPainPoint> painPoints, Decision decision) {
            Map<String, StoredPainPoint> all = new LinkedHashMap<>();
            state.painPoints().forEach(painPoint -> all.put(painPoint.id(), painPoint));
            painPoints.forEach(painPoint -> all.put(painPoint.id(), painPoint));
            return new View(new State(state.version(), List.copyOf(all.values()), state.decisions())).with(decision);
        }

        @Nullable
        StoredPainPoint find(String id) {
            return byId.get(id);
        }

        /** The pain point that this one has become part of, or itself. */
        String resolved(String id) {
            String at = id;
            Set<String> seen = new HashSet<>();
            while (seen.add(at)) {
                StoredPainPoint painPoint = byId.get(at);
                String into = painPoint == null ? null : painPoint.into();
                if (into == null) {
                    return at;
                }
                at = into;
            }
            return id;
        }

        /** Every id that stands for the same pain point as this one. */
        Set<String> parts(String id) {
            return parts.getOrDefault(id, Set.of(id));
        }

        /** What people called it; else what a chat model did; else what was derived. */
        String label(StoredPainPoint painPoint) {
            String given = law.label(painPoint.id());
            if (given != null) {
                return given;
            }
            StoredPainPoint.Title title = painPoint.title();
            return title == null ? painPoint.label() : title.text();
        }
    }

    /** The pain point of each of these gripes that has one, by the id that it goes by now. */
    Map<String, String> assigned(Workspace workspace, View view, List<String> gripes) {
        Map<String, String> resolved = new HashMap<>();
        store.assigned(workspace, gripes).forEach((gripe, painPoint) -> {
            if (!painPoint.equals(Law.NOWHERE)) {
                resolved.put(gripe, view.resolved(painPoint));
            }
        });
        return resolved;
    }

    View view(Workspace workspace) {
        View known = view;
        if (store.version(workspace) == known.version()) {
            return known;
        }
        View fresh = new View(store.load(workspace));
        view = fresh;
        return fresh;
    }

    /** For answers alone: while the store is away they go on from what was seen last. */
    View shown(Workspace workspace) {
        try {
            return view(workspace);
        } catch (Problem e) {
            return view;
        }
    }

    /** Without asking the store, so of any time before. */
    View lastSeen() {
        return view;
    }

    /** What is written by now, by whomever, is what the index shows afterwards. */
    void awaitWritten(Workspace workspace, Duration atMost) {
        follower.acknowledged(workspace, store.newest(workspace));
        var unused = follower.awaitAcknowledged(workspace, atMost);
    }

    /** A step and what to answer when it is done. */
    record Change<T extends @Nullable Object>(Step step, T answer) {}

    /**
     * Writes what follows from the present state, in one step.
     *
     * @param decide pure, since it is called again when somebody else was quicker; may throw Problem
     */
    <T extends @Nullable Object> T change(Workspace workspace, Function<View, Change<T>> decide) {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            View seen = view(workspace);
            Change<T> change = decide.apply(seen);
            if (apply(workspace, seen, change.step()) != null) {
                return change.answer();
            }
        }
        throw new Problem(
                Problem.Code.EDITED_MEANWHILE, "Others kept changing the pain points; nothing was changed. Try again.");
    }

    /** Writes a step that was decided on a view; null when that view is no longer the present one. */
    @Nullable
    Position apply(Workspace workspace, View seen, Step step) {
        Applied applied = apply(workspace, seen.version(), step);
        return applied == null ? null : Objects.requireNonNullElse(applied.position(), Position.START);
    }

    /** The same on a version; null when that is no longer the present one. */
    @Nullable
    Applied apply(Workspace workspace, long version, Step step) {
        Applied applied = store.apply(workspace, version, step).orElse(null);
        Position position = applied == null ? null : applied.position();
        if (position != null) {
            follower.acknowledged(workspace, position);
        }
        return applied;
    }

    /** The last change after a position when there are no more than so many, else the position. */
    Position lastOf(Workspace workspace, Position after, int atMost) {
        if (atMost > EVENTS_MAX) {
            return after;
        }
        List<PainPointStore.Event> events = store.eventsAfter(workspace, after, atMost + 1);
        return events.isEmpty() || events.size() > atMost
                ? after
                : events.get(events.size() - 1).position();
    }
}
