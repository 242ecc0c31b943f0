package gripe.painpoint;

import gripe.Workspace;
import gripe.index.GripeIndex;
import gripe.painpoint.Catalogue.View;
import gripe.storage.Decision;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists what was decided about all pain points. Thread-safe. */
@Singleton
public final class DecisionLog {
    private static final String LATEST = "latest";

    private final Catalogue catalogue;
    private final GripeIndex index;

    DecisionLog(Catalogue catalogue, GripeIndex index) {
        this.catalogue = catalogue;
        this.index = index;
    }

    /** The latest first, undone ones among them. */
    public DecisionPage list(Workspace workspace, int limit, @Nullable String cursor) {
        PageEnd after = cursor == null ? null : PageEnd.read(cursor, LATEST, 1);
        View view = catalogue.shown(workspace);
        List<Decision> rest = view.decisions().reversed().stream()
                .filter(decision -> after == null || key(decision).compareTo(after.key()) > 0)
                .toList();
        List<Decision> page = rest.subList(0, Math.min(rest.size(), limit));
        return new DecisionPage(
                DecisionLines.of(index, workspace, view, page),
                page.size() < rest.size()
                        ? new PageEnd(LATEST, 0, 0, new byte[0], key(page.get(page.size() - 1))).write()
                        : null,
                view.decisions().size());
    }

    /** No two decisions have the same time. */
    private static SortKey key(Decision decision) {
        return new SortKey(List.of((double) decision.at()), decision.id());
    }
}
