package gripe.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;

/** What signs tell of a cosine, for vectors of the usual length made at random. */
class GlanceTest {
    private static final int DIMENSIONS = 384;

    private final Random random = new Random(3);

    @Test
    void estimate_isOffByLessThanItsError() {
        double squares = 0;
        int pairs = 3_000;
        for (int i = 0; i < pairs; i++) {
            float[] one = unit(new float[DIMENSIONS], 1);
            float[] other = unit(one, random.nextDouble() / 10);
            double cosine = VectorUtil.dotProduct(one, other);
            Glance glance = Glance.of(one);
            double off = cosine - segment(other).cosine(0, glance);
            assertThat(Math.abs(off)).isLessThan(glance.error(cosine));
            squares += Math.pow(off / glance.error(cosine), 2);
        }
        // Five deviations, as they are meant.
        assertThat(Math.sqrt(squares / pairs)).isBetween(0.15, 0.25);
    }

    @Test
    void probe_tellsTheCosineOfAKeptVector() {
        for (int i = 0; i < 1_000; i++) {
            float[] one = unit(new float[DIMENSIONS], 1);
            float[] kept = gripe.embeddings.CompactVector.decode(
                    gripe.embeddings.CompactVector.encode(unit(one, random.nextDouble())));
            Probe probe = new Probe(one);
            double cosine = VectorUtil.dotProduct(one, kept);
            assertThat((double) probe.cosine(Vectors.form(kept))).isBetween(cosine - 1e-5, cosine + 1e-5);
            assertThat((double) probe.roughly(Vectors.form(kept)))
                    .isBetween(cosine - probe.error() - 1e-6, cosine + probe.error() + 1e-6);
        }
    }

    private static Sketches.Segment segment(float[] vector) {
        long[] bits = new long[DIMENSIONS / Long.SIZE];
        float length = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            bits[i / Long.SIZE] |= vector[i] > 0 ? 1L << i : 0;
            length += Math.abs(vector[i]);
        }
        return new Sketches.Segment(bits.length, bits, new float[] {length});
    }

    private float[] unit(float[] near, double noise) {
        float[] vector = near.clone();
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] += (float) (noise * random.nextGaussian());
        }
        return VectorUtil.l2normalize(vector);
    }
}
