package gripe.search;

import gripe.PainPoint;
import gripe.SoFar;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is like a text that is being typed.
 *
 * @param items the same trouble, nearest first
 * @param weak up to five that come nearest without being the same, where items leave room within the limit
 * @param soFar null when nothing is like it: silence is better than a wrong match
 * @param painPoint that a gripe of this text would belong to, null for none
 * @param staleSince when KeyDB was heard of last; null while the index follows it
 */
public record SimilarAnswer(
        List<Found> items,
        List<Found> weak,
        @Nullable SoFar soFar,
        @Nullable PainPoint painPoint,
        @Nullable Instant staleSince) {
    public SimilarAnswer {
        items = List.copyOf(items);
        weak = List.copyOf(weak);
    }
}
