package gripe.search;

import gripe.SoFar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is like a text that is being typed. soFar is null when nothing is: silence is better than a wrong match. */
public record SimilarAnswer(
        List<Found> items, List<Found> weak, @Nullable SoFar soFar) {
    public SimilarAnswer {
        items = List.copyOf(items);
        weak = List.copyOf(weak);
    }
}
