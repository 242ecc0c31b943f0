package gripe.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import nl.cwts.networkanalysis.Clustering;
import nl.cwts.networkanalysis.LeidenAlgorithm;
import nl.cwts.networkanalysis.Network;

/**
 * Groups texts by communities in the graph of their nearest neighbours (Traag, Waltman and van Eck 2019, From Louvain to
 * Leiden, with the constant Potts model, by the authors' own library). The same graph gives the same groups.
 */
public final class Grouping {
    /** A text that goes wherever it belongs. */
    public static final int FREE = -1;

    /** A text that stays alone. */
    public static final int ALONE = -2;

    private static final long SEED = 9;
    private static final int ITERATIONS = 10;
    /** The library's own default. */
    private static final double RANDOMNESS = 0.01;

    private Grouping() {}

    /**
     * Groups texts by their vectors.
     *
     * @param held for each text {@link #FREE}, {@link #ALONE} or the number of the place that it must stay in. Those of
     *     one place end up in one group, those of two places never do
     */
    public static Groups of(Vectors vectors, int[] held, Cosine cosine, Parameters parameters, Progress progress) {
        return of(vectors, held, cosine, parameters, progress, Neighbours.EXACT_MAX);
    }

    /** @param exactMax up to how many texts all are compared with all */
    static Groups of(
            Vectors vectors, int[] held, Cosine cosine, Parameters parameters, Progress progress, int exactMax) {
        int[] first = Repeats.of(vectors, held, cosine, parameters.repeated(), progress);
        int[] place = new int[first.length];
        int[] textAt = new int[first.length];
        int places = 0;
        for (int i = 0; i < first.length; i++) {
            place[i] = first[i] == i ? places : place[first[i]];
            if (first[i] == i) {
                textAt[places++] = i;
            }
        }
        textAt = Arrays.copyOf(textAt, places);
        int[] count = new int[places];
        for (int one : place) {
            count[one]++;
        }
        int[] heldThere = new int[places];
        for (int i = 0; i < places; i++) {
            heldThere[i] = held[textAt[i]];
        }
        NeighbourGraph graph = Neighbours.of(vectors.only(textAt), parameters.neighbours(), cosine, progress, exactMax);
        Weights weights = new Weights(graph, parameters);
        int[][] found = of(graph, weights, heldThere, count, parameters, progress);
        int[] group = new int[first.length];
        int[] theme = new int[first.length];
        for (int i = 0; i < group.length; i++) {
            group[i] = found[0][place[i]];
            theme[i] = found[1][place[i]];
        }
        return new Groups(group, theme, graph, place, textAt, weights);
    }

    private static int[][] of(
            NeighbourGraph graph, Weights weights, int[] held, int[] count, Parameters parameters, Progress progress) {
        int size = graph.size();
        int places = Math.max(0, Arrays.stream(held).max().orElse(-1) + 1);
        // Nodes: one for each place, then one for each free text.
        int[] node = new int[size];
        int nodes = places;
        int[] members = new int[places + size];
        int[] texts = new int[places + size];
        for (int i = 0; i < size; i++) {
            node[i] = held[i] == ALONE ? -1 : held[i] == FREE ? nodes++ : held[i];
            if (node[i] >= 0) {
                members[node[i]] += count[i];
                texts[node[i]]++;
            }
        }
        double resolution = resolution(nodes, parameters);
        double[] mass = new double[nodes];
        for (int i = 0; i < nodes; i++) {
            // A place of very many texts would else cost more to join than any text's few neighbours are worth.
            mass[i] = Math.min(Math.max(1, texts[i]), Math.max(1, parameters.joining() / resolution));
        }
        Edges edges = new Edges(nodes, size * parameters.neighbours() / 2);
        for (int i = 0; i < size; i++) {
            for (int rank = 0; rank < graph.count(i); rank++) {
                int j = graph.neighbour(i, rank);
                // An edge that both ends have is taken once, from the lower end.
                if (node[i] < 0 || node[j] < 0 || node[i] == node[j] || (j < i && graph.has(j, i))) {
                    continue;
                }
                double weight = weights.of(i, rank);
                if (weight > 0) {
                    edges.add(node[i], node[j], weight);
                }
            }
        }
        int[] community = communities(nodes, mass, edges.sorted(), resolution, progress);
        separatePlaces(community, places, edges);
        int[] group = numbered(node, community, places, nodes, members, parameters.sizeMin());
        return new int[][] {group, themes(group, node, mass, edges, nodes, parameters, progress)};
    }

    /**
     * Of few texts each has all others for neighbours, and what keeps topics apart in the graph of many, that far ones are
     * no neighbours, is missing: then the ties have to be the stronger.
     */
    private static double resolution(int nodes, Parameters parameters) {
        double share = Math.min(1, 2.0 * parameters.neighbours() / Math.max(1, nodes));
        return Math.max(parameters.resolution(), parameters.fewResolution() * share);
    }

    /** Communities in the graph of cosines as they are, to compare with. */
    static int[] byCosine(NeighbourGraph graph, double floor, double resolution, int sizeMin) {
        int size = graph.size();
        Edges edges = new Edges(size, size);
        for (int i = 0; i < size; i++) {
            for (int rank = 0; rank < graph.count(i); rank++) {
                int j = graph.neighbour(i, rank);
                double cosine = graph.cosine(i, rank);
                if (cosine >= floor && !(j < i && graph.has(j, i))) {
                    edges.add(i, j, cosine);
                }
            }
        }
        double[] mass = new double[size];
        Arrays.fill(mass, 1);
        int[] members = new int[size];
        Arrays.fill(members, 1);
        int[] node = new int[size];
        Arrays.setAll(node, i -> i);
        return numbered(
                node, communities(size, mass, edges.sorted(), resolution, Progress.NONE), 0, size, members, sizeMin);
    }

    private static int[] communities(int nodes, double[] mass, Edges edges, double resolution, Progress progress) {
        if (nodes == 0) {
            return new int[0];
        }
        // One iteration at a time, which are the same as all at once: in between somebody may have to be let through.
        LeidenAlgorithm leiden = new LeidenAlgorithm(resolution, 1, RANDOMNESS, new Random(SEED));
        Network network = edges.network(mass);
        Clustering clustering = new Clustering(nodes);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            progress.at("grouping", iteration, ITERATIONS);
            leiden.improveClustering(network, clustering);
        }
        return clustering.getClusters();
    }

    /** Where two places ended up in one community, each free text of it goes to the place that it is tied to most. */
    private static void separatePlaces(int[] community, int places, Edges edges) {
        Map<Integer, List<Integer>> of = new HashMap<>();
        for (int place = 0; place < places; place++) {
            of.computeIfAbsent(community[place], key -> new ArrayList<>()).add(place);
        }
        int next = Arrays.stream(community).max().orElse(-1) + 1;
        Map<Integer, Map<Integer, Double>> ties = new HashMap<>();
        for (int edge = 0; edge < edges.size(); edge++) {
            int a = edges.low(edge);
            int b = edges.high(edge);
            double weight = edges.weight(edge);
            if (community[a] == community[b]
                    && of.getOrDefault(community[a], List.of()).size() > 1) {
                if (a < places) {
                    ties.computeIfAbsent(b, none -> new TreeMap<>()).merge(a, weight, Double::sum);
                }
                if (b < places) {
                    ties.computeIfAbsent(a, none -> new TreeMap<>()).merge(b, weight, Double::sum);
                }
            }
        }
        int[] own = new int[places];
        for (List<Integer> together : of.values()) {
            own[together.get(0)] = community[together.get(0)];
            for (int place : together.subList(1, together.size())) {
                own[place] = next++;
            }
        }
        ties.forEach((node, toPlaces) -> {
            if (node >= places) {
                community[node] = own[
                        toPlaces.entrySet().stream()
                                .max(Map.Entry.comparingByValue())
                                .orElseThrow()
                                .getKey()];
            }
        });
        System.arraycopy(own, 0, community, 0, places);
    }

    private static int[] numbered(int[] node, int[] community, int places, int nodes, int[] members, int sizeMin) {
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int i = 0; i < nodes; i++) {
            sizes.merge(community[i], members[i], Integer::sum);
        }
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int place = 0; place < places; place++) {
            numbers.put(community[place], place);
        }
        int[] group = new int[node.length];
        int next = places;
        for (int i = 0; i < group.length; i++) {
            if (node[i] < 0) {
                group[i] = FREE;
                continue;
            }
            int of = community[node[i]];
            Integer number = numbers.get(of);
            if (number == null && sizes.getOrDefault(of, 0) >= sizeMin) {
                number = next++;
                numbers.put(of, number);
            }
            group[i] = number == null ? FREE : number;
        }
        return group;
    }

    /** Communities of whole groups, tied by the mean weight between them. */
    private static int[] themes(
            int[] group, int[] node, double[] mass, Edges edges, int nodes, Parameters parameters, Progress progress) {
        int groups = Arrays.stream(group).max().orElse(-1) + 1;
        int[] theme = new int[group.length];
        Arrays.fill(theme, -1);
        if (groups == 0) {
            return theme;
        }
        int[] groupOf = new int[nodes];
        Arrays.fill(groupOf, -1);
        double[] size = new double[groups];
        for (int i = 0; i < group.length; i++) {
            if (node[i] >= 0) {
                groupOf[node[i]] = group[i];
            }
        }
        for (int i = 0; i < nodes; i++) {
            if (groupOf[i] >= 0) {
                size[groupOf[i]] += mass[i];
            }
        }
        Edges between = new Edges(groups, groups);
        for (int edge = 0; edge < edges.size(); edge++) {
            int a = groupOf[edges.low(edge)];
            int b = groupOf[edges.high(edge)];
            if (a >= 0 && b >= 0 && a != b) {
                between.add(a, b, edges.weight(edge));
            }
        }
        Edges mean = new Edges(groups, between.sorted().size());
        for (int edge = 0; edge < between.size(); edge++) {
            int a = between.low(edge);
            int b = between.high(edge);
            mean.add(a, b, between.weight(edge) / Math.min(size[a], size[b]));
        }
        double[] one = new double[groups];
        Arrays.fill(one, 1);
        int[] community = communities(groups, one, mean, parameters.themeResolution(), progress);
        for (int i = 0; i < group.length; i++) {
            theme[i] = group[i] < 0 ? -1 : community[group[i]];
        }
        return theme;
    }
}
