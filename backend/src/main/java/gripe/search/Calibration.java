package gripe.search;

import gripe.index.Closeness;
import gripe.index.Cut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a model's cosines mean something; each model has its own. Printed by {@code gripe.search.CutOffReport} and {@code
 * gripe.search.QualityReport}; figures and commands are in docs/QUALITY.md.
 *
 * @param sameAgain from here on two gripes count as the same trouble
 * @param good from here on a text answers a query by its meaning alone
 * @param goodWithWords from here on it does when it also has most of the query's words
 * @param unrelated the cosine of two texts that have nothing in common
 * @param weights of {@link Evidence#features}, a constant first: from 0 on a query has an answer; empty to go by good
 */
public record Calibration(double sameAgain, double good, double goodWithWords, double unrelated, List<Double> weights) {
    private static final Calibration GRIPE_SMALL = new Calibration(0.65, 0.50, 0.20, 0.20, List.of());
    private static final Calibration MINILM = new Calibration(0.60, 0.38, 0.20, 0.05, List.of());
    private static final Calibration BGE_SMALL = new Calibration(0.80, 0.64, 0.55, 0.45, List.of());

    public Calibration {
        weights = List.copyOf(weights);
    }

    /**
     * Tells first whether the query has an answer, then how far that answer goes.
     *
     * @return null when no candidate answers the query
     */
    public @Nullable Cut cut(List<Closeness> best) {
        Cut cut = new Cut(good, goodWithWords);
        boolean byMeaning = best.stream().anyMatch(one -> one.similarity() != null);
        if (weights.isEmpty() || !byMeaning) {
            return best.stream().anyMatch(cut::admits) ? cut : null;
        }
        if (value(Evidence.of(best, unrelated)) < 0) {
            return null;
        }
        Double first = best.get(0).similarity();
        // What comes first is the answer, though it may lie below what others have to reach.
        return first == null || first >= good ? cut : new Cut(first, Math.min(first, goodWithWords));
    }

    double value(Evidence evidence) {
        double[] features = evidence.features();
        double value = weights.get(0);
        for (int i = 0; i < features.length; i++) {
            value += weights.get(i + 1) * features[i];
        }
        return value;
    }

    /** For a model that nobody has measured MiniLM's are taken; its own would be better. */
    public static Calibration of(String modelName) {
        if (modelName.equals("gripe-small")) {
            return GRIPE_SMALL;
        }
        return modelName.startsWith("bge-small") ? BGE_SMALL : MINILM;
    }
}
