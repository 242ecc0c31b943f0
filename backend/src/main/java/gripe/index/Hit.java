package gripe.index;

import gripe.Gripe;
import org.jspecify.annotations.Nullable;

/**
 * A candidate for a query.
 *
 * @param similarity cosine of the two vectors; null when one is missing
 * @param score by which candidates are ranked
 * @param coverage share of the query's words that stand in the gripe, 0 to 1: rare words count more, misspelt ones half
 */
public record Hit(Gripe gripe, @Nullable Double similarity, double score, double coverage) {
    Hit(Gripe gripe, Closeness closeness) {
        this(gripe, closeness.similarity(), closeness.score(), closeness.coverage());
    }

    public Closeness closeness() {
        return new Closeness(similarity, score, coverage);
    }
}
