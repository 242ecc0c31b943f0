package gripe.search;

import gripe.index.Hit;

/**
 * Where a model's cosines mean something; each model has its own. Measured on gripes.tsv, gripe_queries.tsv and
 * gripe_pairs.tsv by {@code gripe.search.CalibrationReport} (figures in docs/QUALITY.md).
 *
 * @param sameAgain from here on two gripes count as the same trouble
 * @param good from here on a text answers a query by its meaning alone
 * @param goodWithWords from here on it does when it also has most of the query's words
 */
public record Calibration(double sameAgain, double good, double goodWithWords) {
    private static final Calibration MINILM = new Calibration(0.60, 0.38, 0.20);
    private static final Calibration BGE_SMALL = new Calibration(0.80, 0.64, 0.55);

    /** The share of a query's words, rare ones counting more, from which they may make up for a lower cosine. */
    private static final double MOST_WORDS = 0.99;

    /** Whether a candidate answers its query: near enough in meaning, or with its words and not about something else. */
    public boolean isGood(Hit hit) {
        Double similarity = hit.similarity();
        if (similarity == null) {
            return hit.coverage() >= MOST_WORDS;
        }
        return similarity >= good || (hit.coverage() >= MOST_WORDS && similarity >= goodWithWords);
    }

    /** For a model that nobody has measured MiniLM's are taken; its own would be better. */
    public static Calibration of(String modelName) {
        return modelName.startsWith("bge-small") ? BGE_SMALL : MINILM;
    }
}
