package gripe.painpoint;

import gripe.Workspace;
import gripe.grouping.Groups;
import gripe.grouping.Progress;
import gripe.index.GripeIndex;
import gripe.painpoint.Catalogue.View;
import gripe.painpoint.Law.Status;
import gripe.storage.Decision;
import java.util.ArrayList;
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
    private final List<Decision> returned = new ArrayList<>();
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
        new Enforcement(view, gathered, identities).on(found);
        @Nullable String[] painPoints = new @Nullable String[gathered.size()];
        for (int i = 0; i < painPoints.length; i++) {
            int group = found.group()[i];
            painPoints[i] = group < 0 ? null : identities.of(group);
        }
        assign(painPoints);
        Map<String, int[]> members = members(painPoints);
        themes(members, found.theme());
        Succession succession = new Succession(view, changes);
        for (int i = 0; i < painPoints.length; i++) {
            String before = gathered.assigned(i);
            succession.take(before == null ? null : view.resolved(before), painPoints[i]);
        }
        succession.record();
        new Naming(workspace, index, gathered, changes, progress).name(members);
        notice(workspace, index, fresh);
    }

    Changes changes() {
        return changes;
    }

    /** Gripe to pain point, empty string for none; of those alone that change sides. */
    Map<String, String> assignments() {
        return assignments;
    }

    /** That something which was fixed came back. */
    List<Decision> returned() {
        return returned;
    }

    /** How many gripes belong to none. */
    int alone() {
        return alone;
    }

    /** How many entries of the change stream it comes to. */
    int size() {
        return assignments.size() + changes.all().size() + returned.size();
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

    /** A theme goes by the first id of its pain points. */
    private void themes(Map<String, int[]> members, int[] theme) {
        Map<Integer, String> names = new HashMap<>();
        members.forEach((painPoint, of) -> names.merge(theme[of[0]], painPoint, (a, b) -> a.compareTo(b) < 0 ? a : b));
        members.forEach(
                (painPoint, of) -> changes.put(changes.current(painPoint).withTheme(names.get(theme[of[0]]))));
    }

    /** What was fixed and has gripes of a later time now came back. */
    private void notice(Workspace workspace, GripeIndex index, Supplier<String> fresh) {
        Map<String, Set<String>> arrived = new TreeMap<>();
        assignments.forEach((gripe, painPoint) -> {
            if (!painPoint.isEmpty()
                    && view.law().state(painPoint, changes.now()).status() == Status.FIXED) {
                arrived.computeIfAbsent(painPoint, key -> new HashSet<>()).add(gripe);
            }
        });
        arrived.forEach((painPoint, gripes) -> {
            Decision back = Returns.noticed(painPoint, view, index.find(workspace, gripes), changes.now(), fresh.get());
            if (back != null) {
                returned.add(back);
            }
        });
    }
}
