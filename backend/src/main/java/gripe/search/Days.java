package gripe.search;

import gripe.index.Facet;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each day cost.
 *
 * @param items the value is the day, such as 2026-11-02; the newest first, and only those that something happened on
 * @param staleSince when KeyDB was heard of last; null while the index follows it
 */
public record Days(List<Facet> items, @Nullable Instant staleSince) {
    public Days {
        items = List.copyOf(items);
    }
}
