package gripe.embeddings;

import java.nio.ByteBuffer;

/**
 * A unit vector in 8 bits a number: 4 bytes of scale (float, big endian), then one signed byte for each dimension. 388
 * bytes instead of 1,536 for 384 dimensions. The scale maps the largest number to 127 (symmetric linear quantisation).
 * RATIONALE.md says what it costs in precision.
 */
public final class CompactVector {
    private static final int STEPS = 127;

    private CompactVector() {}

    /** @throws IllegalArgumentException when a number is not finite */
    public static byte[] encode(float[] vector) {
        float largest = 0;
        for (float number : vector) {
            if (!Float.isFinite(number)) {
                throw new IllegalArgumentException("Not a vector: it has a number that is not finite");
            }
            largest = Math.max(largest, Math.abs(number));
        }
        float scale = largest / STEPS;
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES + vector.length).putFloat(scale);
        for (float number : vector) {
            bytes.put((byte) (scale == 0 ? 0 : Math.round(number / scale)));
        }
        return bytes.array();
    }

    /** Of unit length again. */
    public static float[] decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        float scale = buffer.getFloat();
        float[] vector = new float[buffer.remaining()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = buffer.get() * scale;
        }
        return UnitVector.normalise(vector);
    }
}
