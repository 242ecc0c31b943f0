package gripe.search;

import gripe.Workspace;
import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.SentenceModel;
import gripe.index.Filter;
import gripe.index.GripeIndex;
import gripe.index.Hit;
import gripe.search.Sets.Text;
import gripe.search.Sets.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Prints precision@1, precision@10, MRR and nDCG@10 of words alone, meaning alone and both, on every set of labelled texts
 * and each kind of query. {@code docs/QUALITY.md} has the figures and the command.
 */
public final class RankingReport {
    private static final Workspace WORKSPACE = Workspace.MAIN;
    private static final int HITS = 100;
    private static final int RESAMPLES = 1_000;
    private static final long SEED = 8;

    /** By what is searched. */
    enum Mode {
        WORDS,
        MEANING,
        BOTH
    }

    /** How well one query was answered. */
    record Figures(double first, double firstTen, double reciprocalRank, double gain) {
        double[] all() {
            return new double[] {first, firstTen, reciprocalRank, gain};
        }
    }

    /** @param figures of each query, for each mode */
    record Row(String name, Map<Mode, List<Figures>> figures) {
        int queries() {
            return of(Mode.BOTH).size();
        }

        private List<Figures> of(Mode mode) {
            return figures.getOrDefault(mode, List.of());
        }

        double[] mean(Mode mode) {
            double[] mean = new double[4];
            for (Figures one : of(mode)) {
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += one.all()[i] / queries();
                }
            }
            return mean;
        }

        /** Words or meaning: which of them does better by this figure. */
        Mode better(int figure) {
            return mean(Mode.WORDS)[figure] > mean(Mode.MEANING)[figure] ? Mode.WORDS : Mode.MEANING;
        }

        /**
         * How much better both are than the better of words and meaning: the upper end of the 95 % interval of the mean
         * difference, by a paired bootstrap (Efron 1979). Below 0 both are worse beyond noise.
         */
        double gainAtMost(int figure) {
            List<Figures> both = of(Mode.BOTH);
            List<Figures> alone = of(better(figure));
            double[] differences = IntStream.range(0, both.size())
                    .mapToDouble(i -> both.get(i).all()[figure] - alone.get(i).all()[figure])
                    .toArray();
            Random random = new Random(SEED);
            double[] means = new double[RESAMPLES];
            for (int i = 0; i < RESAMPLES; i++) {
                for (int j = 0; j < differences.length; j++) {
                    means[i] += differences[random.nextInt(differences.length)] / differences.length;
                }
            }
            java.util.Arrays.sort(means);
            return means[(int) (0.975 * RESAMPLES)];
        }
    }

    /** @param itself number of the text that asks; -1 when it is a query of its own */
    private record Asked(String text, List<String> labels, int itself) {}

    private RankingReport() {}

    public static void main(String[] arguments) throws IOException {
        String name = arguments.length > 0 ? arguments[0] : SentenceModel.DEFAULT_NAME;
        try (OnnxEmbeddingModel model = OnnxEmbeddingModel.load(SentenceModel.named(name))) {
            print(name, rows(model));
        }
    }

    static void print(String name, List<Row> rows) {
        System.out.println(
                "| " + name + ": precision@1 / precision@10 / MRR / nDCG@10 | queries | words | meaning | both |");
        System.out.println("|---|---|---|---|---|");
        for (Row row : rows) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %s |%n",
                    row.name(),
                    row.queries(),
                    joined(row.mean(Mode.WORDS)),
                    joined(row.mean(Mode.MEANING)),
                    joined(row.mean(Mode.BOTH)));
        }
    }

    private static String joined(double[] figures) {
        return String.format(Locale.ROOT, "%.2f / %.2f / %.2f / %.2f", figures[0], figures[1], figures[2], figures[3]);
    }

    static List<Row> rows(OnnxEmbeddingModel model) throws IOException {
        Vectors vectors = new Vectors(model);
        List<Row> rows = new ArrayList<>();
        List<Text> gripes = Sets.labelled("gripes.tsv");
        try (Searched searched = new Searched(gripes, vectors, model.version())) {
            for (String kind : List.of("other words", "identifiers", "typos", "unfinished")) {
                rows.add(searched.row(
                        "gripe_queries.tsv, " + kind,
                        QualityReport.queries().stream()
                                .filter(query -> query.kind().equals(kind))
                                .map(query -> new Asked(query.text(), query.labels(), -1))
                                .toList()));
            }
            rows.add(searched.row("gripes.tsv, each text a query", sample(gripes, 300)));
        }
        for (String file : List.of("banking77_test.tsv", "clinc_test.tsv")) {
            List<Text> texts = Sets.labelled(file);
            try (Searched searched = new Searched(texts, vectors, model.version())) {
                rows.add(searched.row(file + ", texts as queries", sample(texts, 400)));
            }
        }
        return rows;
    }

    private static List<Asked> sample(List<Text> texts, int count) {
        List<Integer> numbers = Sets.shuffled(
                IntStream.range(0, texts.size())
                        .filter(i -> !texts.get(i).label().equals("-"))
                        .boxed()
                        .toList(),
                new Random(SEED));
        return numbers.stream()
                .limit(count)
                .map(i -> new Asked(texts.get(i).text(), List.of(texts.get(i).label()), i))
                .toList();
    }

    private static final class Searched implements AutoCloseable {
        private final Path directory = Files.createTempDirectory("ranking");
        private final GripeIndex index;
        private final List<Text> texts;
        private final Vectors vectors;

        Searched(List<Text> texts, Vectors vectors, String version) throws IOException {
            this.texts = texts;
            this.vectors = vectors;
            vectors.prepare(texts.stream().map(Text::text).toList());
            index = GripeIndex.open(directory, version);
            Sets.fill(index, WORKSPACE, texts, vectors, 1);
        }

        Row row(String name, List<Asked> asked) {
            Map<Mode, List<Figures>> figures = new EnumMap<>(Mode.class);
            for (Mode mode : Mode.values()) {
                figures.put(mode, asked.stream().map(one -> figures(one, mode)).toList());
            }
            return new Row(name, figures);
        }

        private Figures figures(Asked asked, Mode mode) {
            List<Hit> hits = index.search(
                            WORKSPACE,
                            mode == Mode.MEANING ? "" : asked.text(),
                            () -> mode == Mode.WORDS ? null : vectors.of(asked.text()),
                            Filter.NONE,
                            HITS)
                    .hits();
            boolean[] right = new boolean[HITS];
            int count = 0;
            for (Hit hit : hits) {
                int number = Integer.parseInt(hit.gripe().id().substring("id".length()));
                if (number != asked.itself()) {
                    right[count++] = asked.labels().contains(texts.get(number).label());
                }
            }
            long all = IntStream.range(0, texts.size())
                    .filter(i -> i != asked.itself()
                            && asked.labels().contains(texts.get(i).label()))
                    .count();
            return figures(right, all);
        }

        private static Figures figures(boolean[] right, long all) {
            double ten = 0;
            double reciprocal = 0;
            double gain = 0;
            double ideal = 0;
            for (int i = 0; i < right.length; i++) {
                if (right[i] && reciprocal == 0) {
                    reciprocal = 1.0 / (i + 1);
                }
                if (i < 10) {
                    double discount = Math.log(2) / Math.log(i + 2);
                    ten += right[i] ? 0.1 : 0;
                    gain += right[i] ? discount : 0;
                    ideal += i < all ? discount : 0;
                }
            }
            return new Figures(right[0] ? 1 : 0, ten, reciprocal, ideal == 0 ? 0 : gain / ideal);
        }

        @Override
        public void close() throws IOException {
            index.close();
            GripeIndex.throwAway(directory);
            Files.delete(directory);
        }
    }
}
