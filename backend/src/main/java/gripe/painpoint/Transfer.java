package gripe.painpoint;

import gripe.Workspace;
import gripe.painpoint.Catalogue.Change;
import gripe.painpoint.Catalogue.View;
import gripe.storage.Decision;
import gripe.storage.PainPointStore;
import gripe.storage.PainPointStore.Step;
import gripe.storage.StoredPainPoint;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pain points and decisions out and in again, as they are. What people decided here stays. Thread-safe; throws Problem. */
@Singleton
public final class Transfer {
    private final Catalogue catalogue;
    private final PainPointStore store;
    private final Regrouping regrouping;

    public Transfer(Catalogue catalogue, PainPointStore store, Regrouping regrouping) {
        this.catalogue = catalogue;
        this.store = store;
        this.regrouping = regrouping;
    }

    public List<StoredPainPoint> painPoints(Workspace workspace) {
        return catalogue.view(workspace).painPoints();
    }

    /** In the order of their times. */
    public List<Decision> decisions(Workspace workspace) {
        return catalogue.view(workspace).decisions();
    }

    /** Keeps gripes from being grouped anew until it is closed: their pain points may still be on their way. */
    public Regrouping.Hold hold() {
        return regrouping.hold();
    }

    /**
     * Puts gripes to pain points, wherever people's decisions let them in and hold them nowhere else. Gripes that have
     * another pain point, which nobody decided anything about, change sides: an import that was broken off and is
     * repeated finds them grouped anew.
     */
    public void assign(Workspace workspace, Map<String, String> assignments) {
        catalogue.<Boolean>change(workspace, view -> {
            Map<String, String> there = store.assigned(workspace, List.copyOf(assignments.keySet()));
            Map<String, String> wanted = new LinkedHashMap<>();
            new TreeMap<>(assignments).forEach((gripe, painPoint) -> {
                String to = lawful(workspace, view, gripe, painPoint, there.get(gripe), wanted);
                if (to != null) {
                    wanted.put(gripe, to);
                }
            });
            return new Change<>(Step.assigning(wanted), true);
        });
    }

    /** Null to leave it where it is. */
    private @Nullable String lawful(
            Workspace workspace,
            View view,
            String gripe,
            String painPoint,
            @Nullable String there,
            Map<String, String> others) {
        Law law = view.law();
        String held = law.held().get(gripe);
        if (held != null) {
            String now = there == null ? Law.NOWHERE : view.resolved(there);
            return view.resolved(held).equals(now) ? null : held;
        }
        String target = view.resolved(painPoint);
        String present = there == null ? null : view.resolved(there);
        boolean stays = present != null && (present.equals(target) || law.decidedOn(present));
        boolean banned = law.banned().getOrDefault(gripe, Set.of()).stream()
                .anyMatch(ban -> view.resolved(ban).equals(target));
        return stays || banned || isApart(workspace, view, gripe, target, others) ? null : painPoint;
    }

    /** Whether somebody is there with whom it may never be. */
    private boolean isApart(Workspace workspace, View view, String gripe, String target, Map<String, String> others) {
        for (Set<String> apart : view.law().apart()) {
            if (apart.contains(gripe)) {
                Map<String, String> where = new HashMap<>(store.assigned(workspace, List.copyOf(apart)));
                where.putAll(others);
                where.keySet().retainAll(apart);
                where.remove(gripe);
                if (where.values().stream().anyMatch(of -> view.resolved(of).equals(target))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One that was made later than itself only stands in for it: its gripes came first, and then nothing more. */
    public void put(Workspace workspace, StoredPainPoint painPoint) {
        catalogue.<Boolean>change(workspace, view -> {
            StoredPainPoint there = view.find(painPoint.id());
            return new Change<>(
                    there == null || there.made() > painPoint.made()
                            ? new Step(List.of(painPoint), List.of(), List.of(), Map.of())
                            : Step.assigning(Map.of()),
                    true);
        });
    }

    /** @param more to add the gripes to the decision of the same id */
    public void put(Workspace workspace, Decision decision, boolean more) {
        catalogue.<Boolean>change(workspace, view -> {
            Decision there = view.decisions().stream()
                    .filter(one -> one.id().equals(decision.id()))
                    .findFirst()
                    .orElse(null);
            Decision wanted = there == null ? decision : more ? joined(there, decision) : there;
            return new Change<>(
                    wanted.equals(there)
                            ? Step.assigning(Map.of())
                            : new Step(List.of(), List.of(wanted), List.of(), Map.of()),
                    true);
        });
    }

    private static Decision joined(Decision there, Decision more) {
        Map<String, String> before = new HashMap<>(there.beforeOrNone());
        more.beforeOrNone().forEach(before::putIfAbsent);
        return new Decision(
                there.id(),
                there.at(),
                there.by(),
                there.kind(),
                there.painPoint(),
                there.other(),
                there.text(),
                there.number(),
                there.when(),
                there.gripes() == null ? null : joined(there.gripesOrNone(), more.gripesOrNone()),
                there.rest() == null ? null : joined(there.restOrNone(), more.restOrNone()),
                there.before() == null ? null : before,
                there.undoneAt(),
                there.undoneBy());
    }

    private static List<String> joined(List<String> first, List<String> second) {
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
