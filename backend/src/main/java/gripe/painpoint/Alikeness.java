package gripe.painpoint;

import gripe.Workspace;
import gripe.index.GripeIndex;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How near each gripe of a pain point is to its middle, which is the mean of all their vectors. */
final class Alikeness {
    private Alikeness() {}

    /** Where the middle lies, in 8 bits a number: short enough for a cursor, and near enough to sort by. */
    static byte[] middle(GripeIndex index, Workspace workspace, Set<String> painPoints) {
        Sum sum = new Sum();
        index.forEachVector(workspace, painPoints, (id, painPoint, vector) -> sum.add(vector));
        float[] middle = sum.middle();
        float greatest = 0;
        for (float one : middle) {
            greatest = Math.max(greatest, Math.abs(one));
        }
        byte[] rounded = new byte[middle.length];
        for (int i = 0; i < middle.length; i++) {
            rounded[i] = greatest == 0 ? 0 : (byte) Math.round(Byte.MAX_VALUE * middle[i] / greatest);
        }
        return rounded;
    }

    /** Cosines to that middle by the gripes' ids, of those that have a vector. Holds no vector. */
    static Map<String, Double> to(byte[] middle, GripeIndex index, Workspace workspace, Set<String> painPoints) {
        double square = 0;
        for (byte one : middle) {
            square += one * one;
        }
        float[] unit = new float[middle.length];
        for (int i = 0; i < middle.length; i++) {
            unit[i] = square == 0 ? 0 : (float) (middle[i] / Math.sqrt(square));
        }
        Map<String, Double> cosines = new HashMap<>();
        index.forEachVector(workspace, painPoints, (id, painPoint, vector) -> cosines.put(id, dot(unit, vector)));
        return cosines;
    }

    /** Of vectors of unit length. Not thread-safe. */
    static final class Sum {
        private double[] sum = new double[0];

        void add(float[] vector) {
            if (sum.length == 0) {
                sum = new double[vector.length];
            }
            for (int i = 0; i < vector.length; i++) {
                sum[i] += vector[i];
            }
        }

        /** The direction of the sum, as a unit vector. */
        float[] middle() {
            double square = 0;
            for (double one : sum) {
                square += one * one;
            }
            float[] middle = new float[sum.length];
            for (int i = 0; i < sum.length; i++) {
                middle[i] = square == 0 ? 0 : (float) (sum[i] / Math.sqrt(square));
            }
            return middle;
        }
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
