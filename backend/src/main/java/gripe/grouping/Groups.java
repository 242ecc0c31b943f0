package gripe.grouping;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** Groups of texts at two levels. What the arrays hold may be changed by whoever asked for them. */
public final class Groups {
    private final int[] group;
    private final int[] theme;
    private final NeighbourGraph graph;
    private final int[] place;
    private final int[] textAt;
    private final Weights weights;

    /**
     * @param place of each text in the graph
     * @param textAt each place of the graph
     */
    Groups(int[] group, int[] theme, NeighbourGraph graph, int[] place, int[] textAt, Weights weights) {
        this.group = group;
        this.theme = theme;
        this.graph = graph;
        this.place = place;
        this.textAt = textAt;
        this.weights = weights;
    }

    /**
     * Of each text, {@link Grouping#FREE} for those that belong to none. Texts that were held in a place have its number,
     * groups without one have numbers above all places.
     */
    public int[] group() {
        return group;
    }

    /** Of each text that has a group: the coarser group, of whole groups; -1 for the others. */
    public int[] theme() {
        return theme;
    }

    /**
     * The group of its neighbours that a text is tied to most, of those that are allowed; {@link Grouping#FREE} when that
     * is less than half of what ties it to anybody: then it is better alone.
     */
    public int nextBest(int text, IntPredicate allowed) {
        Map<Integer, Double> ties = new TreeMap<>();
        int at = place[text];
        double all = 0;
        for (int rank = 0; rank < graph.count(at); rank++) {
            double weight = weights.of(at, rank);
            all += weight;
            int other = group[textAt[graph.neighbour(at, rank)]];
            if (other >= 0 && other != group[text] && allowed.test(other) && weight > 0) {
                ties.merge(other, weight, Double::sum);
            }
        }
        double half = all / 2;
        return ties.entrySet().stream()
                .filter(tie -> tie.getValue() >= half)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(Grouping.FREE);
    }
}
