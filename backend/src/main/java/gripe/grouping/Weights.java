package gripe.grouping;

/**
 * How strongly two texts are tied, 0 to 1, measured in the density of their own neighbourhoods (self-tuning affinities,
 * Zelnik-Manor and Perona 2004): one scale fits dense topics and sparse ones.
 */
final class Weights {
    /** The neighbour whose distance is the scale of a neighbourhood, as its authors chose it. */
    private static final int SCALE_RANK = 7;

    private final NeighbourGraph graph;
    private final Parameters parameters;
    private final double[] scale;

    Weights(NeighbourGraph graph, Parameters parameters) {
        this.graph = graph;
        this.parameters = parameters;
        scale = new double[graph.size()];
        for (int i = 0; i < scale.length; i++) {
            int rank = Math.min(SCALE_RANK, graph.count(i)) - 1;
            scale[i] = rank < 0 ? 1 : distance(graph.cosine(i, rank));
        }
    }

    /** Of a text with these neighbours, nearest first. */
    static double scale(double[] cosines) {
        return cosines.length == 0 ? 1 : distance(cosines[Math.min(SCALE_RANK, cosines.length) - 1]);
    }

    static double tie(double cosine, double scale, double otherScale) {
        double distance = distance(cosine);
        return Math.exp(-distance * distance / (scale * otherScale));
    }

    private static double distance(double cosine) {
        return Math.sqrt(Math.max(1e-4, 2 - 2 * cosine));
    }

    /** Of a text and its neighbour of that rank. */
    double of(int text, int rank) {
        double cosine = graph.cosine(text, rank);
        if (cosine < parameters.floor()) {
            return 0;
        }
        return tie(cosine, scale[text], scale[graph.neighbour(text, rank)]);
    }
}
