package gripe.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CompactVectorTest {
    @Property(tries = 300)
    void decode_givesNearlyWhatWasEncoded(@ForAll @Size(384) @FloatRange(min = -1, max = 1) float[] numbers) {
        float[] vector = UnitVector.normalise(numbers);
        float[] decoded = CompactVector.decode(CompactVector.encode(vector));
        // Each number is off by at most half a step of 1/127 of the largest.
        assertThat(OnnxEmbeddingModelTest.cosine(vector, decoded)).isGreaterThan(0.999);
        assertThat(OnnxEmbeddingModelTest.cosine(decoded, decoded)).isBetween(0.9999, 1.0001);
    }

    @Property(tries = 100)
    void encodingWhatWasDecoded_changesNothing(@ForAll @Size(384) @FloatRange(min = -1, max = 1) float[] numbers) {
        float[] once = CompactVector.decode(CompactVector.encode(UnitVector.normalise(numbers)));
        float[] twice = CompactVector.decode(CompactVector.encode(once));
        assertThat(OnnxEmbeddingModelTest.cosine(once, twice)).isGreaterThan(0.999999);
    }

    @Test
    void encode_takes388BytesFor384Dimensions() {
        assertThat(CompactVector.encode(new float[384])).hasSize(388);
    }

    @Test
    void encode_refusesWhatIsNotANumber() {
        assertThatThrownBy(() -> CompactVector.encode(new float[] {Float.NaN}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
