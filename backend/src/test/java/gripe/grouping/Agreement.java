package gripe.grouping;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well groups agree with labels. A text labelled {@code -} belongs to none, and one without a group to none: each of
 * those is a class of its own.
 *
 * @param rand adjusted Rand index (Hubert and Arabie 1985): 1 for the same groups, 0 for chance
 * @param measure V-measure (Rosenberg and Hirschberg 2007): the harmonic mean of homogeneity and completeness
 * @param groups how many there are
 * @param alone share of texts without a group
 * @param oneOffsAlone share of the one-offs among the labels that are left alone; not a number where there are none
 */
record Agreement(double rand, double measure, int groups, double alone, double oneOffsAlone) {
    static Agreement of(List<String> labels, int[] group) {
        int size = group.length;
        Map<String, Integer> names = new HashMap<>();
        Map<Long, Integer> both = new HashMap<>();
        Map<Integer, Integer> wanted = new HashMap<>();
        Map<Integer, Integer> found = new HashMap<>();
        Set<Integer> groups = new HashSet<>();
        int alone = 0;
        int oneOffs = 0;
        int oneOffsAlone = 0;
        for (int i = 0; i < size; i++) {
            boolean oneOff = labels.get(i).equals("-");
            int label = oneOff ? size + i : names.computeIfAbsent(labels.get(i), key -> names.size());
            int of = group[i] < 0 ? Integer.MAX_VALUE - i : group[i];
            wanted.merge(label, 1, Integer::sum);
            found.merge(of, 1, Integer::sum);
            both.merge(((long) label << 32) | of, 1, Integer::sum);
            if (group[i] < 0) {
                alone++;
            } else {
                groups.add(group[i]);
            }
            oneOffs += oneOff ? 1 : 0;
            oneOffsAlone += oneOff && group[i] < 0 ? 1 : 0;
        }
        double pairs = pairs(both);
        double wantedPairs = pairs(wanted);
        double foundPairs = pairs(found);
        double chance = wantedPairs * foundPairs / (size * (size - 1.0) / 2);
        double most = (wantedPairs + foundPairs) / 2;
        double wantedEntropy = entropy(wanted, size);
        double foundEntropy = entropy(found, size);
        double shared = wantedEntropy + foundEntropy - entropy(both, size);
        return new Agreement(
                most == chance ? 1 : (pairs - chance) / (most - chance),
                wantedEntropy + foundEntropy == 0 ? 1 : 2 * shared / (wantedEntropy + foundEntropy),
                groups.size(),
                alone / (double) size,
                oneOffs == 0 ? Double.NaN : oneOffsAlone / (double) oneOffs);
    }

    private static double pairs(Map<?, Integer> counts) {
        return counts.values().stream()
                .mapToDouble(count -> count * (count - 1.0) / 2)
                .sum();
    }

    private static double entropy(Map<?, Integer> counts, int size) {
        return counts.values().stream()
                .mapToDouble(count -> -count / (double) size * Math.log(count / (double) size))
                .sum();
    }
}
