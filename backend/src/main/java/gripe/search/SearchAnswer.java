package gripe.search;

import gripe.index.Facets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param items good matches in the order that was asked for; empty when there is none
 * @param weak what came nearest without being good
 * @param total how many good matches there are, on all pages
 * @param minutes that all good matches lost
 * @param facets of all good matches
 * @param understood how the query was read
 * @param next cursor of the following page, null at the end
 * @param staleSince when KeyDB was heard of last; null while the index follows it
 */
public record SearchAnswer(
        List<Found> items,
        List<Found> weak,
        long total,
        double minutes,
        Facets facets,
        Understood understood,
        @Nullable String next,
        @Nullable Instant staleSince) {
    public SearchAnswer {
        items = List.copyOf(items);
        weak = List.copyOf(weak);
    }
}
