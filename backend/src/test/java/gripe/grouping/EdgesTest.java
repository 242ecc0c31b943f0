package gripe.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import nl.cwts.networkanalysis.LeidenAlgorithm;
import nl.cwts.networkanalysis.Network;
import nl.cwts.util.LargeDoubleArray;
import nl.cwts.util.LargeIntArray;

class EdgesTest {
    /** As a map would keep them, and as the library makes a network of such a list itself. */
    @Property(tries = 200)
    void sorted_areThoseOfAMap_andTheirNetworkIsTheLibrarys(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 60) int nodes) {
        Random random = new Random(seed);
        Edges edges = new Edges(nodes, 1);
        Map<Long, Double> wanted = new TreeMap<>();
        for (int i = 0; i < 4 * nodes; i++) {
            int a = random.nextInt(nodes);
            int b = random.nextInt(nodes);
            double weight = random.nextDouble();
            if (a != b) {
                edges.add(a, b, weight);
                wanted.merge((long) Math.min(a, b) * nodes + Math.max(a, b), weight, Double::sum);
            }
        }

        Edges sorted = edges.sorted();

        Map<Long, Double> found = new TreeMap<>();
        long before = -1;
        for (int edge = 0; edge < sorted.size(); edge++) {
            long key = (long) sorted.low(edge) * nodes + sorted.high(edge);
            assertThat(key).isGreaterThan(before);
            before = key;
            found.put(key, sorted.weight(edge));
        }
        assertThat(found).isEqualTo(wanted);
        double[] mass = new double[nodes];
        Arrays.setAll(mass, i -> 1 + i % 3);
        assertThat(communities(sorted.network(mass))).isEqualTo(communities(library(wanted, nodes, mass)));
    }

    private static Network library(Map<Long, Double> edges, int nodes, double[] mass) {
        LargeIntArray from = new LargeIntArray(edges.size());
        LargeIntArray to = new LargeIntArray(edges.size());
        LargeDoubleArray weights = new LargeDoubleArray(edges.size());
        long at = 0;
        for (Map.Entry<Long, Double> edge : edges.entrySet()) {
            from.set(at, (int) (edge.getKey() / nodes));
            to.set(at, (int) (edge.getKey() % nodes));
            weights.set(at++, edge.getValue());
        }
        return new Network(mass.clone(), new LargeIntArray[] {from, to}, weights, false, true);
    }

    private static int[] communities(Network network) {
        return new LeidenAlgorithm(0.2, 10, 0.01, new Random(9))
                .findClustering(network)
                .getClusters();
    }
}
