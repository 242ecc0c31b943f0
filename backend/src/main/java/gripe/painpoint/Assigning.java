package gripe.painpoint;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import gripe.Gripe;
import gripe.PainPoint;
import gripe.Position;
import gripe.Problem;
import gripe.Workspace;
import gripe.grouping.Joining;
import gripe.grouping.Parameters;
import gripe.index.ChangeFollower;
import gripe.index.GripeIndex;
import gripe.index.Near;
import gripe.painpoint.Catalogue.Change;
import gripe.painpoint.Catalogue.View;
import gripe.storage.Decision;
import gripe.storage.PainPointStore;
import gripe.storage.PainPointStore.Step;
import gripe.storage.StoredPainPoint;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a gripe that is just captured which pain point it belongs to, by its nearest neighbours, and writes it down.
 * Thread-safe.
 */
@Singleton
public final class Assigning {
    private static final int TRIES_MAX = 5;
    private static final Duration VISIBLE_MAX = Duration.ofSeconds(5);

    private final PainPointStore store;
    private final Catalogue catalogue;
    private final Figures figures;
    private final GripeIndex index;
    private final ChangeFollower follower;
    private final Parameters parameters;
    private final Clock clock;
    private final Recent recent = new Recent();
    private final TimeBasedEpochRandomGenerator ids = Generators.timeBasedEpochRandomGenerator();

    public Assigning(
            PainPointStore store,
            Catalogue catalogue,
            Figures figures,
            GripeIndex index,
            ChangeFollower follower,
            Parameters parameters,
            Clock clock) {
        this.store = store;
        this.catalogue = catalogue;
        this.figures = figures;
        this.index = index;
        this.follower = follower;
        this.parameters = parameters;
        this.clock = clock;
    }

    /** With parts of its own, for use without the rest of Gripe. */
    public static Assigning of(
            PainPointStore store, GripeIndex index, ChangeFollower follower, Parameters parameters, Clock clock) {
        Catalogue catalogue = new Catalogue(store, follower);
        return new Assigning(store, catalogue, new Figures(index, follower), index, follower, parameters, clock);
    }

    /**
     * Assigns a gripe that was captured just now.
     *
     * @param position of its creation
     * @return the pain point with this gripe counted in, lastAt the time before it; null for none, or when that cannot
     *     be told: the gripe is kept all the same, and the next re-grouping comes by
     */
    public @Nullable PainPoint assign(Workspace workspace, Gripe gripe, float[] vector, Position position) {
        try {
            Double minutes = gripe.minutes();
            recent.add(new Recent.Entry(
                    position,
                    gripe.id(),
                    vector,
                    null,
                    gripe.happenedAt().toInstant().toEpochMilli(),
                    minutes == null ? Double.NaN : minutes));
            for (int tries = 0; tries < TRIES_MAX; tries++) {
                View view = catalogue.view(workspace);
                Choice choice = choose(workspace, view, vector, gripe);
                if (choice == null) {
                    return null;
                }
                Step step = step(view, choice, gripe);
                Position written = catalogue.apply(workspace, view, step);
                if (written != null) {
                    recent.moved(written, gripe, choice.painPoint());
                    index.find(workspace, recent.moved(written, choice.others(), choice.painPoint()))
                            .forEach(other -> recent.moved(written, other, choice.painPoint()));
                    View now = catalogue.view(workspace);
                    return brief(workspace, now, PainPoints.required(now, choice.painPoint()), gripe);
                }
            }
            return null;
        } catch (Problem e) {
            return null;
        }
    }

    /** The pain point of a gripe that was captured before; null for none, or when that cannot be told. */
    public @Nullable PainPoint assigned(Workspace workspace, String gripe) {
        try {
            String painPoint = store.assigned(workspace, List.of(gripe)).get(gripe);
            View view = catalogue.view(workspace);
            StoredPainPoint found = painPoint == null ? null : view.find(view.resolved(painPoint));
            return found == null ? null : brief(workspace, view, found, null);
        } catch (Problem e) {
            return null;
        }
    }

    /**
     * Looks again whether what was fixed came back, since these gripes happened at another time, went, or are there again.
     * When that cannot be told now, the next re-grouping comes by.
     */
    public void changed(Workspace workspace, List<String> gripes) {
        try {
            View seen = catalogue.view(workspace);
            Set<String> concerned = new HashSet<>(Returns.fixed(seen));
            if (concerned.isEmpty()) {
                return;
            }
            concerned.retainAll(
                    Set.copyOf(catalogue.assigned(workspace, seen, gripes).values()));
            if (concerned.isEmpty()) {
                return;
            }
            follower.awaitAcknowledged(workspace, VISIBLE_MAX);
            catalogue.<Boolean>change(workspace, view -> {
                Returns.Found found = Returns.settled(
                        workspace,
                        index,
                        view,
                        Map.of(),
                        concerned,
                        gripe -> true,
                        clock.millis(),
                        () -> ids.generate().toString());
                return new Change<>(
                        new Step(Returns.about(view, found), found.decisions(), found.back(), Map.of()), true);
            });
        } catch (Problem e) {
            return;
        }
    }

    /** The pain point that a text would belong to; null for none. */
    public @Nullable PainPoint like(Workspace workspace, float[] vector) {
        View view = catalogue.shown(workspace);
        Choice choice = choose(workspace, view, vector, null);
        if (choice == null || choice.made() != null) {
            return null;
        }
        PainPoint found = brief(workspace, view, PainPoints.required(view, choice.painPoint()), null);
        // All its gripes may have been deleted a moment ago.
        return found.count() == 0 ? null : found;
    }

    /**
     * What a gripe belongs to.
     *
     * @param made null when it was there before; else it is made of the gripe and the others
     * @param sure whether one of its gripes says the same, so that it may show that the pain point came back
     */
    private record Choice(String painPoint, @Nullable StoredPainPoint made, List<String> others, boolean sure) {}

    private @Nullable Choice choose(Workspace workspace, View view, float[] vector, @Nullable Gripe gripe) {
        String exceptId = gripe == null ? null : gripe.id();
        // Before the index is asked: it shows all that is forgotten here, or that it is deleted by now.
        recent.forget(follower.visible(workspace));
        List<Near> newest = recent.near(vector, exceptId);
        Map<String, Near> near = new HashMap<>();
        for (Near one : index.nearest(workspace, vector, parameters.neighbours(), exceptId)) {
            String newer = recent.painPointOf(one.id());
            near.put(one.id(), newer == null ? one : new Near(one.id(), newer, one.cosine()));
        }
        // What is newer than what the index shows counts instead of it.
        for (Near one : newest) {
            near.put(one.id(), one);
        }
        List<Near> nearest = near.values().stream()
                .sorted(Comparator.comparingDouble(Near::cosine).reversed().thenComparing(Near::id))
                .limit(parameters.neighbours())
                .toList();
        double[] cosines = nearest.stream().mapToDouble(Near::cosine).toArray();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        int[] groups = new int[cosines.length];
        for (int i = 0; i < groups.length; i++) {
            String painPoint = nearest.get(i).painPoint();
            groups[i] = painPoint == null || painPoint.isEmpty()
                    ? -1
                    : numbers.computeIfAbsent(view.resolved(painPoint), name -> {
                        names.add(name);
                        return names.size() - 1;
                    });
        }
        int group = Joining.group(cosines, groups, parameters);
        if (group >= 0) {
            boolean sure = IntStream.range(0, groups.length)
                    .anyMatch(i -> groups[i] == group && cosines[i] >= parameters.sure());
            return view.find(names.get(group)) == null ? null : new Choice(names.get(group), null, List.of(), sure);
        }
        Map<String, String> held = view.law().held();
        List<String> others = new ArrayList<>();
        for (int i : Joining.founders(cosines, groups, parameters)) {
            String id = nearest.get(i).id();
            boolean apart = view.law().apart().stream().anyMatch(set -> set.contains(id));
            if (!apart && !held.containsKey(id)) {
                others.add(id);
            }
        }
        if (gripe == null || others.size() + 1 < parameters.sizeMin()) {
            return null;
        }
        String id = ids.generate().toString();
        List<Gripe> found = index.find(workspace, others);
        Labels.Chosen label = label(view, gripe, found);
        return new Choice(
                id,
                StoredPainPoint.fresh(id, clock.millis(), label.label(), label.gripe(), null, others.size() + 1),
                others,
                true);
    }

    /** Of this gripe and those of the others that can be read already. */
    private static Labels.Chosen label(View view, Gripe gripe, List<Gripe> others) {
        List<Labels.Text> texts = new ArrayList<>();
        others.forEach(other -> texts.add(new Labels.Text(other.id(), other.text(), 1)));
        texts.add(new Labels.Text(gripe.id(), gripe.text(), 1));
        Labels labels = new Labels();
        labels.count(texts);
        Set<String> taken = new HashSet<>();
        view.painPoints().forEach(painPoint -> taken.add(Phrases.plain(view.label(painPoint))));
        return Labels.distinct(labels.candidates(texts), taken);
    }

    /** In short; the time is that of the last gripe before this one. */
    private PainPoint brief(Workspace workspace, View view, StoredPainPoint painPoint, @Nullable Gripe self) {
        Course course = course(workspace, view.parts(painPoint.id()));
        long[] times = course.times();
        int last = times.length - 1;
        if (self != null
                && last >= 0
                && times[last] == self.happenedAt().toInstant().toEpochMilli()) {
            last--;
        }
        return PainPoints.brief(
                view, painPoint, course.count(), course.minutes(), last < 0 ? null : PainPoints.utc(times[last]));
    }

    /** As the index shows it, and what it does not show yet. */
    private Course course(Workspace workspace, Set<String> parts) {
        // Taken before the index is asked: it shows all that was forgotten here.
        recent.forget(follower.visible(workspace));
        return figures.of(workspace, parts, recent.of(parts));
    }

    private Step step(View view, Choice choice, Gripe gripe) {
        Map<String, String> assignments = new LinkedHashMap<>();
        choice.others().forEach(other -> assignments.put(other, choice.painPoint()));
        assignments.put(gripe.id(), choice.painPoint());
        StoredPainPoint made = choice.made();
        if (made != null) {
            return new Step(List.of(made), List.of(), List.of(), assignments);
        }
        // Whatever is less than sure is left to the next grouping, which sees all gripes and not these neighbours
        // alone.
        Decision back = choice.sure()
                ? Returns.noticed(
                        choice.painPoint(),
                        view,
                        List.of(gripe),
                        clock.millis(),
                        ids.generate().toString())
                : null;
        return back == null
                ? Step.assigning(assignments)
                : new Step(
                        List.of(PainPoints.required(view, choice.painPoint())),
                        List.of(back),
                        Returns.told(view, choice.painPoint(), clock.millis()),
                        assignments);
    }
}
