package gripe.index;

import org.apache.lucene.util.VectorUtil;

/**
 * What a vector is taken for at a glance: four bits of each number. Immutable.
 *
 * <p>Levels lie evenly from the largest number's size below zero to that above, so that none is cut off: some models have
 * a number that is large in every vector, and what all leave out alike is no chance. A cosine is told by the product of
 * what two vectors are taken for, over how far each of that goes along the vector itself, which has no bias (Gao and Long
 * 2024, RaBitQ, without its random rotation). PERFORMANCE.md says how often it is off by how much.
 *
 * @param packed levels, of the first half of the numbers in the upper four bits, of the second in the lower
 * @param sum of the levels
 * @param scale one over the product of the vector and the levels around their middle; 0 for a vector of zeros
 * @param tangent of the angle between the vector and its levels
 */
record Glance(byte[] packed, int sum, float scale, float tangent) {
    private static final int BITS = 4;
    private static final int LEVELS = 1 << BITS;
    private static final float MIDDLE = (LEVELS - 1) / 2f;
    /** Of 12 million pairs of real texts the worst was off by 4.6 times what is expected (bge-small: 5.4). */
    private static final double DEVIATIONS = 5;

    /** Of as many numbers as bytes from the offset on, each times the scale. */
    static Glance of(byte[] numbers, int offset, int count, float scale) {
        long squares = 0;
        int largest = 1;
        for (int i = 0; i < count; i++) {
            squares += numbers[offset + i] * numbers[offset + i];
            largest = Math.max(largest, Math.abs(numbers[offset + i]));
        }
        float perLevel = MIDDLE / largest;
        int half = (count + 1) / 2;
        byte[] packed = new byte[half];
        int sum = 0;
        float along = 0;
        float levelSquares = 0;
        for (int i = 0; i < 2 * half; i++) {
            int number = i < count ? numbers[offset + i] : 0;
            int level = Math.clamp((int) Math.floor(number * perLevel + LEVELS / 2f), 0, LEVELS - 1);
            packed[i < half ? i : i - half] |= (byte) (i < half ? level << BITS : level);
            sum += level;
            along += (level - MIDDLE) * number;
            levelSquares += (level - MIDDLE) * (level - MIDDLE);
        }
        if (along <= 0) {
            return new Glance(packed, sum, 0, 0);
        }
        float tangent = (float) Math.sqrt(Math.max(0, levelSquares * squares / along / along - 1));
        return new Glance(packed, sum, 1 / (along * scale), tangent);
    }

    /** To compare many with. */
    Wanted wanted() {
        byte[] levels = new byte[2 * packed.length];
        VectorUtil.int4Unpack(packed, levels);
        return new Wanted(levels, sum - MIDDLE * levels.length, scale, tangent);
    }

    /**
     * A glance that others are compared with.
     *
     * @param levels a byte each
     * @param around sum of the levels around their middle
     */
    record Wanted(byte[] levels, float around, float scale, float tangent) {
        /** About the cosine of this vector and another, of whose glance the parts are given. */
        float cosine(byte[] packed, int sum, float otherScale) {
            int product = VectorUtil.int4DotProductSinglePacked(levels, packed);
            return (product - MIDDLE * (sum + around)) * scale * otherScale;
        }

        /**
         * How far an estimate lies below a cosine at most, but for one in a million or two. What the levels of each of the
         * two leave out is as long as its tangent says and points anywhere.
         */
        double error(double cosine, float otherTangent) {
            double across = Math.max(0, 1 - cosine * cosine) / Math.max(1, levels.length - 1);
            return DEVIATIONS * Math.sqrt((tangent * tangent + otherTangent * otherTangent) * across);
        }
    }
}
