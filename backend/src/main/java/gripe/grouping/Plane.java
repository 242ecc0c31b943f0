package gripe.grouping;

import java.util.Arrays;

/**
 * Discs on a plane, near each other where their vectors are alike, none on another one. The same vectors in the same order
 * make the same plane.
 *
 * <p>Begins with the two directions in which the vectors differ most (principal components, by power iteration), goes on
 * by stress majorization (Gansner, Koren and North 2004, Graph drawing by stress majorization, in which near ones weigh
 * more than far ones), and ends by pushing apart what still overlaps. The time grows with the square of the number of
 * discs: for some hundreds.
 */
public final class Plane {
    /** Width by height; a screen shows it without much left over. */
    private static final double ASPECT = 1.5;

    private static final double STRETCH_MAX = 2;
    /** Of the plane, to the discs' own area: what is left is air, and room for names. */
    private static final double ROOM = 3.2;
    /** The mean distance of two points in a square of side 1. */
    private static final double MEAN_IN_SQUARE = 0.52;

    private static final int POWER_ROUNDS = 60;
    private static final int STRESS_ROUNDS = 150;
    private static final int PUSH_ROUNDS_MAX = 600;
    private static final double NEAR_ZERO = 1e-9;

    private final double[] x;
    private final double[] y;
    private final double[] radii;
    private final double gap;

    private Plane(int size, double[] radii, double gap) {
        x = new double[size];
        y = new double[size];
        this.radii = radii;
        this.gap = gap;
    }

    /**
     * Where the discs are.
     *
     * @param x of their middles; all discs lie between 0 and width
     */
    public record Places(double[] x, double[] y, double width, double height) {}

    /**
     * Places discs.
     *
     * @param vectors of unit length, one for each disc
     * @param gap that two discs have between them at least
     */
    public static Places of(float[][] vectors, double[] radii, double gap) {
        Plane plane = new Plane(vectors.length, radii, gap);
        if (vectors.length > 1) {
            plane.begin(vectors);
            plane.settle(vectors);
            plane.stretch();
            plane.push();
        }
        return plane.places();
    }

    private void begin(float[][] vectors) {
        int dimension = vectors[0].length;
        double[] mean = new double[dimension];
        for (float[] vector : vectors) {
            for (int i = 0; i < dimension; i++) {
                mean[i] += vector[i] / (double) vectors.length;
            }
        }
        double[][] rows = new double[vectors.length][dimension];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < dimension; i++) {
                rows[row][i] = vectors[row][i] - mean[i];
            }
        }
        project(rows, x);
        project(rows, y);
        // Those of one vector would never part: nobody pushes them either way.
        for (int i = 0; i < x.length; i++) {
            x[i] += 1e-4 * Math.cos(i);
            y[i] += 1e-4 * Math.sin(i);
        }
    }

    /** Puts the rows' places along their first principal component, and takes that out of them. */
    private static void project(double[][] rows, double[] onto) {
        double[] direction = new double[rows[0].length];
        double most = 0;
        for (double[] row : rows) {
            double square = dot(row, row);
            if (square > most) {
                most = square;
                direction = row.clone();
            }
        }
        for (int round = 0; round < POWER_ROUNDS; round++) {
            double[] next = new double[direction.length];
            for (double[] row : rows) {
                double along = dot(row, direction);
                for (int i = 0; i < next.length; i++) {
                    next[i] += along * row[i];
                }
            }
            double length = Math.sqrt(dot(next, next));
            if (length < NEAR_ZERO) {
                break;
            }
            for (int i = 0; i < next.length; i++) {
                direction[i] = next[i] / length;
            }
        }
        double length = Math.sqrt(dot(direction, direction));
        for (int row = 0; row < rows.length; row++) {
            onto[row] = length < NEAR_ZERO ? 0 : dot(rows[row], direction) / length;
            for (int i = 0; i < direction.length; i++) {
                rows[row][i] -= length < NEAR_ZERO ? 0 : onto[row] * direction[i] / length;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private void settle(float[][] vectors) {
        int size = x.length;
        double[][] wanted = new double[size][size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double cosine = 0;
                for (int k = 0; k < vectors[i].length; k++) {
                    cosine += vectors[i][k] * vectors[j][k];
                }
                wanted[i][j] = Math.sqrt(Math.max(0, 2 - 2 * cosine));
                sum += wanted[i][j];
            }
        }
        double mean = sum / (size * (size - 1) / 2.0);
        double area = Arrays.stream(radii)
                .map(radius -> Math.PI * (radius + gap / 2) * (radius + gap / 2))
                .sum();
        double scale = mean < NEAR_ZERO ? 1 : MEAN_IN_SQUARE * Math.sqrt(ROOM * area) / mean;
        for (int i = 0; i < size; i++) {
            x[i] *= scale;
            y[i] *= scale;
            for (int j = 0; j < i; j++) {
                wanted[i][j] = Math.max(scale * wanted[i][j], radii[i] + radii[j] + gap);
                wanted[j][i] = wanted[i][j];
            }
        }
        for (int round = 0; round < STRESS_ROUNDS; round++) {
            for (int i = 0; i < size; i++) {
                settle(i, wanted[i]);
            }
        }
    }

    private void settle(int i, double[] wanted) {
        double toX = 0;
        double toY = 0;
        double weights = 0;
        for (int j = 0; j < x.length; j++) {
            if (j == i) {
                continue;
            }
            double weight = 1 / (wanted[j] * wanted[j]);
            double distance = Math.max(NEAR_ZERO, Math.hypot(x[i] - x[j], y[i] - y[j]));
            toX += weight * (x[j] + wanted[j] * (x[i] - x[j]) / distance);
            toY += weight * (y[j] + wanted[j] * (y[i] - y[j]) / distance);
            weights += weight;
        }
        x[i] = toX / weights;
        y[i] = toY / weights;
    }

    private void stretch() {
        double width = width(x);
        double height = width(y);
        if (width < NEAR_ZERO || height < NEAR_ZERO) {
            return;
        }
        double stretch = Math.sqrt(Math.clamp(ASPECT * height / width, 1 / STRETCH_MAX, STRETCH_MAX));
        for (int i = 0; i < x.length; i++) {
            x[i] *= stretch;
            y[i] /= stretch;
        }
    }

    private static double width(double[] places) {
        return Arrays.stream(places).max().orElse(0)
                - Arrays.stream(places).min().orElse(0);
    }

    private void push() {
        boolean moved = true;
        for (int round = 0; moved && round < PUSH_ROUNDS_MAX; round++) {
            moved = false;
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < i; j++) {
                    moved |= push(i, j);
                }
            }
        }
    }

    private boolean push(int i, int j) {
        double apart = radii[i] + radii[j] + gap;
        double distance = Math.hypot(x[i] - x[j], y[i] - y[j]);
        if (distance >= apart - 0.01) {
            return false;
        }
        double alongX = distance < NEAR_ZERO ? Math.cos(i) : (x[i] - x[j]) / distance;
        double alongY = distance < NEAR_ZERO ? Math.sin(i) : (y[i] - y[j]) / distance;
        double each = (apart - distance) / 2;
        x[i] += alongX * each;
        y[i] += alongY * each;
        x[j] -= alongX * each;
        y[j] -= alongY * each;
        return true;
    }

    private Places places() {
        double left = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (int i = 0; i < x.length; i++) {
            double room = radii[i] + gap;
            left = Math.min(left, x[i] - room);
            top = Math.min(top, y[i] - room);
            right = Math.max(right, x[i] + room);
            bottom = Math.max(bottom, y[i] + room);
        }
        if (x.length == 0) {
            return new Places(x, y, 0, 0);
        }
        for (int i = 0; i < x.length; i++) {
            x[i] -= left;
            y[i] -= top;
        }
        return new Places(x, y, right - left, bottom - top);
    }
}
