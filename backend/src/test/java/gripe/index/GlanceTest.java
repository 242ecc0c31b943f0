package gripe.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;

/** What a glance tells of a cosine, for vectors of the usual length made at random. */
class GlanceTest {
    private static final int DIMENSIONS = 384;

    private final Random random = new Random(3);

    @Test
    void estimate_liesBelowTheCosineByLessThanItsError() {
        double squares = 0;
        int pairs = 3_000;
        for (int i = 0; i < pairs; i++) {
            float[] one = unit(new float[DIMENSIONS], 1);
            float[] second = unit(one, random.nextDouble() / 10);
            double cosine = VectorUtil.dotProduct(one, second);
            Glance.Wanted wanted = Sketches.glance(Vectors.form(one)).wanted();
            Glance glance = Sketches.glance(Vectors.form(second));
            double estimate = estimate(wanted, glance);
            // Nothing is ever looked for that has to be nearer than this.
            double least = Math.min(cosine, 0.95);
            assertThat(estimate).isGreaterThan(least - wanted.error(least, glance.tangent()));
            squares += Math.pow(Math.max(0, least - estimate) / wanted.error(least, glance.tangent()), 2);
        }
        // Five deviations, as they are meant; half of them lie above.
        assertThat(Math.sqrt(squares / pairs * 2)).isBetween(0.1, 0.25);
    }

    @Test
    void estimate_whereOneNumberIsLargeInAll_isOffByNoMore() {
        for (int i = 0; i < 3_000; i++) {
            float[] one = outlying(unit(new float[DIMENSIONS], 1));
            float[] second = outlying(unit(new float[DIMENSIONS], 1));
            double cosine = VectorUtil.dotProduct(one, second);
            Glance.Wanted wanted = Sketches.glance(Vectors.form(one)).wanted();
            Glance glance = Sketches.glance(Vectors.form(second));
            assertThat(estimate(wanted, glance)).isGreaterThan(cosine - wanted.error(cosine, glance.tangent()));
        }
    }

    /** As bge-small's vectors are: one number of ten deviations. */
    private static float[] outlying(float[] vector) {
        vector[7] = (float) (10 / Math.sqrt(DIMENSIONS));
        return VectorUtil.l2normalize(vector);
    }

    @Test
    void estimate_ofAnOddNumberOfNumbers() {
        Glance glance = Sketches.glance(Vectors.form(VectorUtil.l2normalize(new float[] {1, -2, 3})));
        assertThat(estimate(glance.wanted(), glance)).isBetween(0.9, 1.1);
    }

    private static double estimate(Glance.Wanted wanted, Glance glance) {
        return wanted.cosine(glance.packed(), glance.sum(), glance.scale());
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

    private float[] unit(float[] near, double noise) {
        float[] vector = near.clone();
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] += (float) (noise * random.nextGaussian());
        }
        return VectorUtil.l2normalize(vector);
    }
}
