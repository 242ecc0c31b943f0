package gripe.grouping;

import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.SentenceModel;
import gripe.index.GripeIndex;
import gripe.painpoint.GroupingParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Prints how well labelled texts are grouped, by several algorithms side by side and by Gripe's own with one setting for
 * all sets. {@code docs/QUALITY.md} has the figures and the command. Arguments: a model, and a directory that holds
 * {@code gripes.tsv}, {@code banking77_test.tsv}, {@code clinc_test.tsv} and {@code train/}, those of them that are there;
 * then {@code sweep} to try many settings.
 */
public final class GroupingReport {
    private static final int SMALL_WORKSPACES = 300;

    private GroupingReport() {}

    record Texts(String name, List<String> labels, float[][] vectors) {
        int causes() {
            return (int) labels.stream()
                    .filter(label -> !label.equals("-"))
                    .distinct()
                    .count();
        }
    }

    public static void main(String[] arguments) throws IOException {
        String name = arguments[0];
        Parameters chosen = GroupingParameters.of(name);
        List<Texts> sets = read(
                SentenceModel.named(name),
                Path.of(arguments[1]),
                List.of("gripes", "banking77_test", "clinc_test", "train"));
        if (arguments.length > 2) {
            sweep(sets, chosen);
            return;
        }
        for (Texts texts : sets) {
            System.out.printf(
                    Locale.ROOT,
                    "%n| %s, %s: %d texts, %d causes | adjusted Rand | V-measure | groups | left alone | one-offs left"
                            + " alone | seconds |%n|---|---|---|---|---|---|---|%n",
                    texts.name(),
                    name,
                    texts.labels().size(),
                    texts.causes());
            row(texts, "k-means told the number of causes", () -> kMeans(texts.vectors(), texts.causes()));
            NeighbourGraph graph = graph(texts.vectors(), chosen.neighbours());
            row(texts, "connected components from the sure cosine on", () -> components(graph, chosen.sure()));
            row(texts, "Chinese whispers on the ties", () -> whispers(graph, chosen));
            row(
                    texts,
                    "Leiden on cosines from the floor on, resolution 0.05",
                    () -> plainLeiden(texts.vectors(), chosen.floor()));
            row(
                    texts,
                    "**Gripe: Leiden on ties by local scale**",
                    () -> groups(texts.vectors(), chosen).group());
            row(texts, "the themes above", () -> groups(texts.vectors(), chosen).theme());
            row(texts, "one after the other, without re-grouping", () -> oneByOne(texts, chosen));
        }
        System.out.printf(Locale.ROOT, "%nWorkspaces of 15: adjusted Rand %.3f%n", small(sets, chosen));
    }

    private static void row(Texts texts, String what, Supplier<int[]> algorithm) {
        long start = System.nanoTime();
        int[] group = algorithm.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        Agreement agreement = Agreement.of(texts.labels(), group);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %d | %.2f | %.2f | %.1f |%n",
                what,
                agreement.rand(),
                agreement.measure(),
                agreement.groups(),
                agreement.alone(),
                agreement.oneOffsAlone(),
                seconds);
    }

    private static NeighbourGraph graph(float[][] vectors, int neighbours) {
        return Neighbours.of(Vectors.of(vectors), neighbours, GripeIndex::cosine, Progress.NONE, vectors.length);
    }

    static Groups groups(float[][] vectors, Parameters parameters) {
        return Grouping.of(Vectors.of(vectors), free(vectors.length), GripeIndex::cosine, parameters, Progress.NONE);
    }

    /** The same parameters for all sets. */
    private static void sweep(List<Texts> sets, Parameters from) {
        for (int neighbours : new int[] {15}) {
            for (double floor = from.floor() - 0.1; floor < from.floor() + 0.11; floor += 0.05) {
                for (double resolution : new double[] {0.02, 0.03, 0.05}) {
                    Parameters tried = new Parameters(
                            neighbours,
                            floor,
                            from.sure(),
                            resolution,
                            from.fewResolution(),
                            from.themeResolution(),
                            from.sizeMin(),
                            from.joining());
                    StringBuilder line = new StringBuilder(String.format(
                            Locale.ROOT, "k %d floor %.2f resolution %.2f", neighbours, floor, resolution));
                    for (Texts texts : sets) {
                        Agreement found = Agreement.of(
                                texts.labels(), groups(texts.vectors(), tried).group());
                        line.append(String.format(
                                Locale.ROOT,
                                " | %s %.3f/%.3f g%d al%.2f o%.2f",
                                texts.name(),
                                found.rand(),
                                found.measure(),
                                found.groups(),
                                found.alone(),
                                found.oneOffsAlone()));
                    }
                    System.out.println(line);
                }
            }
        }
        for (double few : new double[] {0.1, 0.2, 0.3, 0.4, 0.5}) {
            for (double floor = from.floor() - 0.1; floor < from.floor() + 0.11; floor += 0.05) {
                Parameters tried = new Parameters(
                        from.neighbours(),
                        floor,
                        from.sure(),
                        from.resolution(),
                        few,
                        from.themeResolution(),
                        from.sizeMin(),
                        from.joining());
                System.out.printf(
                        Locale.ROOT, "few %.2f floor %.2f: workspaces of 15 %.3f%n", few, floor, small(sets, tried));
            }
        }
        for (double theme : new double[] {0.02, 0.05, 0.1, 0.2}) {
            Parameters tried = new Parameters(
                    from.neighbours(),
                    from.floor(),
                    from.sure(),
                    from.resolution(),
                    from.fewResolution(),
                    theme,
                    from.sizeMin(),
                    from.joining());
            for (Texts texts : sets) {
                long groups = Arrays.stream(groups(texts.vectors(), tried).group())
                        .distinct()
                        .count();
                long themes = Arrays.stream(groups(texts.vectors(), tried).theme())
                        .distinct()
                        .count();
                System.out.printf(
                        Locale.ROOT, "theme %.2f %s: %d groups in %d themes%n", theme, texts.name(), groups, themes);
            }
        }
    }

    /** The mean over many workspaces of four causes with three texts each and three one-offs. */
    private static double small(List<Texts> sets, Parameters parameters) {
        Texts texts = sets.get(0);
        Map<String, List<Integer>> byLabel = new LinkedHashMap<>();
        for (int i = 0; i < texts.labels().size(); i++) {
            byLabel.computeIfAbsent(texts.labels().get(i), key -> new ArrayList<>())
                    .add(i);
        }
        List<Integer> oneOffs = byLabel.getOrDefault("-", List.of());
        List<String> causes = new ArrayList<>(byLabel.keySet());
        causes.remove("-");
        Random random = new Random(1);
        double sum = 0;
        for (int workspace = 0; workspace < SMALL_WORKSPACES; workspace++) {
            List<Integer> some = new ArrayList<>();
            for (int cause = 0; cause < 4; cause++) {
                List<Integer> of = byLabel.getOrDefault(causes.get(random.nextInt(causes.size())), List.of());
                for (int i = 0; i < 3; i++) {
                    some.add(of.get(random.nextInt(of.size())));
                }
            }
            for (int i = 0; i < 3 && !oneOffs.isEmpty(); i++) {
                some.add(oneOffs.get(random.nextInt(oneOffs.size())));
            }
            List<Integer> distinct = some.stream().distinct().toList();
            float[][] vectors = distinct.stream().map(i -> texts.vectors()[i]).toArray(float[][]::new);
            sum += Agreement.of(
                            distinct.stream().map(texts.labels()::get).toList(),
                            groups(vectors, parameters).group())
                    .rand();
        }
        return sum / SMALL_WORKSPACES;
    }

    /** Each text joins by its nearest neighbours among those before it, in random order, or founds a group with them. */
    static int[] oneByOne(Texts texts, Parameters parameters) {
        List<Integer> order = new ArrayList<>(
                IntStream.range(0, texts.labels().size()).boxed().toList());
        Collections.shuffle(order, new Random(1));
        int[] group = new int[order.size()];
        Arrays.fill(group, -1);
        int next = 0;
        NeighbourGraph graph = new NeighbourGraph(order.size(), parameters.neighbours());
        for (int at = 0; at < order.size(); at++) {
            int text = order.get(at);
            for (int other : order.subList(0, at)) {
                graph.offer(text, other, GripeIndex.cosine(texts.vectors()[text], texts.vectors()[other]));
            }
            double[] cosines = new double[graph.count(text)];
            int[] groups = new int[cosines.length];
            for (int i = 0; i < groups.length; i++) {
                cosines[i] = graph.cosine(text, i);
                groups[i] = group[graph.neighbour(text, i)];
            }
            group[text] = Joining.group(cosines, groups, parameters);
            List<Integer> founders = Joining.founders(cosines, groups, parameters);
            if (group[text] < 0 && founders.size() + 1 >= parameters.sizeMin()) {
                group[text] = next++;
                for (int founder : founders) {
                    group[graph.neighbour(text, founder)] = group[text];
                }
            }
        }
        return group;
    }

    static int[] free(int size) {
        int[] held = new int[size];
        Arrays.fill(held, Grouping.FREE);
        return held;
    }

    private static int[] components(NeighbourGraph graph, double from) {
        int[] parent = IntStream.range(0, graph.size()).toArray();
        for (int i = 0; i < graph.size(); i++) {
            for (int rank = 0; rank < graph.count(i); rank++) {
                if (graph.cosine(i, rank) >= from) {
                    parent[root(parent, i)] = root(parent, graph.neighbour(i, rank));
                }
            }
        }
        return withoutSmall(
                IntStream.range(0, parent.length).map(i -> root(parent, i)).toArray());
    }

    private static int root(int[] parent, int of) {
        int at = of;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** Biemann 2006: each text takes the label that weighs most among its neighbours, again and again. */
    private static int[] whispers(NeighbourGraph graph, Parameters parameters) {
        Weights weights = new Weights(graph, parameters);
        int[] label = IntStream.range(0, graph.size()).toArray();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, graph.size()).boxed().toList());
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(order, random);
            for (int text : order) {
                Map<Integer, Double> heard = new HashMap<>();
                for (int rank = 0; rank < graph.count(text); rank++) {
                    heard.merge(label[graph.neighbour(text, rank)], weights.of(text, rank), Double::sum);
                }
                heard.entrySet().stream()
                        .filter(one -> one.getValue() > 0)
                        .max(Map.Entry.<Integer, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                        .ifPresent(best -> label[text] = best.getKey());
            }
        }
        return withoutSmall(label);
    }

    private static int[] plainLeiden(float[][] vectors, double floor) {
        NeighbourGraph graph = graph(vectors, 10);
        return Grouping.byCosine(graph, floor, 0.05, 3);
    }

    private static int[] withoutSmall(int[] group) {
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int one : group) {
            sizes.merge(one, 1, Integer::sum);
        }
        return Arrays.stream(group)
                .map(one -> sizes.getOrDefault(one, 0) < 3 ? -1 : one)
                .toArray();
    }

    /** Lloyd's, with Arthur and Vassilvitskii's beginning. */
    static int[] kMeans(float[][] vectors, int count) {
        Random random = new Random(0);
        float[][] centres = new float[count][];
        centres[0] = vectors[random.nextInt(vectors.length)].clone();
        double[] furthest = new double[vectors.length];
        Arrays.fill(furthest, 4);
        for (int centre = 1; centre < count; centre++) {
            double sum = 0;
            for (int i = 0; i < vectors.length; i++) {
                furthest[i] =
                        Math.min(furthest[i], Math.max(0, 2 - 2 * GripeIndex.cosine(vectors[i], centres[centre - 1])));
                sum += furthest[i];
            }
            double wanted = random.nextDouble() * sum;
            int at = 0;
            for (; at < vectors.length - 1 && wanted > furthest[at]; at++) {
                wanted -= furthest[at];
            }
            centres[centre] = vectors[at].clone();
        }
        int[] group = new int[vectors.length];
        for (int round = 0; round < 30; round++) {
            for (int i = 0; i < vectors.length; i++) {
                float best = -2;
                for (int centre = 0; centre < count; centre++) {
                    float cosine = GripeIndex.cosine(vectors[i], centres[centre]);
                    if (cosine > best) {
                        best = cosine;
                        group[i] = centre;
                    }
                }
            }
            float[][] sums = new float[count][vectors[0].length];
            for (int i = 0; i < vectors.length; i++) {
                for (int k = 0; k < sums[0].length; k++) {
                    sums[group[i]][k] += vectors[i][k];
                }
            }
            for (int centre = 0; centre < count; centre++) {
                double length = Math.sqrt(GripeIndex.cosine(sums[centre], sums[centre]));
                for (int k = 0; length > 0 && k < sums[0].length; k++) {
                    centres[centre][k] = (float) (sums[centre][k] / length);
                }
            }
        }
        return group;
    }

    static List<Texts> read(SentenceModel wanted, Path directory, List<String> files) throws IOException {
        List<Texts> sets = new ArrayList<>();
        try (OnnxEmbeddingModel model = OnnxEmbeddingModel.load(wanted)) {
            for (String file : files) {
                Path path = directory.resolve(file + ".tsv");
                if (Files.exists(path)) {
                    sets.add(embedded(
                            model,
                            file,
                            Files.readAllLines(path).stream()
                                    .map(line -> line.split("\t", 2))
                                    .toList()));
                }
            }
            if (files.contains("train") && Files.isDirectory(directory.resolve("train"))) {
                sets.add(embedded(model, "train", families(directory.resolve("train"))));
            }
        }
        return sets;
    }

    /** Label and text of each line of a folder of tables of family, cause and text. */
    static List<String[]> families(Path folder) throws IOException {
        List<String[]> lines = new ArrayList<>();
        try (Stream<Path> tables = Files.list(folder)) {
            for (Path file : tables.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split("\t", 3);
                    lines.add(new String[] {parts[1].equals("-") ? "-" : parts[0] + "/" + parts[1], parts[2]});
                }
            }
        }
        return lines;
    }

    static Texts embedded(OnnxEmbeddingModel model, String name, List<String[]> lines) {
        List<CompletableFuture<float[]>> embedding =
                lines.stream().map(line -> model.embedAsync(line[1])).toList();
        return new Texts(
                name,
                lines.stream().map(line -> line[0]).toList(),
                embedding.stream().map(CompletableFuture::join).toArray(float[][]::new));
    }
}
