package gripe.grouping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which group a new text joins, by its nearest neighbours alone, until all are grouped anew. */
public final class Joining {
    private Joining() {}

    /**
     * The group that at least half of what ties the text to anybody leads to.
     *
     * @param cosines of its nearest neighbours, nearest first
     * @param groups of each of them, below 0 for none
     * @return its number, {@link Grouping#FREE} for none
     */
    public static int group(double[] cosines, int[] groups, Parameters parameters) {
        double[] ties = ties(cosines, parameters);
        Map<Integer, Double> sums = new TreeMap<>();
        double all = 0;
        for (int i = 0; i < ties.length; i++) {
            all += ties[i];
            if (groups[i] >= 0 && ties[i] > 0) {
                sums.merge(groups[i], ties[i], Double::sum);
            }
        }
        double half = all / 2;
        return sums.entrySet().stream()
                .filter(sum -> sum.getValue() >= half)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(Grouping.FREE);
    }

    /** The neighbours without a group that make one with the new text: as near as only the same trouble is. */
    public static List<Integer> founders(double[] cosines, int[] groups, Parameters parameters) {
        List<Integer> founders = new ArrayList<>();
        for (int i = 0; i < cosines.length; i++) {
            if (groups[i] < 0 && cosines[i] >= parameters.sure()) {
                founders.add(i);
            }
        }
        return founders;
    }

    private static double[] ties(double[] cosines, Parameters parameters) {
        double scale = Weights.scale(cosines);
        double[] ties = new double[cosines.length];
        for (int i = 0; i < ties.length; i++) {
            ties[i] = cosines[i] < parameters.floor() ? 0 : Weights.tie(cosines[i], scale, scale);
        }
        return ties;
    }
}
