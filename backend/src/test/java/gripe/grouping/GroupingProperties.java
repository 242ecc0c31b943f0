package gripe.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.index.GripeIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GroupingProperties {
    private static final Parameters PARAMETERS = new Parameters(15, 0.4, 0.6, 0.03, 0.3, 0.05, 3, 0.9);

    private static Vectors vectors(Random random, int size) {
        float[][] vectors = new float[size][8];
        for (float[] vector : vectors) {
            double square = 0;
            int topic = random.nextInt(4);
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) (random.nextGaussian() * 0.3 + (i == topic ? 1 : 0));
                square += vector[i] * vector[i];
            }
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= (float) Math.sqrt(square);
            }
        }
        return Vectors.of(vectors);
    }

    @Property(tries = 300)
    void held_areTogetherWithThoseOfTheirPlaceAndApartFromOthers(
            @ForAll long seed, @ForAll @IntRange(max = 80) int size, @ForAll @IntRange(max = 5) int places) {
        Random random = new Random(seed);
        Vectors vectors = vectors(random, size);
        int[] held = new int[size];
        for (int i = 0; i < size; i++) {
            held[i] = random.nextInt(3) == 0 ? random.nextInt(places + 1) - 2 : Grouping.FREE;
            held[i] = held[i] == -1 ? Grouping.ALONE : held[i];
        }
        Groups groups = Grouping.of(vectors, held, GripeIndex::cosine, PARAMETERS, Progress.NONE);

        Map<Integer, Integer> sizes = new HashMap<>();
        for (int i = 0; i < size; i++) {
            if (held[i] >= 0) {
                assertThat(groups.group()[i]).isEqualTo(held[i]);
            }
            if (held[i] == Grouping.ALONE) {
                assertThat(groups.group()[i]).isEqualTo(Grouping.FREE);
            }
            sizes.merge(groups.group()[i], 1, Integer::sum);
            assertThat(groups.theme()[i] < 0).isEqualTo(groups.group()[i] < 0);
        }
        int anchors = Math.max(0, java.util.Arrays.stream(held).max().orElse(-1) + 1);
        sizes.forEach((group, count) -> {
            if (group >= anchors) {
                assertThat(count).isGreaterThanOrEqualTo(PARAMETERS.sizeMin());
            }
        });
        assertThat(Grouping.of(vectors, held, GripeIndex::cosine, PARAMETERS, Progress.NONE)
                        .group())
                .isEqualTo(groups.group());
    }

    @Property(tries = 200)
    void joining_isOneOfTheNeighboursGroupsOrNone(@ForAll long seed, @ForAll @IntRange(max = 20) int size) {
        Random random = new Random(seed);
        double[] cosines = random.doubles(size, -1, 1)
                .map(one -> -one)
                .sorted()
                .map(one -> -one)
                .toArray();
        int[] groups = random.ints(size, -1, 4).toArray();
        int joined = Joining.group(cosines, groups, PARAMETERS);
        if (joined >= 0) {
            assertThat(groups).contains(joined);
        }
        List<Integer> founders = Joining.founders(cosines, groups, PARAMETERS);
        assertThat(founders).allMatch(i -> groups[i] < 0 && cosines[i] >= PARAMETERS.sure());
    }
}
