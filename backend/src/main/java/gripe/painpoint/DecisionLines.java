package gripe.painpoint;

import gripe.Workspace;
import gripe.index.GripeIndex;
import gripe.painpoint.Catalogue.View;
import gripe.painpoint.PainPointDetail.DecisionLine;
import gripe.storage.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Decisions as people read them: with names and texts instead of ids. */
final class DecisionLines {
    private static final int GRIPES_SHOWN = 3;

    private DecisionLines() {}

    /** In the same order. */
    static List<DecisionLine> of(GripeIndex index, Workspace workspace, View view, List<Decision> decisions) {
        Map<String, String> texts = new HashMap<>();
        index.find(
                        workspace,
                        decisions.stream()
                                .flatMap(decision ->
                                        decision.gripesOrNone().stream().limit(1))
                                .collect(Collectors.toSet()))
                .forEach(gripe -> texts.put(gripe.id(), gripe.text()));
        List<DecisionLine> lines = new ArrayList<>();
        for (Decision decision : decisions) {
            List<String> gripes = decision.gripesOrNone();
            Long undoneAt = decision.undoneAt();
            lines.add(new DecisionLine(
                    decision.id(),
                    Instant.ofEpochMilli(decision.at()),
                    decision.by(),
                    decision.kind().wireName(),
                    decision.painPoint(),
                    PainPoints.label(view, decision.painPoint()),
                    decision.text(),
                    decision.other(),
                    PainPoints.label(view, decision.other()),
                    gripes.stream().limit(GRIPES_SHOWN).toList(),
                    gripes.size(),
                    gripes.isEmpty() ? null : texts.get(gripes.get(0)),
                    undoneAt == null ? null : Instant.ofEpochMilli(undoneAt),
                    decision.undoneBy()));
        }
        return lines;
    }
}
