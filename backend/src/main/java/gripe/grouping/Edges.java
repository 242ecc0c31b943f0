package gripe.grouping;

import java.util.Arrays;
import nl.cwts.networkanalysis.Network;
import nl.cwts.util.LargeDoubleArray;
import nl.cwts.util.LargeIntArray;

/**
 * Weighted edges between nodes, in plain arrays: 16 bytes an edge, since a million texts have fifteen million of them. Not
 * thread-safe.
 */
final class Edges {
    private final int nodes;
    private int[] low;
    private int[] high;
    private double[] weights;
    private int size;

    Edges(int nodes, int expected) {
        this.nodes = nodes;
        low = new int[expected];
        high = new int[expected];
        weights = new double[expected];
    }

    /** Between two different nodes, in either order. */
    void add(int a, int b, double weight) {
        if (size == low.length) {
            int more = Math.max(16, size + size / 2);
            low = Arrays.copyOf(low, more);
            high = Arrays.copyOf(high, more);
            weights = Arrays.copyOf(weights, more);
        }
        low[size] = Math.min(a, b);
        high[size] = Math.max(a, b);
        weights[size++] = weight;
    }

    int size() {
        return size;
    }

    int low(int edge) {
        return low[edge];
    }

    int high(int edge) {
        return high[edge];
    }

    double weight(int edge) {
        return weights[edge];
    }

    /**
     * Puts them in the order of their nodes and makes one of those between the same two, in the order in which they were
     * added: a radix sort by counting, first by the higher node and then by the lower.
     */
    Edges sorted() {
        sortBy(high);
        sortBy(low);
        int kept = 0;
        for (int edge = 0; edge < size; edge++) {
            if (kept > 0 && low[kept - 1] == low[edge] && high[kept - 1] == high[edge]) {
                weights[kept - 1] += weights[edge];
            } else {
                low[kept] = low[edge];
                high[kept] = high[edge];
                weights[kept++] = weights[edge];
            }
        }
        size = kept;
        return this;
    }

    private void sortBy(int[] key) {
        int[] at = new int[nodes + 1];
        for (int edge = 0; edge < size; edge++) {
            at[key[edge] + 1]++;
        }
        for (int node = 0; node < nodes; node++) {
            at[node + 1] += at[node];
        }
        int[] sortedLow = new int[size];
        int[] sortedHigh = new int[size];
        double[] sortedWeights = new double[size];
        for (int edge = 0; edge < size; edge++) {
            int to = at[key[edge]]++;
            sortedLow[to] = low[edge];
            sortedHigh[to] = high[edge];
            sortedWeights[to] = weights[edge];
        }
        low = sortedLow;
        high = sortedHigh;
        weights = sortedWeights;
    }

    /** Of sorted ones: each node's neighbours ascending, as the library would order them itself with three times the memory. */
    Network network(double[] mass) {
        long[] first = new long[nodes + 1];
        for (int edge = 0; edge < size; edge++) {
            first[low[edge] + 1]++;
            first[high[edge] + 1]++;
        }
        for (int node = 0; node < nodes; node++) {
            first[node + 1] += first[node];
        }
        long[] at = first.clone();
        LargeIntArray neighbours = new LargeIntArray(2L * size);
        LargeDoubleArray tied = new LargeDoubleArray(2L * size);
        for (int edge = 0; edge < size; edge++) {
            put(neighbours, tied, at[high[edge]]++, low[edge], weights[edge]);
        }
        for (int edge = 0; edge < size; edge++) {
            put(neighbours, tied, at[low[edge]]++, high[edge], weights[edge]);
        }
        return new Network(mass, first, neighbours, tied, false);
    }

    private static void put(LargeIntArray neighbours, LargeDoubleArray tied, long at, int neighbour, double weight) {
        neighbours.set(at, neighbour);
        tied.set(at, weight);
    }
}
