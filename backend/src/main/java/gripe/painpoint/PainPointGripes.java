package gripe.painpoint;

import gripe.Gripe;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gripes of a pain point.
 *
 * @param next cursor of the following page, null at the end
 * @param staleSince when KeyDB was heard of last; null while the index follows it
 */
public record PainPointGripes(
        List<Item> items,
        long total,
        @Nullable String next,
        @Nullable Instant staleSince) {
    public PainPointGripes {
        items = List.copyOf(items);
    }

    /**
     * One of them.
     *
     * @param similarity to the middle of the pain point, as a cosine; null where it has no vector
     * @param minutes that it counts as
     * @param estimated whether those minutes are estimated
     */
    public record Item(Gripe gripe, @Nullable Double similarity, double minutes, boolean estimated) {}
}
