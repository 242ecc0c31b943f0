package gripe.grouping;

import java.util.Arrays;
import java.util.Random;

/**
 * Texts in cells around some of them, so that whoever looks for neighbours looks into the nearest cells only: the time
 * grows with the number of texts to the power of 1.5. Few texts are one cell, and then nothing is missed.
 */
final class Cells {
    /** Up to here all are compared with all; about half a minute of one core. */
    private static final int EXACT_MAX = 20_000;

    private static final int PROBES = 12;
    private static final long SEED = 9;

    private final float[][] vectors;
    private final Cosine cosine;
    private final float[][] centres;
    private final int[][] members;
    private final int[] cellOf;

    Cells(float[][] vectors, Cosine cosine, Progress progress) {
        this.vectors = vectors;
        this.cosine = cosine;
        int count = vectors.length <= EXACT_MAX ? 1 : (int) Math.sqrt(vectors.length);
        cellOf = new int[vectors.length];
        if (count == 1) {
            centres = new float[][] {};
            members = new int[][] {new int[vectors.length]};
            Arrays.setAll(members[0], i -> i);
            return;
        }
        centres = new Random(SEED)
                .ints(0, vectors.length)
                .distinct()
                .limit(count)
                .mapToObj(i -> vectors[i])
                .toArray(float[][]::new);
        int[] sizes = new int[count];
        for (int i = 0; i < vectors.length; i++) {
            cellOf[i] = nearest(vectors[i], 1)[0];
            sizes[cellOf[i]]++;
            progress.at("reading", i, vectors.length);
        }
        members = new int[count][];
        Arrays.setAll(members, cell -> new int[sizes[cell]]);
        int[] filled = new int[count];
        for (int i = 0; i < vectors.length; i++) {
            members[cellOf[i]][filled[cellOf[i]]++] = i;
        }
    }

    private int[] nearest(float[] vector, int count) {
        NeighbourGraph.Nearest nearest = new NeighbourGraph.Nearest(count);
        for (int cell = 0; cell < centres.length; cell++) {
            nearest.offer(cell, cosine.of(vector, centres[cell]));
        }
        return nearest.numbers();
    }

    /** The texts of the cell that this one is in, ascending. */
    int[] around(int text) {
        return members[cellOf[text]];
    }

    /** The nearest to a text, but itself. */
    NeighbourGraph.Nearest nearestTo(int text, int count) {
        NeighbourGraph.Nearest nearest = new NeighbourGraph.Nearest(count);
        if (centres.length == 0) {
            offer(text, members[0], nearest);
        } else {
            int[] cells = nearest(vectors[text], PROBES);
            for (int cell : cells) {
                offer(text, members[cell], nearest);
            }
        }
        return nearest;
    }

    private void offer(int text, int[] others, NeighbourGraph.Nearest nearest) {
        for (int other : others) {
            if (other != text) {
                nearest.offer(other, cosine.of(vectors[text], vectors[other]));
            }
        }
    }
}
