package gripe.embeddings;

/** How the vectors of a text's tokens become the one of the text; a model is trained for one of them. */
public enum Pooling {
    /** Their mean. */
    MEAN,
    /** The first token's alone. */
    CLS;

    /**
     * @param tokens row after row, {@code count * dimension} numbers
     * @return a vector of unit length
     */
    float[] pool(float[] tokens, int count, int dimension) {
        float[] pooled = new float[dimension];
        int rows = this == CLS ? 1 : count;
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < dimension; i++) {
                pooled[i] += tokens[row * dimension + i];
            }
        }
        return UnitVector.normalise(pooled);
    }
}
