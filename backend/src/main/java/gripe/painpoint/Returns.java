package gripe.painpoint;

import gripe.Gripe;
import gripe.Workspace;
import gripe.index.GripeIndex;
import gripe.painpoint.Catalogue.View;
import gripe.painpoint.Law.Fix;
import gripe.painpoint.Law.Status;
import gripe.storage.Decision;
import gripe.storage.Decision.Kind;
import gripe.storage.StoredPainPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When something that was fixed came back: a gripe of it that happened after the fix shows it, for as long as it is one
 * of its gripes.
 */
final class Returns {
    private static final int EVIDENCE_MAX = 10;
    /** The first of them show it; whoever takes a return back has looked at no more than these. */
    private static final int LATER_MAX = 1_000;

    private Returns() {}

    /**
     * What is to be written: that something came back, or that what showed it is gone.
     *
     * @param back ids of those that came back and that people want to hear of
     */
    record Found(List<Decision> decisions, List<String> back) {
        static final Found NONE = new Found(List.of(), List.of());

        Found {
            decisions = List.copyOf(decisions);
            back = List.copyOf(back);
        }
    }

    /**
     * What is noted then, null when none of these gripes shows it.
     *
     * @param now epoch milliseconds
     */
    static @Nullable Decision noticed(String painPoint, View view, Collection<Gripe> gripes, long now, String id) {
        Law.State state = view.law().standing(painPoint);
        if (state.status() != Status.FIXED) {
            return null;
        }
        List<Gripe> later = gripes.stream()
                .filter(gripe -> millis(gripe) > state.at())
                .sorted(Comparator.comparingLong(Returns::millis).thenComparing(Gripe::id))
                .toList();
        if (later.isEmpty()) {
            return null;
        }
        return Decisions.of(id, at(view, now), Decision.GRIPE, Kind.RETURNED, painPoint)
                .when(millis(later.get(0)))
                .gripes(later.stream().limit(EVIDENCE_MAX).map(Gripe::id).toList())
                .make();
    }

    /** Whom to tell of it: not those who do not want to think of it now. */
    static List<String> told(View view, String painPoint, long now) {
        return view.law().state(painPoint, now).status() == Status.IGNORED ? List.of() : List.of(painPoint);
    }

    /**
     * What follows for these pain points from the gripes that they have. The first return that was noted since the fix
     * and whose evidence is there holds, so that whatever is undone leaves everything as it was.
     *
     * @param view with what is decided already
     * @param assigned where gripes are about to be, which the index does not show yet
     * @param proves whether a gripe may show that something came back which nobody noted so far
     */
    static Found settled(
            Workspace workspace,
            GripeIndex index,
            View view,
            Map<String, String> assigned,
            Collection<String> painPoints,
            Predicate<String> proves,
            long now,
            Supplier<String> ids) {
        List<Decision> decisions = new ArrayList<>();
        Set<String> back = new LinkedHashSet<>();
        Map<String, List<String>> arriving = new HashMap<>();
        assigned.forEach((gripe, to) -> {
            String arrivesAt = to.equals(Law.NOWHERE) ? to : view.resolved(to);
            if (painPoints.contains(arrivesAt)) {
                arriving.computeIfAbsent(arrivesAt, key -> new ArrayList<>()).add(gripe);
            }
        });
        View at = view;
        for (String painPoint : new TreeSet<>(painPoints)) {
            if (view.find(painPoint) == null || !painPoint.equals(view.resolved(painPoint))) {
                continue;
            }
            List<Decision> noted = noted(view, painPoint);
            Fix fix = last(view, painPoint);
            List<Gripe> later = fix == null || (fix.endedAt() != null && noted.isEmpty())
                    ? List.of()
                    : later(
                            workspace,
                            index,
                            view,
                            painPoint,
                            fix,
                            assigned,
                            arriving.getOrDefault(painPoint, List.of()));
            Decision holds = noted.stream()
                    .filter(one -> !one.undone() || Decision.GRIPE.equals(one.undoneBy()))
                    .filter(one -> shows(one, later))
                    .findFirst()
                    .orElse(null);
            for (Decision one : noted) {
                Decision wanted = one.equals(holds)
                        ? one.undone() ? one.redone() : one
                        : one.undone() ? one : one.undone(now, Decision.GRIPE);
                if (!wanted.equals(one)) {
                    decisions.add(wanted);
                    at = at.with(wanted);
                }
            }
            List<Gripe> proofs =
                    later.stream().filter(gripe -> proves.test(gripe.id())).toList();
            Decision fresh = holds == null && !proofs.isEmpty() ? noticed(painPoint, at, proofs, now, ids.get()) : null;
            if (fresh != null) {
                decisions.add(fresh);
                at = at.with(fresh);
                // That it is back by another gripe now is no news.
                if (view.law().standing(painPoint).status() != Status.RETURNED) {
                    back.addAll(told(view, painPoint, now));
                }
            }
        }
        return new Found(decisions, List.copyOf(back));
    }

    /** The pain points that it is about, each once. */
    static List<StoredPainPoint> about(View view, Found found) {
        return found.decisions().stream()
                .map(decision -> PainPoints.required(view, decision.painPoint()))
                .distinct()
                .toList();
    }

    /** Gripes of what is fixed that happened after the fix, of whom nobody said or saw that they belong there. */
    static Set<String> unproven(Workspace workspace, GripeIndex index, View view) {
        Set<String> unproven = new HashSet<>();
        for (String painPoint : fixed(view)) {
            Fix fix = last(view, painPoint);
            if (fix != null && fix.endedAt() == null) {
                later(workspace, index, view, painPoint, fix, Map.of(), List.of())
                        .forEach(gripe -> unproven.add(gripe.id()));
            }
        }
        return unproven;
    }

    /** The pain points that were ever fixed or are said to have come back, by the ids that they go by now. */
    static Set<String> fixed(View view) {
        Set<String> fixed = new TreeSet<>();
        view.law().fixed().forEach(painPoint -> fixed.add(view.resolved(painPoint)));
        view.decisions().stream()
                .filter(decision -> decision.kind() == Kind.RETURNED && !decision.undone())
                .forEach(decision -> fixed.add(view.resolved(decision.painPoint())));
        return fixed;
    }

    /** The evidence that is left is what it began with. */
    private static boolean shows(Decision noted, List<Gripe> later) {
        Long when = noted.when();
        return when != null
                && later.stream()
                        .filter(gripe -> noted.gripesOrNone().contains(gripe.id()))
                        .findFirst()
                        .filter(gripe -> millis(gripe) == when)
                        .isPresent();
    }

    /** The gripes that a return stands for, which show nothing any more once somebody takes it back. */
    static List<String> dismissedWith(Workspace workspace, GripeIndex index, View view, Decision returned) {
        String painPoint = view.resolved(returned.painPoint());
        Fix fix = last(view, painPoint);
        return fix == null
                ? List.of()
                : later(workspace, index, view, painPoint, fix, Map.of(), List.of()).stream()
                        .map(Gripe::id)
                        .toList();
    }

    /**
     * Gripes that happened after a fix, but for those that were there when somebody said that it holds; oldest first.
     *
     * @param arriving of those assigned the ones that come to it
     */
    private static List<Gripe> later(
            Workspace workspace,
            GripeIndex index,
            View view,
            String painPoint,
            Fix fix,
            Map<String, String> assigned,
            List<String> arriving) {
        Set<String> dismissed = new HashSet<>();
        // Those that were taken back before it was noted with which gripes dismiss all that were there.
        long dismissedUntil = Long.MIN_VALUE;
        for (Decision one : noted(view, painPoint)) {
            if (one.undone() && !Decision.GRIPE.equals(one.undoneBy())) {
                dismissed.addAll(one.gripesOrNone());
                dismissed.addAll(one.restOrNone());
                Long undoneAt = one.undoneAt();
                dismissedUntil =
                        one.rest() != null || undoneAt == null ? dismissedUntil : Math.max(dismissedUntil, undoneAt);
            }
        }
        long until = dismissedUntil;
        List<Gripe> later = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Instant since = Instant.ofEpochMilli(fix.at() + 1);
        int limit = LATER_MAX + dismissed.size() + Math.min(assigned.size(), Corrections.GRIPES_MAX);
        for (Gripe gripe : index.membersSince(workspace, view.parts(painPoint), since, limit)) {
            String moved = assigned.get(gripe.id());
            seen.add(gripe.id());
            if (moved == null || view.resolved(moved).equals(painPoint)) {
                later.add(gripe);
            }
        }
        List<String> unseen =
                arriving.stream().filter(gripe -> !seen.contains(gripe)).toList();
        if (!unseen.isEmpty()) {
            later.addAll(index.find(workspace, unseen));
        }
        return later.stream()
                .filter(gripe -> millis(gripe) > fix.at()
                        && gripe.createdAt().toEpochMilli() > until
                        && !dismissed.contains(gripe.id()))
                .sorted(Comparator.comparingLong(Returns::millis).thenComparing(Gripe::id))
                .toList();
    }

    private static @Nullable Fix last(View view, String painPoint) {
        List<Fix> fixes = view.law().fixes(painPoint);
        return fixes.isEmpty() ? null : fixes.get(fixes.size() - 1);
    }

    /** The returns after the present fix, undone ones too, but for those that were noted of another one. */
    private static List<Decision> noted(View view, String painPoint) {
        Fix fix = last(view, painPoint);
        Set<String> parts = view.parts(painPoint);
        // Up to when returns were noted of another fix of one of the parts.
        Map<String, Long> fixedOtherwise = new HashMap<>();
        List<Decision> noted = new ArrayList<>();
        boolean since = fix == null;
        for (Decision decision : view.decisions()) {
            if (fix != null && decision.id().equals(fix.decision())) {
                since = true;
                continue;
            }
            String of = decision.painPoint();
            if (!since || !parts.contains(of)) {
                continue;
            }
            if (fix != null && decision.kind() == Kind.FIX) {
                Long undoneAt = decision.undoneAt();
                fixedOtherwise.merge(of, undoneAt == null ? Long.MAX_VALUE : undoneAt, Math::max);
            }
            // Without a fix a return means nothing, and need not be looked for among the parts.
            boolean its = fix == null
                    ? of.equals(painPoint)
                    : decision.at() > fixedOtherwise.getOrDefault(of, Long.MIN_VALUE);
            if (decision.kind() == Kind.RETURNED && its) {
                noted.add(decision);
            }
        }
        return noted;
    }

    private static long millis(Gripe gripe) {
        return gripe.happenedAt().toInstant().toEpochMilli();
    }

    /** After every decision that is there, though the clock may have been set back. */
    static long at(View view, long now) {
        List<Decision> decisions = view.decisions();
        return decisions.isEmpty()
                ? now
                : Math.max(now, decisions.get(decisions.size() - 1).at() + 1);
    }
}
