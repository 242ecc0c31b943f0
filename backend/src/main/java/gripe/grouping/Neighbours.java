package gripe.grouping;

import java.util.Arrays;

/**
 * Finds the nearest neighbours of each text. Few texts are all compared with each other. Of many, those are that share a
 * cell in one of several divisions, and then again and again the neighbours of a text with each other (Dong, Charikar and
 * Li 2011, Efficient k-nearest neighbor graph construction): the time grows about linearly. docs/PERFORMANCE.md says how
 * many of the true neighbours are found. The same texts have the same neighbours.
 */
final class Neighbours {
    /** Up to here all are compared with all: about a second of one core. */
    static final int EXACT_MAX = 10_000;

    private static final int CELL_MAX = 512;
    private static final int DIVISIONS = 8;
    private static final int ROUNDS = 2;

    /** As floats of 384 numbers each they fit into a core's second cache. */
    private static final int ROWS = 128;

    /** The same for its first. */
    private static final int COLUMNS = 16;

    private final Vectors vectors;
    private final Cosine cosine;
    private final Progress progress;
    private final NeighbourGraph graph;
    private final float[][] left;
    private final float[][] right;
    private long done;
    private long total;

    private Neighbours(Vectors vectors, int count, Cosine cosine, Progress progress) {
        this.vectors = vectors;
        this.cosine = cosine;
        this.progress = progress;
        graph = new NeighbourGraph(vectors.size(), count);
        left = new float[ROWS][vectors.dimensions()];
        right = new float[COLUMNS][vectors.dimensions()];
    }

    /** @param exactMax up to how many texts all are compared with all */
    static NeighbourGraph of(Vectors vectors, int count, Cosine cosine, Progress progress, int exactMax) {
        Neighbours found = new Neighbours(vectors, count, cosine, progress);
        if (vectors.size() <= exactMax) {
            int[] all = new int[vectors.size()];
            Arrays.setAll(all, i -> i);
            found.total = all.length;
            found.compare(all);
            return found.graph;
        }
        found.total = (long) (DIVISIONS + ROUNDS * found.graph.each()) * vectors.size();
        for (int division = 0; division < DIVISIONS; division++) {
            Cells.of(vectors, cosine, CELL_MAX, division, progress).forEach(found::compare);
        }
        for (int round = 0; round < ROUNDS; round++) {
            found.acquaint();
        }
        return found.graph;
    }

    /** Each of these texts with each other, in tiles that stay in the caches of a core. */
    private void compare(int[] texts) {
        for (int row = 0; row < texts.length; row += ROWS) {
            int rows = read(texts, row, left);
            for (int column = row; column < texts.length; column += COLUMNS) {
                int columns = read(texts, column, right);
                for (int i = 0; i < rows; i++) {
                    for (int j = Math.max(0, row + i + 1 - column); j < columns; j++) {
                        float near = cosine.of(left[i], right[j]);
                        graph.offer(texts[row + i], texts[column + j], near);
                        graph.offer(texts[column + j], texts[row + i], near);
                    }
                }
                progress.at("comparing", done, total);
            }
            done += rows;
        }
    }

    private int read(int[] texts, int from, float[][] into) {
        int count = Math.min(into.length, texts.length - from);
        for (int i = 0; i < count; i++) {
            vectors.read(texts[from + i], into[i]);
        }
        return count;
    }

    /** Of each text its neighbours, and those whose neighbour it is, with each other. */
    private void acquaint() {
        int each = graph.each();
        int[] followers = new int[graph.size() * each];
        int[] following = new int[graph.size()];
        for (int text = 0; text < graph.size(); text++) {
            for (int rank = 0; rank < graph.count(text); rank++) {
                int other = graph.neighbour(text, rank);
                if (following[other] < each && !graph.has(other, text)) {
                    followers[other * each + following[other]++] = text;
                }
            }
        }
        for (int text = 0; text < graph.size(); text++) {
            int count = graph.count(text);
            int[] texts = new int[count + following[text]];
            for (int rank = 0; rank < count; rank++) {
                texts[rank] = graph.neighbour(text, rank);
            }
            System.arraycopy(followers, text * each, texts, count, following[text]);
            compare(texts);
        }
    }
}
