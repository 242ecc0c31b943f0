package gripe.search;

import gripe.Workspace;
import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.SentenceModel;
import gripe.index.Closeness;
import gripe.index.Filter;
import gripe.index.GripeIndex;
import gripe.index.Order;
import gripe.index.Question;
import gripe.search.Sets.Text;
import gripe.search.Sets.Vectors;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Fits for a model the constants by which {@link Calibration} tells that a query has no answer, prints them, and how far
 * they come on texts that took no part in it. Logistic regression over {@link Evidence}: queries whose label was indexed
 * against queries whose label was not. {@code docs/QUALITY.md} has the figures and the command.
 */
public final class CutOffReport {
    private static final Workspace WORKSPACE = Workspace.MAIN;
    private static final long SEED = 8;
    /** Of the answerable queries it is fitted on; the goal is 92 % on others. */
    private static final double KEPT = 0.93;

    private static final double RIDGE = 1e-2;
    private static final int ROUNDS = 200;

    /**
     * A query.
     *
     * @param kept by the cut-off as it is set now
     * @param weight so that each set counts alike, and in it both answers do
     */
    record Sample(double[] features, double top, boolean kept, boolean answerable, double weight) {}

    /** @param short_ whether queries may be a few words of a text, as people type them */
    record Fitted(String name, List<Text> texts, int labels, boolean short_) {}

    private final Vectors vectors;
    private final String modelName;
    private final String version;
    private final Random random = new Random(SEED);

    private CutOffReport(String modelName, OnnxEmbeddingModel model) {
        this.modelName = modelName;
        vectors = new Vectors(model);
        version = model.version();
    }

    /** @param arguments a model's name, and a folder of texts with family, cause and text that it was not trained on */
    public static void main(String[] arguments) throws IOException {
        String name = arguments.length > 0 ? arguments[0] : SentenceModel.DEFAULT_NAME;
        try (OnnxEmbeddingModel model = OnnxEmbeddingModel.load(SentenceModel.named(name))) {
            new CutOffReport(name, model).run(name, arguments.length > 1 ? Path.of(arguments[1]) : null);
        }
    }

    private void run(String name, @org.jspecify.annotations.Nullable Path folder) throws IOException {
        List<Text> clinc = Sets.labelled("clinc_test.tsv");
        Set<String> half = new HashSet<>(Sets.shuffled(labels(clinc), random).subList(0, 75));
        List<Text> clincToFit =
                clinc.stream().filter(text -> half.contains(text.label())).toList();
        List<Text> clincKeptAside =
                clinc.stream().filter(text -> !half.contains(text.label())).toList();
        List<Fitted> sets = new ArrayList<>(List.of(
                new Fitted("Banking77", Sets.labelled("banking77_test.tsv"), 40, true),
                new Fitted("CLINC150, 75 labels", clincToFit, 45, false)));
        if (folder != null) {
            sets.add(new Fitted(folder.getFileName().toString(), texts(folder), 150, true));
        }
        double unrelated = unrelated(clinc);
        List<Sample> samples = new ArrayList<>();
        for (Fitted set : sets) {
            samples.addAll(samples(set, unrelated));
        }
        double[] fitted = fit(samples);
        fitted[0] -= quantile(
                samples.stream()
                        .filter(Sample::answerable)
                        .mapToDouble(sample -> value(fitted, sample.features()))
                        .toArray(),
                1 - KEPT);
        System.out.printf(Locale.ROOT, "%s: unrelated %.3f, weights {%s}%n", name, unrelated, joined(fitted));
        System.out.printf("fitted on %d queries of %d sets%n%n", samples.size(), sets.size());
        report(fitted, unrelated, clinc, clincKeptAside, samples);
    }

    private void report(
            double[] weights, double unrelated, List<Text> clinc, List<Text> clincKeptAside, List<Sample> samples)
            throws IOException {
        List<Text> gripes = Sets.labelled("gripes.tsv");
        List<Sample> answerable = new ArrayList<>();
        List<Sample> none = new ArrayList<>();
        try (Searched searched = new Searched(gripes)) {
            for (QualityReport.Query query : QualityReport.queries()) {
                Sample sample = searched.sample(query.text(), query.answerable(), unrelated, null, 1);
                (query.answerable() ? answerable : none).add(sample);
            }
        }
        List<Sample> oos = new ArrayList<>();
        List<Sample> intents = new ArrayList<>();
        try (Searched searched = new Searched(clinc)) {
            for (Text text : Sets.labelled("clinc_oos_test.tsv")) {
                oos.add(searched.sample(text.text(), false, unrelated, null, 1));
            }
            for (Text text : Sets.shuffled(clincKeptAside, random).subList(0, 1_000)) {
                intents.add(searched.sample(text.text(), true, unrelated, text.text(), 1));
            }
        }
        System.out.println("| kept of what it was fitted on | gripe queries kept | none refused | CLINC intents kept |"
                + " out of scope refused |");
        System.out.println("|---|---|---|---|---|");
        double[] own = samples.stream()
                .filter(Sample::answerable)
                .mapToDouble(sample -> value(weights, sample.features()))
                .toArray();
        for (double kept : new double[] {0.97, 0.95, KEPT, 0.90, 0.87, 0.84, 0.80}) {
            double from = quantile(own, 1 - kept);
            System.out.printf(
                    Locale.ROOT,
                    "| %.2f | %.3f | %.3f | %.3f | %.3f |%n",
                    kept,
                    above(answerable, weights, from),
                    1 - above(none, weights, from),
                    above(intents, weights, from),
                    1 - above(oos, weights, from));
        }
        System.out.println();
        System.out.println("Refused where 0.92 of the answerable are kept, by these features and by the cosine alone:");
        System.out.printf(
                Locale.ROOT,
                "gripe queries %.3f, %.3f; CLINC150 %.3f, %.3f%n",
                refusedAt(answerable, none, weights),
                refusedAt(answerable, none, null),
                refusedAt(intents, oos, weights),
                refusedAt(intents, oos, null));
        System.out.printf(
                Locale.ROOT,
                "As set now: gripe queries %.3f kept, %.3f of none refused; CLINC150 %.3f kept, %.3f refused%n",
                share(answerable),
                1 - share(none),
                share(intents),
                1 - share(oos));
    }

    private static double share(List<Sample> samples) {
        return samples.stream().filter(Sample::kept).count() / (double) samples.size();
    }

    private static double refusedAt(
            List<Sample> answerable, List<Sample> none, double @org.jspecify.annotations.Nullable [] weights) {
        double from = quantile(
                answerable.stream().mapToDouble(one -> figure(one, weights)).toArray(), 0.08);
        return none.stream().filter(one -> figure(one, weights) < from).count() / (double) none.size();
    }

    private static double figure(Sample sample, double @org.jspecify.annotations.Nullable [] weights) {
        return weights == null ? sample.top() : value(weights, sample.features());
    }

    private static double above(List<Sample> samples, double[] weights, double from) {
        return samples.stream()
                        .filter(sample -> value(weights, sample.features()) >= from)
                        .count()
                / (double) samples.size();
    }

    /** Some labels are indexed without a few of their texts, which ask; texts of the other labels ask in vain. */
    private List<Sample> samples(Fitted set, double unrelated) throws IOException {
        vectors.prepare(set.texts().stream().map(Text::text).toList());
        List<Sample> answerable = new ArrayList<>();
        List<Sample> none = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            Set<String> indexed =
                    new HashSet<>(Sets.shuffled(labels(set.texts()), random).subList(0, set.labels()));
            List<Text> asked = new ArrayList<>();
            List<Text> inVain = new ArrayList<>();
            List<Text> kept = new ArrayList<>();
            for (Text text : Sets.shuffled(set.texts(), random)) {
                if (!indexed.contains(text.label())) {
                    inVain.add(text);
                } else if (random.nextInt(6) == 0 && asked.size() < 400) {
                    asked.add(text);
                } else {
                    kept.add(text);
                }
            }
            try (Searched searched = new Searched(kept)) {
                for (Text text : asked) {
                    answerable.add(searched.sample(query(text, set), true, unrelated, null, 1));
                }
                for (Text text : inVain.subList(0, Math.min(400, inVain.size()))) {
                    none.add(searched.sample(query(text, set), false, unrelated, null, 1));
                }
            }
        }
        List<Sample> weighted = new ArrayList<>();
        for (List<Sample> samples : List.of(answerable, none)) {
            samples.forEach(one -> weighted.add(
                    new Sample(one.features(), one.top(), one.kept(), one.answerable(), 1.0 / samples.size())));
        }
        return weighted;
    }

    /** The text, or three to seven words of it. */
    private String query(Text text, Fitted set) {
        String[] words = text.text().split("\\s+");
        if (!set.short_() || words.length < 5 || random.nextBoolean()) {
            return text.text();
        }
        int length = Math.min(words.length, 3 + random.nextInt(5));
        int from = random.nextInt(words.length - length + 1);
        return String.join(" ", Arrays.asList(words).subList(from, from + length));
    }

    /** An index of these texts, to be asked. */
    private final class Searched implements AutoCloseable {
        private final Path directory = Files.createTempDirectory("cut-off");
        private final GripeIndex index = GripeIndex.open(directory, version);
        private final List<Text> texts;

        Searched(List<Text> texts) throws IOException {
            this.texts = texts;
            vectors.prepare(texts.stream().map(Text::text).toList());
            Sets.fill(index, WORKSPACE, texts, vectors, 1);
        }

        /** @param itself the text that must not find itself */
        Sample sample(
                String query,
                boolean answerable,
                double unrelated,
                @org.jspecify.annotations.Nullable String itself,
                double weight) {
            List<List<Closeness>> seen = new ArrayList<>();
            Filter filter = itself == null ? Filter.NONE : Filter.of(new Filter.Not(new Filter.Phrase(itself)));
            float[] vector = vectors.of(query);
            index.find(
                    WORKSPACE,
                    new Question(query, filter, Order.RELEVANCE, 1, null, ZoneOffset.UTC),
                    () -> vector,
                    best -> {
                        seen.add(best);
                        return null;
                    });
            Evidence evidence = Evidence.of(seen.get(0), unrelated);
            boolean kept = Calibration.of(modelName).cut(seen.get(0)) != null;
            return new Sample(evidence.features(), evidence.top(), kept, answerable, weight);
        }

        @Override
        public void close() {
            index.close();
            try {
                GripeIndex.throwAway(directory);
                Files.delete(directory);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            if (texts.isEmpty()) {
                throw new IllegalStateException("Nothing was asked");
            }
        }
    }

    private static List<String> labels(List<Text> texts) {
        return List.copyOf(new LinkedHashSet<>(texts.stream().map(Text::label).toList()));
    }

    private static List<Text> texts(Path folder) throws IOException {
        List<Text> texts = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.tsv")) {
            for (Path file : files) {
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split("\t", 3);
                    if (!parts[1].equals("-")) {
                        texts.add(new Text(parts[0] + "/" + parts[1], parts[2]));
                    }
                }
            }
        }
        return texts;
    }

    /** The median cosine of two texts at random. */
    private double unrelated(List<Text> texts) {
        double[] cosines = new double[2_000];
        for (int i = 0; i < cosines.length; i++) {
            float[] one = vectors.of(texts.get(random.nextInt(texts.size())).text());
            float[] other = vectors.of(texts.get(random.nextInt(texts.size())).text());
            for (int j = 0; j < one.length; j++) {
                cosines[i] += one[j] * other[j];
            }
        }
        return quantile(cosines, 0.5);
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.max(0, Math.round(share * sorted.length)))];
    }

    /** The first weight stands alone. */
    static double value(double[] weights, double[] features) {
        double sum = weights[0];
        for (int i = 0; i < features.length; i++) {
            sum += weights[i + 1] * features[i];
        }
        return sum;
    }

    /** Logistic regression with a ridge, by Newton's method (iteratively reweighted least squares). */
    private static double[] fit(List<Sample> samples) {
        int n = samples.get(0).features().length + 1;
        double[] weights = new double[n];
        for (int round = 0; round < ROUNDS; round++) {
            double[][] curvature = new double[n][n + 1];
            for (int i = 0; i < n; i++) {
                curvature[i][i] = i == 0 ? 1e-9 : RIDGE;
                curvature[i][n] = i == 0 ? 0 : -RIDGE * weights[i];
            }
            for (Sample sample : samples) {
                double[] x = new double[n];
                x[0] = 1;
                System.arraycopy(sample.features(), 0, x, 1, n - 1);
                double p = 1 / (1 + Math.exp(-value(weights, sample.features())));
                for (int i = 0; i < n; i++) {
                    curvature[i][n] += sample.weight() * ((sample.answerable() ? 1 : 0) - p) * x[i];
                    for (int j = 0; j < n; j++) {
                        curvature[i][j] += sample.weight() * p * (1 - p) * x[i] * x[j];
                    }
                }
            }
            double[] step = solved(curvature);
            double moved = 0;
            for (int i = 0; i < n; i++) {
                weights[i] += step[i];
                moved = Math.max(moved, Math.abs(step[i]));
            }
            if (moved < 1e-6) {
                break;
            }
        }
        return weights;
    }

    /** Gauss's elimination with pivots; the last column is the right side. */
    private static double[] solved(double[][] rows) {
        int n = rows.length;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column; row < n; row++) {
                pivot = Math.abs(rows[row][column]) > Math.abs(rows[pivot][column]) ? row : pivot;
            }
            double[] swapped = rows[pivot];
            rows[pivot] = rows[column];
            rows[column] = swapped;
            for (int row = 0; row < n; row++) {
                double factor = row == column ? 0 : rows[row][column] / rows[column][column];
                for (int i = column; i <= n; i++) {
                    rows[row][i] -= factor * rows[column][i];
                }
            }
        }
        double[] solution = new double[n];
        for (int i = 0; i < n; i++) {
            solution[i] = rows[i][n] / rows[i][i];
        }
        return solution;
    }

    private static String joined(double[] values) {
        return String.join(
                ", ",
                Arrays.stream(values)
                        .mapToObj(value -> String.format(Locale.ROOT, "%.3f", value))
                        .toList());
    }
}
