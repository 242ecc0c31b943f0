package gripe.painpoint;

import gripe.painpoint.PainPointDetail.DecisionLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decisions about pain points, the latest first.
 *
 * @param next cursor of the following page, null at the end
 * @param total how many there are in all, those that are undone included
 */
public record DecisionPage(
        List<DecisionLine> items, @Nullable String next, long total) {
    public DecisionPage {
        items = List.copyOf(items);
    }
}
