package gripe.grouping;

/**
 * Which texts say again, nearly to the letter, what another one said. They count once in the graph: else those who repeat
 * themselves would be each other's only neighbours, and apart from all who say it in other words.
 */
final class Repeats {
    private Repeats() {}

    /** For each text the first one that it repeats, or itself; of those that are held, only in the same place. */
    static int[] of(float[][] vectors, int[] held, Cells cells, Cosine cosine, double from) {
        int[] first = new int[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            first[i] = i;
            if (held[i] == Grouping.ALONE) {
                continue;
            }
            for (int other : cells.around(i)) {
                if (other >= i) {
                    break;
                }
                if (first[other] == other && held[other] == held[i] && cosine.of(vectors[i], vectors[other]) >= from) {
                    first[i] = other;
                    break;
                }
            }
        }
        return first;
    }
}
