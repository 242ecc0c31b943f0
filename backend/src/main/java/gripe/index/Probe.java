package gripe.index;

import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.VectorUtil;

/**
 * A vector that those in the index are compared with. Immutable.
 *
 * <p>Vectors in the index have 8 bits a number, as in the store. So has this one, for a first look, and 8 more for what
 * the first leave over: two products of whole numbers then tell a cosine to within 0.00001.
 */
final class Probe {
    private static final int STEPS = 127;

    private final byte[] coarse;
    private final byte[] fine;
    private final float coarseScale;
    private final float fineScale;
    private final float error;
    private final Glance.Wanted glance;

    /** @param vector of unit length, as those in the index are, so that the dot product is the cosine */
    Probe(float[] vector) {
        glance = Sketches.glance(Vectors.form(vector)).wanted();
        coarse = new byte[Float.BYTES + vector.length];
        fine = new byte[Float.BYTES + vector.length];
        float[] rest = vector.clone();
        coarseScale = split(rest, coarse);
        double squares = 0;
        for (float number : rest) {
            squares += number * number;
        }
        error = (float) Math.sqrt(squares);
        fineScale = split(rest, fine);
    }

    /** Takes off what 8 bits say; behind four bytes that count for nothing, where vectors have their scale. */
    private static float split(float[] rest, byte[] into) {
        float largest = 0;
        for (float number : rest) {
            largest = Math.max(largest, Math.abs(number));
        }
        float scale = largest / STEPS;
        for (int i = 0; i < rest.length && scale > 0; i++) {
            into[Float.BYTES + i] = (byte) Math.round(rest[i] / scale);
            rest[i] -= into[Float.BYTES + i] * scale;
        }
        return scale;
    }

    Glance.Wanted glance() {
        return glance;
    }

    /** Below {@link #cosine} by no more than {@link #error}, by the inequality of Cauchy and Schwarz. */
    float roughly(BytesRef compact) {
        return coarseScale * VectorUtil.dotProduct(coarse, bytes(compact)) * Vectors.scale(compact);
    }

    /** How far a first look is off at most: what the first 8 bits leave over has this length, and the other one 1. */
    float error() {
        return error;
    }

    /** @param compact in the form of CompactVector */
    float cosine(BytesRef compact) {
        byte[] bytes = bytes(compact);
        return (coarseScale * VectorUtil.dotProduct(coarse, bytes) + fineScale * VectorUtil.dotProduct(fine, bytes))
                * Vectors.scale(compact);
    }

    private byte[] bytes(BytesRef compact) {
        return compact.bytes.length == coarse.length ? compact.bytes : BytesRef.deepCopyOf(compact).bytes;
    }
}
