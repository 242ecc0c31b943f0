package gripe.grouping;

import gripe.embeddings.CompactVector;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Vectors of unit length, in 8 bits a number as the store keeps them too: a million of 384 numbers take 400 MB instead of
 * 1.6 GB. Immutable by convention: nobody writes into its arrays.
 */
public final class Vectors {
    /** What {@link CompactVector} puts before the numbers. */
    private static final int HEAD = Float.BYTES;

    private final byte[][] compact;
    private final float[] factors;

    /** @param compact as {@link CompactVector} encodes them */
    public Vectors(byte[][] compact) {
        this.compact = compact;
        factors = new float[compact.length];
        for (int i = 0; i < factors.length; i++) {
            long square = 0;
            for (int at = HEAD; at < compact[i].length; at++) {
                square += compact[i][at] * compact[i][at];
            }
            factors[i] = square == 0 ? 0 : (float) (1 / Math.sqrt((double) square));
        }
    }

    private Vectors(byte[][] compact, float[] factors) {
        this.compact = compact;
        this.factors = factors;
    }

    public static Vectors of(float[][] vectors) {
        return new Vectors(Stream.of(vectors).map(CompactVector::encode).toArray(byte[][]::new));
    }

    public int size() {
        return compact.length;
    }

    /** How many numbers each has. */
    int dimensions() {
        return compact.length == 0 ? 0 : compact[0].length - HEAD;
    }

    public float[] at(int number) {
        float[] vector = new float[dimensions()];
        read(number, vector);
        return vector;
    }

    void read(int number, float[] into) {
        byte[] bytes = compact[number];
        float factor = factors[number];
        for (int i = 0; i < into.length; i++) {
            into[i] = bytes[HEAD + i] * factor;
        }
    }

    /** These of them, in this order. */
    Vectors only(int[] numbers) {
        float[] some = new float[numbers.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = factors[numbers[i]];
        }
        return new Vectors(
                IntStream.of(numbers).mapToObj(number -> compact[number]).toArray(byte[][]::new), some);
    }
}
