package gripe.painpoint;

import gripe.grouping.Parameters;

/** How gripes are grouped with each model. Cosines mean something else in each; all other numbers are the same. */
public final class GroupingParameters {
    private static final Parameters MINILM = with(0.40, 0.60);
    private static final Parameters GRIPE_SMALL = with(0.49, 0.65);
    private static final Parameters BGE_SMALL = with(0.65, 0.80);

    private GroupingParameters() {}

    private static Parameters with(double floor, double sure) {
        return new Parameters(15, floor, sure, 0.05, 0.10, 0.05, 3, 0.9);
    }

    /** For a model that nobody has measured MiniLM's are taken; its own would be better. */
    public static Parameters of(String modelName) {
        if (modelName.equals("gripe-small")) {
            return GRIPE_SMALL;
        }
        return modelName.startsWith("bge-small") ? BGE_SMALL : MINILM;
    }
}
