package gripe.search;

import gripe.index.Closeness;
import java.util.Arrays;
import java.util.List;

/**
 * What tells whether a query has an answer among its best candidates.
 *
 * @param top cosine of the nearest
 * @param near mean cosine of the next four: an answer rarely comes alone
 * @param margin how far the nearest is above the mean of the tenth to thirtieth, which are what lies around
 * @param words the highest share of the query's words among the ten best, rare words counting more
 * @param wordsOfNearest the cosine of the one with that share
 */
record Evidence(double top, double near, double margin, double words, double wordsOfNearest) {
    private static final int NEAR = 5;
    private static final int AROUND_FROM = 9;
    private static final int AROUND_TO = 30;
    private static final int WORDS_AMONG = 10;

    /**
     * @param best candidates, best first
     * @param unrelated cosine of two texts that have nothing in common: stands for what a small collection lacks
     */
    static Evidence of(List<Closeness> best, double unrelated) {
        double[] cosines = best.stream()
                .mapToDouble(one -> {
                    Double similarity = one.similarity();
                    return similarity == null ? unrelated : similarity;
                })
                .toArray();
        double words = 0;
        double wordsOfNearest = unrelated;
        for (int i = 0; i < Math.min(WORDS_AMONG, cosines.length); i++) {
            double coverage = best.get(i).coverage();
            if (coverage > words) {
                words = coverage;
                wordsOfNearest = cosines[i];
            }
        }
        double[] nearestFirst = new double[Math.max(AROUND_TO, cosines.length)];
        Arrays.fill(nearestFirst, -unrelated);
        for (int i = 0; i < cosines.length; i++) {
            nearestFirst[i] = -cosines[i];
        }
        Arrays.sort(nearestFirst);
        double top = -nearestFirst[0];
        return new Evidence(
                top,
                -mean(nearestFirst, 1, NEAR),
                top + mean(nearestFirst, AROUND_FROM, AROUND_TO),
                words,
                wordsOfNearest);
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElse(0);
    }

    double[] features() {
        return new double[] {top, near, margin, words, words * words, words * wordsOfNearest};
    }
}
