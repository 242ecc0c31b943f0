package gripe.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Texts in cells of bounded size, near ones mostly together: halves of halves, each cut at the median of what lies between
 * two of its texts taken at random (random projection trees, Dasgupta and Freund 2008; this kind of cut is Annoy's). The
 * time grows with the number of texts times its logarithm. The same texts and seed make the same cells.
 */
final class Cells {
    private final Vectors vectors;
    private final Cosine cosine;
    private final int sizeMax;
    private final Random random;
    private final Progress progress;
    private final float[] one;
    private final float[] other;
    private final List<int[]> cells = new ArrayList<>();

    private Cells(Vectors vectors, Cosine cosine, int sizeMax, long seed, Progress progress) {
        this.vectors = vectors;
        this.cosine = cosine;
        this.sizeMax = sizeMax;
        this.progress = progress;
        random = new Random(seed);
        one = new float[vectors.dimensions()];
        other = new float[vectors.dimensions()];
    }

    /** The numbers of the texts of each cell, ascending. */
    static List<int[]> of(Vectors vectors, Cosine cosine, int sizeMax, long seed, Progress progress) {
        Cells cells = new Cells(vectors, cosine, sizeMax, seed, progress);
        int[] all = new int[vectors.size()];
        Arrays.setAll(all, i -> i);
        cells.split(all);
        return cells.cells;
    }

    private void split(int[] members) {
        if (members.length <= sizeMax) {
            Arrays.sort(members);
            cells.add(members);
            return;
        }
        progress.at("reading", cells.size(), vectors.size() / sizeMax);
        long[] along = new long[members.length];
        float[] direction = direction(members);
        for (int i = 0; i < members.length; i++) {
            vectors.read(members[i], one);
            along[i] = sortable(cosine.of(one, direction)) << Integer.SIZE | members[i];
        }
        Arrays.sort(along);
        int half = members.length / 2;
        split(numbers(along, 0, half));
        split(numbers(along, half, along.length));
    }

    private float[] direction(int[] members) {
        vectors.read(members[random.nextInt(members.length)], one);
        vectors.read(members[random.nextInt(members.length)], other);
        float[] direction = new float[one.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = one[i] - other[i];
        }
        return direction;
    }

    /** Whole numbers in the order of these ones. */
    private static long sortable(float number) {
        int bits = Float.floatToIntBits(number);
        return bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
    }

    private static int[] numbers(long[] along, int from, int to) {
        int[] numbers = new int[to - from];
        Arrays.setAll(numbers, i -> (int) along[from + i]);
        return numbers;
    }
}
