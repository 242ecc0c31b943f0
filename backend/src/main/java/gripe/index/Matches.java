package gripe.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question.
 *
 * @param items one page of what matches
 * @param weak the best of what does not
 * @param total of everything that matches, as minutes and facets are
 * @param next null at the end
 */
public record Matches(
        List<Hit> items,
        List<Hit> weak,
        long total,
        double minutes,
        Facets facets,
        @Nullable MatchCursor next,
        MatchedWords words) {
    public Matches {
        items = List.copyOf(items);
        weak = List.copyOf(weak);
    }
}
