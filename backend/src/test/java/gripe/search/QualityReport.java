package gripe.search;

import dev.langchain4j.data.segment.TextSegment;
import gripe.Position;
import gripe.TestGripes;
import gripe.Workspace;
import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.SentenceModel;
import gripe.index.Cut;
import gripe.index.Filter;
import gripe.index.GripeIndex;
import gripe.index.Hit;
import gripe.index.Judge;
import gripe.index.Update;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Prints how well gripes.tsv is searched by gripe_queries.tsv: the right cause first, in the first ten, and what the
 * cut-off refuses; and where "same again" begins. {@code docs/QUALITY.md} has the figures and the command.
 */
public final class QualityReport {
    private static final Workspace WORKSPACE = Workspace.MAIN;

    /** The share of answerable queries that a cut-off has to keep. */
    private static final double KEPT = 0.92;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    record Labelled(String label, String text) {}

    record Query(String kind, String text, List<String> labels) {
        boolean answerable() {
            return !labels.equals(List.of("none"));
        }
    }

    /** A query with its candidates, best first, and the cause of each. */
    record Answered(Query query, List<Hit> hits, List<String> labels) {}

    private QualityReport() {}

    public static void main(String[] arguments) throws IOException {
        String name = arguments.length > 0 ? arguments[0] : SentenceModel.DEFAULT_NAME;
        Calibration calibration = Calibration.of(name);
        Path directory = Files.createTempDirectory("quality");
        try (OnnxEmbeddingModel model = OnnxEmbeddingModel.load(SentenceModel.named(name));
                GripeIndex index = GripeIndex.open(directory, model.version())) {
            List<Labelled> gripes = gripes();
            List<float[]> vectors = fill(index, model, gripes);
            System.out.println("| " + name + " | words | meaning | both |");
            System.out.println("|---|---|---|---|");
            List<Answered> words = answers(index, model, gripes, false, true);
            List<Answered> meaning = answers(index, model, gripes, true, false);
            List<Answered> both = answers(index, model, gripes, true, true);
            for (String kind : List.of("other words", "identifiers", "typos", "unfinished")) {
                System.out.printf(
                        Locale.ROOT,
                        "| %s: right cause first / in the first ten | %.2f / %.2f | %.2f / %.2f | %.2f / %.2f |%n",
                        kind,
                        share(words, kind, 1),
                        share(words, kind, 10),
                        share(meaning, kind, 1),
                        share(meaning, kind, 10),
                        share(both, kind, 1),
                        share(both, kind, 10));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%nCut-off as set: %.2f of the answerable queries keep an answer, %.2f a right one; %.2f of the others are refused%n%n",
                    kept(both, calibration::cut, true, false),
                    kept(both, calibration::cut, true, true),
                    1 - kept(both, calibration::cut, false, false));
            curve(both);
            sameAgain(gripes, vectors);
            vectorsAlone(model, gripes, vectors);
        }
    }

    /** What the vectors can do without words or cut-offs, to compare models by. */
    private static void vectorsAlone(OnnxEmbeddingModel model, List<Labelled> gripes, List<float[]> vectors)
            throws IOException {
        List<Double> answerable = new ArrayList<>();
        List<Double> reworded = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        for (Query query : queries()) {
            float[] asked = model.embedQuery(query.text());
            double best = vectors.stream()
                    .mapToDouble(vector -> cosine(asked, vector))
                    .max()
                    .orElseThrow();
            (query.answerable() ? answerable : others).add(best);
            if (query.kind().equals("other words")) {
                reworded.add(best);
            }
        }
        double cutOff = answerable.stream()
                .sorted()
                .skip(Math.round(answerable.size() * (1 - KEPT)))
                .findFirst()
                .orElseThrow();
        double refused = mean(others, best -> best < cutOff ? 1 : 0);
        List<Double> same = new ArrayList<>();
        List<Double> different = new ArrayList<>();
        for (String line : lines("gripe_pairs.tsv")) {
            String[] parts = line.split("\t", 3);
            double cosine = cosine(model.embedQuery(parts[0]), model.embedQuery(parts[1]));
            (parts[2].equals("same") ? same : different).add(cosine);
        }
        System.out.printf("%n| vectors alone | |%n|---|---|%n");
        row("nearest neighbour of a gripe has its cause", nearestSame(gripes, vectors));
        for (String file : List.of("banking77_test.tsv", "clinc_test.tsv")) {
            List<Labelled> texts = labelled(file);
            List<float[]> read = new ArrayList<>();
            for (var embedding : model.embedAll(texts.stream()
                            .map(text -> TextSegment.from(text.text()))
                            .toList())
                    .content()) {
                read.add(embedding.vector());
            }
            row("nearest neighbour has its label, " + file, nearestSame(texts, read));
        }
        row("nonsense refused where 92 %% of the answerable are kept (cosine %.2f)".formatted(cutOff), refused);
        row("answerable against nonsense, area under the curve", area(answerable, others));
        row("in other words against nonsense, area under the curve", area(reworded, others));
        row("gripe_pairs.tsv, area under the curve", area(same, different));
        System.out.printf("%n| gripe_pairs.tsv, same again from | precision | recall |%n|---|---|---|%n");
        for (int threshold = 50; threshold <= 80; threshold += 5) {
            double from = threshold / 100.0;
            long right = same.stream().filter(cosine -> cosine >= from).count();
            long wrong = different.stream().filter(cosine -> cosine >= from).count();
            System.out.printf(
                    Locale.ROOT,
                    "| %.2f | %s | %.3f |%n",
                    from,
                    right + wrong == 0 ? "–" : "%.2f of %d".formatted((double) right / (right + wrong), right + wrong),
                    (double) right / same.size());
        }
    }

    private static void row(String what, double figure) {
        System.out.printf(Locale.ROOT, "| %s | %.3f |%n", what, figure);
    }

    private static double nearestSame(List<Labelled> texts, List<float[]> vectors) {
        int right = 0;
        int all = 0;
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).label().equals("-")) {
                continue;
            }
            int nearest = -1;
            double best = -2;
            for (int j = 0; j < texts.size(); j++) {
                double cosine = i == j ? -2 : cosine(vectors.get(i), vectors.get(j));
                if (cosine > best) {
                    best = cosine;
                    nearest = j;
                }
            }
            all++;
            right += texts.get(nearest).label().equals(texts.get(i).label()) ? 1 : 0;
        }
        return (double) right / all;
    }

    /** How often one of the higher is above one of the lower. */
    private static double area(List<Double> higher, List<Double> lower) {
        return mean(higher, high -> mean(lower, low -> high > low ? 1 : high.equals(low) ? 0.5 : 0));
    }

    private static void curve(List<Answered> answers) {
        System.out.println("| cosine from | with the words from | answerable kept | nothing refused |");
        System.out.println("|---|---|---|---|");
        for (int good = 35; good <= 75; good += 5) {
            for (int withWords : new int[] {20, 30, 40, 100}) {
                Cut cut = new Cut(good / 100.0, withWords / 100.0);
                Judge tried = best -> best.stream().anyMatch(cut::admits) ? cut : null;
                System.out.printf(
                        Locale.ROOT,
                        "| %.2f | %.2f | %.2f | %.2f |%n",
                        good / 100.0,
                        withWords / 100.0,
                        kept(answers, tried, true, false),
                        1 - kept(answers, tried, false, false));
            }
        }
    }

    private static void sameAgain(List<Labelled> gripes, List<float[]> vectors) throws IOException {
        System.out.printf("%n| same again from | precision of pairs | recall of pairs |%n|---|---|---|%n");
        for (int threshold = 50; threshold <= 90; threshold += 5) {
            long same = 0;
            long right = 0;
            long all = 0;
            for (int i = 0; i < gripes.size(); i++) {
                for (int j = i + 1; j < gripes.size(); j++) {
                    String label = gripes.get(i).label();
                    boolean equal =
                            !label.equals("-") && label.equals(gripes.get(j).label());
                    all += equal ? 1 : 0;
                    if (cosine(vectors.get(i), vectors.get(j)) >= threshold / 100.0) {
                        same++;
                        right += equal ? 1 : 0;
                    }
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %.2f | %.2f | %.3f |%n",
                    threshold / 100.0,
                    same == 0 ? 1 : (double) right / same,
                    (double) right / all);
        }
    }

    static List<float[]> fill(GripeIndex index, OnnxEmbeddingModel model, List<Labelled> gripes) {
        List<Update> updates = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < gripes.size(); i++) {
            float[] vector = model.embedAsync(gripes.get(i).text()).join();
            vectors.add(vector);
            updates.add(new Update(
                    WORKSPACE,
                    "id" + i,
                    TestGripes.stored("id" + i, gripes.get(i).text()),
                    vector));
        }
        index.apply(updates, new Position(1, 0));
        index.awaitVisible(WORKSPACE, new Position(1, 0), PATIENCE);
        return vectors;
    }

    static List<Answered> answers(
            GripeIndex index, OnnxEmbeddingModel model, List<Labelled> gripes, boolean byMeaning, boolean byWords)
            throws IOException {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < gripes.size(); i++) {
            labels.put("id" + i, gripes.get(i).label());
        }
        List<Answered> answered = new ArrayList<>();
        for (Query query : queries()) {
            float[] vector = model.embedQuery(query.text());
            List<Hit> hits = index.search(
                            WORKSPACE, byWords ? query.text() : "", () -> byMeaning ? vector : null, Filter.NONE, 100)
                    .hits();
            answered.add(new Answered(
                    query,
                    hits,
                    hits.stream()
                            .map(hit -> labels.getOrDefault(hit.gripe().id(), "-"))
                            .toList()));
        }
        return answered;
    }

    /** Of the queries of this kind, how many have a right cause among the first so many. */
    static double share(List<Answered> answers, String kind, int first) {
        return mean(
                answers.stream().filter(a -> a.query().kind().equals(kind)).toList(),
                answered -> answered.labels().stream()
                                .limit(first)
                                .anyMatch(answered.query().labels()::contains)
                        ? 1
                        : 0);
    }

    /** Of the queries with (or without) an answer in the data, how many have a good match, or a right good one. */
    static double kept(List<Answered> answers, Judge judge, boolean answerable, boolean right) {
        return mean(
                answers.stream()
                        .filter(a -> a.query().answerable() == answerable)
                        .toList(),
                answered -> {
                    Cut cut = judge.cut(
                            answered.hits().stream().map(Hit::closeness).toList());
                    for (int i = 0; cut != null && i < answered.hits().size(); i++) {
                        if (cut.admits(answered.hits().get(i).closeness())
                                && (!right
                                        || answered.query()
                                                .labels()
                                                .contains(answered.labels().get(i)))) {
                            return 1;
                        }
                    }
                    return 0;
                });
    }

    private static <T> double mean(List<T> things, ToDoubleFunction<T> figure) {
        return things.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static List<Labelled> gripes() throws IOException {
        return labelled("gripes.tsv");
    }

    private static List<Labelled> labelled(String file) throws IOException {
        return lines(file).stream()
                .map(line -> line.split("\t", 2))
                .map(parts -> new Labelled(parts[0], parts[1]))
                .toList();
    }

    /** Its lines come in the order that its description gives. */
    static List<Query> queries() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (String line : lines("gripe_queries.tsv")) {
            String[] parts = line.split("\t", 2);
            int number = queries.size();
            String kind = number < 90
                    ? "other words"
                    : number < 110 ? "identifiers" : number < 120 ? "typos" : number < 130 ? "unfinished" : "none";
            queries.add(new Query(kind, parts[0], Arrays.asList(parts[1].split(","))));
        }
        return queries;
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = QualityReport.class.getResourceAsStream("/data/" + file)) {
            if (in == null) {
                throw new IOException(file + " is not among the test resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
