package gripe.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlaneTest {
    private static float[][] vectors(Random random, int size, int topics, double spread) {
        float[][] vectors = new float[size][16];
        for (int row = 0; row < size; row++) {
            double square = 0;
            for (int i = 0; i < 16; i++) {
                vectors[row][i] = (float) (random.nextGaussian() * spread + (i == row % topics ? 1 : 0));
                square += vectors[row][i] * vectors[row][i];
            }
            for (int i = 0; i < 16; i++) {
                vectors[row][i] /= (float) Math.sqrt(square);
            }
        }
        return vectors;
    }

    @Property(tries = 200)
    void discs_areApartInsideOfThePlaneAndTheSameEachTime(@ForAll long seed, @ForAll @IntRange(max = 120) int size) {
        Random random = new Random(seed);
        float[][] vectors = vectors(random, size, 5, random.nextInt(3) * 0.1);
        double[] radii = random.doubles(size, 3, 60).toArray();

        Plane.Places places = Plane.of(vectors, radii, 10);

        for (int i = 0; i < size; i++) {
            assertThat(places.x()[i]).isBetween(radii[i] - 0.01, places.width() - radii[i] + 0.01);
            assertThat(places.y()[i]).isBetween(radii[i] - 0.01, places.height() - radii[i] + 0.01);
            for (int j = 0; j < i; j++) {
                assertThat(Math.hypot(places.x()[i] - places.x()[j], places.y()[i] - places.y()[j]))
                        .isGreaterThan(radii[i] + radii[j]);
            }
        }
        Plane.Places again = Plane.of(vectors, radii, 10);
        assertThat(again.x()).isEqualTo(places.x());
        assertThat(again.y()).isEqualTo(places.y());
    }

    @Test
    void alike_areNear() {
        int topics = 6;
        float[][] vectors = vectors(new Random(7), 60, topics, 0.08);
        double[] radii = new double[60];
        Arrays.fill(radii, 12);

        Plane.Places places = Plane.of(vectors, radii, 8);

        int own = 0;
        for (int i = 0; i < 60; i++) {
            int nearest = -1;
            double least = Double.MAX_VALUE;
            for (int j = 0; j < 60; j++) {
                double distance = Math.hypot(places.x()[i] - places.x()[j], places.y()[i] - places.y()[j]);
                if (j != i && distance < least) {
                    least = distance;
                    nearest = j;
                }
            }
            own += nearest % topics == i % topics ? 1 : 0;
        }
        assertThat(own).isGreaterThanOrEqualTo(54);
        assertThat(places.width() / places.height()).isBetween(0.6, 2.6);
    }
}
