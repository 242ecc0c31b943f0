package gripe.index;

import org.jspecify.annotations.Nullable;

/**
 * How near a gripe is to a query.
 *
 * @param similarity cosine of the two vectors; null when one is missing
 * @param score by which candidates are ranked
 * @param coverage share of the query's words that stand in the gripe, 0 to 1: rare words count more, misspelt ones half
 */
public record Closeness(@Nullable Double similarity, double score, double coverage) {}
