package gripe.search;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param items good matches, best first (or newest, by request); empty when there is none
 * @param weak what came nearest without being good
 * @param total how many good matches there are
 * @param minutes that all good matches lost
 * @param next cursor of the following page, null at the end
 * @param staleSince when KeyDB was heard of last; null while the index follows it
 */
public record SearchAnswer(
        List<Found> items,
        List<Found> weak,
        long total,
        double minutes,
        Facets facets,
        @Nullable String next,
        @Nullable Instant staleSince) {
    public SearchAnswer {
        items = List.copyOf(items);
        weak = List.copyOf(weak);
    }
}
