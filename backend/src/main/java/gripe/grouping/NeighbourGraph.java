package gripe.grouping;

import java.util.Arrays;

/**
 * The nearest neighbours of each text by the cosine of their vectors, nearest first. Immutable by convention: nobody
 * writes into its arrays.
 */
public final class NeighbourGraph {
    private static final int SAID_EVERY = 256;

    private final int[][] neighbours;
    private final float[][] cosines;

    private NeighbourGraph(int[][] neighbours, float[][] cosines) {
        this.neighbours = neighbours;
        this.cosines = cosines;
    }

    /** Compares every text with every other, or when there are very many with those of the nearest cells. */
    public static NeighbourGraph of(float[][] vectors, int count, Cosine cosine, Progress progress) {
        return of(new Cells(vectors, cosine, progress), vectors.length, count, progress);
    }

    static NeighbourGraph of(Cells cells, int size, int count, Progress progress) {
        int each = Math.max(0, Math.min(count, size - 1));
        int[][] neighbours = new int[size][];
        float[][] cosines = new float[size][];
        for (int i = 0; i < size; i++) {
            Nearest nearest = cells.nearestTo(i, each);
            neighbours[i] = nearest.numbers();
            cosines[i] = nearest.cosines();
            if (i % SAID_EVERY == 0) {
                progress.at("comparing", i, size);
            }
        }
        return new NeighbourGraph(neighbours, cosines);
    }

    public int size() {
        return neighbours.length;
    }

    int[] neighbours(int text) {
        return neighbours[text];
    }

    float[] cosines(int text) {
        return cosines[text];
    }

    /** The best so far, best first; of equal ones the first that came. */
    static final class Nearest {
        private final int[] numbers;
        private final float[] cosines;
        private int size;

        Nearest(int max) {
            numbers = new int[max];
            cosines = new float[max];
        }

        void offer(int number, float cosine) {
            if (numbers.length == 0 || (size == numbers.length && cosine <= cosines[size - 1])) {
                return;
            }
            int at = size < numbers.length ? size++ : size - 1;
            while (at > 0 && cosines[at - 1] < cosine) {
                cosines[at] = cosines[at - 1];
                numbers[at] = numbers[at - 1];
                at--;
            }
            cosines[at] = cosine;
            numbers[at] = number;
        }

        int[] numbers() {
            return Arrays.copyOf(numbers, size);
        }

        float[] cosines() {
            return Arrays.copyOf(cosines, size);
        }
    }
}
