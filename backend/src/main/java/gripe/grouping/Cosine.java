package gripe.grouping;

/** The cosine of two vectors of unit length, which is their dot product. */
public interface Cosine {
    float of(float[] a, float[] b);
}
