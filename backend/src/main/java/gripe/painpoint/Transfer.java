package gripe.painpoint;

import gripe.Workspace;
import gripe.painpoint.Catalogue.Change;
import gripe.storage.Decision;
import gripe.storage.PainPointStore;
import gripe.storage.PainPointStore.Step;
import gripe.storage.StoredPainPoint;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pain points and decisions out and in again, as they are. What is there already stays. Thread-safe; throws Problem. */
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

    /** Puts gripes to pain points, but for those that have one. */
    public void assign(Workspace workspace, Map<String, String> assignments) {
        catalogue.<Boolean>change(workspace, view -> {
            Map<String, String> there = store.assigned(workspace, List.copyOf(assignments.keySet()));
            Map<String, String> missing = new HashMap<>(assignments);
            missing.keySet().removeAll(there.keySet());
            return new Change<>(Step.assigning(missing), true);
        });
    }

    public void put(Workspace workspace, StoredPainPoint painPoint) {
        catalogue.<Boolean>change(
                workspace,
                view -> new Change<>(
                        view.find(painPoint.id()) == null
                                ? new Step(List.of(painPoint), List.of(), List.of(), Map.of())
                                : Step.assigning(Map.of()),
                        true));
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
