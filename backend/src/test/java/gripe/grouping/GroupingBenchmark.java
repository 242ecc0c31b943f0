package gripe.grouping;

import gripe.index.GripeIndex;
import gripe.painpoint.GroupingParameters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Prints what grouping so many made-up vectors takes, in seconds and megabytes. {@code docs/PERFORMANCE.md} has the figures
 * and the command.
 */
public final class GroupingBenchmark {
    private static final int NUMBERS = 384;
    private static final int CAUSE_TEXTS = 30;
    /** So that two texts of a cause have a cosine of about 0.6. */
    private static final double NOISE = 0.8;

    private GroupingBenchmark() {}

    public static void main(String[] arguments) {
        Parameters parameters = GroupingParameters.of("");
        System.out.println("| gripes | seconds | MB in use at most, vectors included | groups |\n|---|---|---|---|");
        for (String argument : arguments) {
            int size = Integer.parseInt(argument);
            float[][] vectors = vectors(size);
            long start = System.nanoTime();
            long[] most = {0};
            Groups groups = Grouping.of(
                    vectors,
                    GroupingReport.free(size),
                    GripeIndex::cosine,
                    parameters,
                    (step, done, total) -> most[0] = Math.max(most[0], used()));
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.1f | %d | %d |%n",
                    size,
                    seconds,
                    Math.max(most[0], used()) >> 20,
                    Arrays.stream(groups.group())
                            .filter(group -> group >= 0)
                            .distinct()
                            .count());
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static float[][] vectors(int size) {
        Random random = new Random(1);
        float[][] centres = new float[Math.max(1, size / CAUSE_TEXTS)][];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = unit(random, null);
        }
        float[][] vectors = new float[size][];
        for (int i = 0; i < size; i++) {
            vectors[i] = unit(random, centres[random.nextInt(centres.length)]);
        }
        return vectors;
    }

    private static float[] unit(Random random, float @org.jspecify.annotations.Nullable [] around) {
        float[] vector = new float[NUMBERS];
        double square = 0;
        for (int i = 0; i < NUMBERS; i++) {
            vector[i] = (float) (random.nextGaussian() * (around == null ? 1 : NOISE / Math.sqrt(NUMBERS))
                    + (around == null ? 0 : around[i]));
            square += vector[i] * vector[i];
        }
        for (int i = 0; i < NUMBERS; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }
}
