package gripe.painpoint;

import gripe.Gripe;
import gripe.painpoint.Catalogue.View;
import gripe.painpoint.Law.State;
import gripe.painpoint.Law.Status;
import gripe.storage.Decision;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When something that was fixed came back: a gripe of it that happened after the fix. */
final class Returns {
    private static final int EVIDENCE_MAX = 10;

    private Returns() {}

    /**
     * What is noted then, null when none of these gripes shows it.
     *
     * @param now epoch milliseconds
     */
    static @Nullable Decision noticed(String painPoint, View view, Collection<Gripe> gripes, long now, String id) {
        State state = view.law().state(painPoint, now);
        if (state.status() != Status.FIXED) {
            return null;
        }
        List<Gripe> later = gripes.stream()
                .filter(gripe -> gripe.happenedAt().toInstant().toEpochMilli() > state.at())
                .sorted(Comparator.comparing((Gripe gripe) -> gripe.happenedAt().toInstant())
                        .thenComparing(Gripe::id))
                .toList();
        if (later.isEmpty()) {
            return null;
        }
        return Decisions.of(id, at(view, now), Decision.GRIPE, Decision.Kind.RETURNED, painPoint)
                .when(later.get(0).happenedAt().toInstant().toEpochMilli())
                .gripes(later.stream().limit(EVIDENCE_MAX).map(Gripe::id).toList())
                .make();
    }

    /** After every decision that is there, though the clock may have been set back. */
    static long at(View view, long now) {
        List<Decision> decisions = view.decisions();
        return decisions.isEmpty()
                ? now
                : Math.max(now, decisions.get(decisions.size() - 1).at() + 1);
    }
}
