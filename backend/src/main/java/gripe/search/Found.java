package gripe.search;

import gripe.Gripe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gripe that was found.
 *
 * @param similarity cosine between query and text, -1 to 1; null while the gripe has no vector
 * @param matched the pieces of the text that match words of the query, as they are written there
 */
public record Found(Gripe gripe, @Nullable Double similarity, List<String> matched) {
    public Found {
        matched = List.copyOf(matched);
    }
}
