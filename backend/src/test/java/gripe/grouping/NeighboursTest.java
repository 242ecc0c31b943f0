package gripe.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.index.GripeIndex;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    private static final int COUNT = 5;

    private static Vectors vectors(Random random, int size, int numbers) {
        float[][] vectors = new float[size][numbers];
        for (float[] vector : vectors) {
            int topic = random.nextInt(numbers);
            for (int i = 0; i < numbers; i++) {
                vector[i] = (float) (random.nextGaussian() * 0.3 + (i == topic ? 1 : 0));
            }
        }
        return Vectors.of(vectors);
    }

    private static List<Integer> neighbours(NeighbourGraph graph, int text) {
        return IntStream.range(0, graph.count(text))
                .mapToObj(rank -> graph.neighbour(text, rank))
                .toList();
    }

    @Property(tries = 200)
    void few_haveTheirNearestNeighbours(@ForAll long seed, @ForAll @IntRange(max = 300) int size) {
        Vectors vectors = vectors(new Random(seed), size, 8);

        NeighbourGraph graph = Neighbours.of(vectors, COUNT, GripeIndex::cosine, Progress.NONE, size);

        for (int text = 0; text < size; text++) {
            float[] self = vectors.at(text);
            int except = text;
            List<Integer> nearest = IntStream.range(0, size)
                    .filter(other -> other != except)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer other) -> -GripeIndex.cosine(self, vectors.at(other)))
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(COUNT)
                    .toList();
            assertThat(neighbours(graph, text)).isEqualTo(nearest);
        }
    }

    @Test
    void many_haveNearlyAllOfThem_andTheSameEachTime() {
        int size = 3_000;
        Vectors vectors = vectors(new Random(1), size, 16);
        NeighbourGraph exact = Neighbours.of(vectors, COUNT, GripeIndex::cosine, Progress.NONE, size);

        NeighbourGraph found = Neighbours.of(vectors, COUNT, GripeIndex::cosine, Progress.NONE, 0);

        long right = IntStream.range(0, size)
                .mapToLong(text -> neighbours(exact, text).stream()
                        .filter(other -> found.has(text, other))
                        .count())
                .sum();
        assertThat(right / (double) (size * COUNT)).isGreaterThan(0.95);
        NeighbourGraph again = Neighbours.of(vectors, COUNT, GripeIndex::cosine, Progress.NONE, 0);
        for (int text = 0; text < size; text++) {
            assertThat(neighbours(again, text)).isEqualTo(neighbours(found, text));
        }
    }

    @Property(tries = 200)
    void graph_keepsTheSameInWhateverOrderTheyCame(@ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int size) {
        Random random = new Random(seed);
        float[] cosines = new float[size];
        for (int i = 0; i < size; i++) {
            cosines[i] = random.nextInt(5) / 4f;
        }
        List<Integer> order = Arrays.asList(IntStream.range(1, size).boxed().toArray(Integer[]::new));
        NeighbourGraph graph = new NeighbourGraph(size, COUNT);
        NeighbourGraph shuffled = new NeighbourGraph(size, COUNT);

        order.forEach(other -> graph.offer(0, other, cosines[other]));
        Collections.shuffle(order, random);
        order.forEach(other -> shuffled.offer(0, other, cosines[other]));
        order.forEach(other -> shuffled.offer(0, other, cosines[other]));

        assertThat(neighbours(shuffled, 0)).isEqualTo(neighbours(graph, 0));
    }

    @Property(tries = 200)
    void cells_areSmallAndEachTextIsInOne(@ForAll long seed, @ForAll @IntRange(max = 300) int size) {
        Vectors vectors = vectors(new Random(seed), size, 4);

        List<int[]> cells = Cells.of(vectors, GripeIndex::cosine, 20, seed, Progress.NONE);

        assertThat(cells).allMatch(cell -> cell.length <= 20);
        assertThat(cells.stream().flatMapToInt(Arrays::stream).sorted().toArray())
                .isEqualTo(IntStream.range(0, size).toArray());
    }
}
