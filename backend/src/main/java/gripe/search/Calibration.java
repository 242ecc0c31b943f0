package gripe.search;

/**
 * Where a model's cosines mean something; each model has its own. Measured on gripes.tsv, gripe_queries.tsv and
 * gripe_pairs.tsv by {@code gripe.search.CalibrationReport} (figures in docs/QUALITY.md).
 *
 * @param sameAgain from here on two gripes count as the same trouble
 * @param good from here on a text answers a query by its meaning alone
 * @param goodWithWords from here on it does when it also has most of the query's words
 */
public record Calibration(double sameAgain, double good, double goodWithWords) {
    private static final Calibration MINILM = new Calibration(0.66, 0.45, 0.25);
    private static final Calibration BGE_SMALL = new Calibration(0.84, 0.70, 0.60);

    /** For a model that nobody has measured MiniLM's are taken; its own would be better. */
    public static Calibration of(String modelName) {
        return modelName.startsWith("bge-small") ? BGE_SMALL : MINILM;
    }
}
