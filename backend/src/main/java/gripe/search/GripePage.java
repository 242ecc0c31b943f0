package gripe.search;

import gripe.Gripe;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param next cursor of the following page, null at the end
 * @param staleSince when KeyDB was heard of last; null while the index follows it
 */
public record GripePage(
        List<Gripe> items, @Nullable String next, @Nullable Instant staleSince) {
    public GripePage {
        items = List.copyOf(items);
    }
}
