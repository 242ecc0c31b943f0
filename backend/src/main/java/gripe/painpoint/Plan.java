package gripe.painpoint;

import gripe.Workspace;
import gripe.grouping.Groups;
import gripe.grouping.Progress;
import gripe.index.GripeIndex;
import gripe.painpoint.Catalogue.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a grouping comes to: which gripe goes where, and what each pain point is from then on. */
final class Plan {
    private final View view;
    private final Gathered gathered;
    private final Changes changes;
    private final Map<String, String> assignments = new LinkedHashMap<>();
    private final Returns.Found returned;
    private int alone;

    /**
     * Makes it of what was found.
     *
     * @param held that the groups were found with
     * @param fresh ids
     */
    Plan(
            Workspace workspace,
            GripeIndex index,
            View view,
            Gathered gathered,
            Held held,
            Groups found,
            long now,
            Supplier<String> fresh,
            Progress progress) {
        this.view = view;
        this.gathered = gathered;
        changes = new Changes(view, now);
        Identities identities = new Identities(view, gathered, held, found.group(), fresh);
        new Enforcement(view, gathered, identities, held).on(found);
        @Nullable String[] painPoints = new @Nullable String[gathered.size()];
        for (int i = 0; i < painPoints.length; i++) {
            int group = found.group()[i];
            painPoints[i] = group < 0 ? null : identities.of(group);
        }
        assign(painPoints);
        Map<String, int[]> members = members(painPoints);
        themes(members, found.theme(), fresh);
        Succession succession = new Succession(view, changes);
        for (int i = 0; i < painPoints.length; i++) {
            String before = gathered.assigned(i);
            succession.take(before == null ? null : view.resolved(before), painPoints[i]);
        }
        succession.record();
        new Naming(workspace, index, view, gathered, changes, progress).name(members);
        returned = Returns.settled(
                workspace,
                index,
                view,
                assignments,
                Returns.fixed(view),
                // What came meanwhile has to be grouped first; what was put there meanwhile may have been left alone
                // here.
                gripe -> gathered.number(gripe) >= 0 && painPoints[gathered.number(gripe)] != null,
                now,
                fresh);
    }

    Changes changes() {
        return changes;
    }

    /** Gripe to pain point, empty string for none; of those alone that change sides. */
    Map<String, String> assignments() {
        return assignments;
    }

    /** That something which was fixed came back, or did not. */
    Returns.Found returned() {
        return returned;
    }

    /** How many gripes belong to none. */
    int alone() {
        return alone;
    }

    /** How many entries of the change stream it comes to. */
    int size() {
        return assignments.size() + changes.all().size() + returned.decisions().size();
    }

    private void assign(@Nullable String[] painPoints) {
        for (int i = 0; i < painPoints.length; i++) {
            String before = gathered.assigned(i);
            String painPoint = painPoints[i];
            if (painPoint == null) {
                alone++;
                if (before != null) {
                    assignments.put(gathered.id(i), Law.NOWHERE);
                }
            } else if (before == null || !view.resolved(before).equals(painPoint)) {
                assignments.put(gathered.id(i), painPoint);
            }
        }
    }

    private static Map<String, int[]> members(@Nullable String[] painPoints) {
        Map<String, Integer> sizes = new HashMap<>();
        for (String painPoint : painPoints) {
            if (painPoint != null) {
                sizes.merge(painPoint, 1, Integer::sum);
            }
        }
        Map<String, int[]> members = new TreeMap<>();
        sizes.forEach((painPoint, size) -> members.put(painPoint, new int[size]));
        for (int i = painPoints.length - 1; i >= 0; i--) {
            String painPoint = painPoints[i];
            int[] of = painPoint == null ? null : members.get(painPoint);
            if (of != null && painPoint != null) {
                of[sizes.merge(painPoint, -1, Integer::sum)] = i;
            }
        }
        return members;
    }

    /**
     * A theme keeps its id so long as most of the gripes that had it are together; a new one goes by the first id of its
     * pain points.
     */
    private void themes(Map<String, int[]> members, int[] theme, Supplier<String> fresh) {
        record Vote(int theme, String id, long gripes) {}
        Map<Integer, Map<String, Long>> votes = new TreeMap<>();
        Map<Integer, List<String>> painPoints = new TreeMap<>();
        members.forEach((painPoint, of) -> {
            painPoints.computeIfAbsent(theme[of[0]], key -> new ArrayList<>()).add(painPoint);
            String before = changes.current(painPoint).theme();
            if (before != null) {
                votes.computeIfAbsent(theme[of[0]], key -> new TreeMap<>()).merge(before, (long) of.length, Long::sum);
            }
        });
        Map<Integer, String> names = new HashMap<>();
        Set<String> taken = new HashSet<>();
        votes.entrySet().stream()
                .flatMap(of -> of.getValue().entrySet().stream()
                        .map(vote -> new Vote(of.getKey(), vote.getKey(), vote.getValue())))
                .sorted(Comparator.comparingLong(Vote::gripes)
                        .reversed()
                        .thenComparing(Vote::id)
                        .thenComparing(Vote::theme))
                .forEach(vote -> {
                    if (!names.containsKey(vote.theme()) && taken.add(vote.id())) {
                        names.put(vote.theme(), vote.id());
                    }
                });
        painPoints.forEach((number, of) -> names.computeIfAbsent(
                number, key -> of.stream().filter(taken::add).findFirst().orElseGet(fresh)));
        painPoints.forEach((number, of) ->
                of.forEach(painPoint -> changes.put(changes.current(painPoint).withTheme(names.get(number)))));
    }
}
