package gripe.embeddings;

/** Vectors of length one, whose dot product is their cosine. */
final class UnitVector {
    private UnitVector() {}

    /** Changes and returns the array. A vector without a direction (all zero) becomes the first axis, never NaN. */
    static float[] normalise(float[] vector) {
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            java.util.Arrays.fill(vector, 0);
            vector[0] = 1;
            return vector;
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }
}
