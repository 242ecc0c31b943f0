package gripe.grouping;

import java.util.Arrays;
import java.util.List;

/**
 * Which texts say again, nearly to the letter, what another one said. They count once in the graph: else those who repeat
 * themselves would be each other's only neighbours, and apart from all who say it in other words.
 */
final class Repeats {
    /** Of these many vectors, as floats of 384 numbers each, each text is compared with all in a core's second cache. */
    private static final int CELL_MAX = 512;

    private static final long SEED = 9;

    private Repeats() {}

    /**
     * For each text the first one that it repeats, or itself; of those that are held, only in the same place. Looked for
     * among near ones only, so that of very many texts some may go by unnoticed.
     */
    static int[] of(Vectors vectors, int[] held, Cosine cosine, double from, Progress progress) {
        List<int[]> cells = Cells.of(vectors, cosine, CELL_MAX, SEED, progress);
        int[] first = new int[vectors.size()];
        Arrays.setAll(first, i -> i);
        int largest = cells.stream().mapToInt(cell -> cell.length).max().orElse(0);
        float[][] told = new float[largest + 1][vectors.dimensions()];
        int[] tellers = new int[largest + 1];
        int done = 0;
        for (int[] cell : cells) {
            progress.at("reading", done++, cells.size());
            int count = 0;
            for (int text : cell) {
                if (held[text] == Grouping.ALONE) {
                    continue;
                }
                vectors.read(text, told[count]);
                tellers[count] = text;
                int teller = 0;
                while (teller < count
                        && (held[tellers[teller]] != held[text] || cosine.of(told[teller], told[count]) < from)) {
                    teller++;
                }
                first[text] = tellers[teller];
                count += teller == count ? 1 : 0;
            }
        }
        return first;
    }
}
