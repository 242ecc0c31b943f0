package gripe.grouping;

import java.util.Arrays;

/**
 * The nearest neighbours of each text by the cosine of their vectors, nearest first, of equal ones the lower number first:
 * what is kept depends on what was offered, not on its order. Plain arrays, 8 bytes a neighbour. Not thread-safe.
 */
final class NeighbourGraph {
    private static final int NOBODY = Integer.MAX_VALUE;

    private final int size;
    private final int each;
    private final int[] neighbours;
    private final float[] cosines;

    /** @param each how many neighbours a text has at most */
    NeighbourGraph(int size, int each) {
        this.size = size;
        this.each = Math.max(0, Math.min(each, size - 1));
        neighbours = new int[Math.multiplyExact(size, this.each)];
        cosines = new float[neighbours.length];
        Arrays.fill(neighbours, NOBODY);
        Arrays.fill(cosines, Float.NEGATIVE_INFINITY);
    }

    int size() {
        return size;
    }

    int each() {
        return each;
    }

    /** Takes another text into a text's neighbours when it is nearer than the furthest of them. */
    void offer(int text, int other, float cosine) {
        int first = text * each;
        int at = first + each - 1;
        if (each == 0 || cosine < cosines[at] || (cosine == cosines[at] && other >= neighbours[at])) {
            return;
        }
        for (int known = first; known <= at; known++) {
            if (neighbours[known] == other) {
                return;
            }
        }
        while (at > first && (cosines[at - 1] < cosine || (cosines[at - 1] == cosine && neighbours[at - 1] > other))) {
            cosines[at] = cosines[at - 1];
            neighbours[at] = neighbours[at - 1];
            at--;
        }
        cosines[at] = cosine;
        neighbours[at] = other;
    }

    /** How many neighbours a text has so far. */
    int count(int text) {
        int count = each;
        while (count > 0 && neighbours[text * each + count - 1] == NOBODY) {
            count--;
        }
        return count;
    }

    int neighbour(int text, int rank) {
        return neighbours[text * each + rank];
    }

    float cosine(int text, int rank) {
        return cosines[text * each + rank];
    }

    /** Whether the first has the second among its neighbours. */
    boolean has(int text, int neighbour) {
        for (int at = text * each; at < (text + 1) * each; at++) {
            if (neighbours[at] == neighbour) {
                return true;
            }
        }
        return false;
    }
}
