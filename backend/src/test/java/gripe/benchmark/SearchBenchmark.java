package gripe.benchmark;

import gripe.Gripe;
import gripe.Position;
import gripe.Workspace;
import gripe.benchmark.Latencies.Work;
import gripe.embeddings.CompactVector;
import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.SentenceModel;
import gripe.index.Closeness;
import gripe.index.Cut;
import gripe.index.Filter;
import gripe.index.GripeIndex;
import gripe.index.Near;
import gripe.index.Order;
import gripe.index.Question;
import gripe.index.Similar;
import gripe.index.Update;
import gripe.search.Calibration;
import gripe.storage.StoredGripe;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Prints what a search in the index takes, without a filter and with ones that leave 10 % and 0.1 %, and how many of the
 * true nearest ten it finds. Texts are those of the product's benchmark; vectors are real ones with noise, since to embed
 * a million texts takes half an hour. The query's own embedding is not in the figures. {@code docs/PERFORMANCE.md} has
 * the command.
 */
public final class SearchBenchmark {
    private static final Workspace WORKSPACE = Workspace.MAIN;
    private static final int KINDS = 500;
    private static final int APPLIED_AT_ONCE = 1_000;
    /** So that a gripe has a cosine of about 0.7 to its kind. */
    private static final double NOISE = 1.0;

    /** Questions whose true nearest are looked for among all, which takes longer than all the rest. */
    private static final int COMPARED = 100;
    /** To which cosines are told. */
    private static final double ROUNDED = 1e-5;

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final int gripes;
    private final int questions;
    private final PrintStream out;
    private final Random random = new Random(1);
    private final Texts texts = new Texts();
    private final List<String> asked = new ArrayList<>();
    private final List<float[]> askedVectors = new ArrayList<>();

    private SearchBenchmark(int gripes, int questions, PrintStream out) {
        this.gripes = gripes;
        this.questions = questions;
        this.out = out;
    }

    /** @param arguments how many gripes there shall be; 100,000 without */
    public static void main(String[] arguments) throws Exception {
        run(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000, 500, System.out);
    }

    static void run(int gripes, int questions, PrintStream out) throws Exception {
        new SearchBenchmark(gripes, questions, out).run();
    }

    private void run() throws Exception {
        Path directory = Files.createTempDirectory("search-benchmark");
        try (OnnxEmbeddingModel model = OnnxEmbeddingModel.load(SentenceModel.named(SentenceModel.DEFAULT_NAME));
                GripeIndex index = GripeIndex.open(directory, model.version())) {
            fill(index, model);
            for (int i = 0; i < questions; i++) {
                asked.add(texts.query());
                askedVectors.add(model.embedQuery(asked.get(i)));
            }
            measure(index, "no filter", Filter.NONE);
            measure(index, "a filter that leaves 10 %", tag("tenth"));
            measure(index, "a filter that leaves 0.1 %", tag("rare"));
            measure(index, "a month", Filter.between(NOW.minus(Duration.ofDays(30)), null));
            suggest(index, model);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            print(
                    "heap in use, texts and questions of this benchmark included: %d MB",
                    (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        } finally {
            GripeIndex.throwAway(directory);
            Files.deleteIfExists(directory);
        }
    }

    private static Filter tag(String tag) {
        return Filter.of(new Filter.AnyOf(Filter.Field.TAG, List.of(tag)));
    }

    private void fill(GripeIndex index, OnnxEmbeddingModel model) {
        List<float[]> kinds = new ArrayList<>();
        for (int i = 0; i < KINDS; i++) {
            kinds.add(model.embedAsync(texts.gripe()).join());
        }
        Position position = Position.START;
        for (int from = 0; from < gripes; from += APPLIED_AT_ONCE) {
            List<Update> updates = new ArrayList<>();
            for (int i = from; i < Math.min(gripes, from + APPLIED_AT_ONCE); i++) {
                float[] vector = near(kinds.get(random.nextInt(KINDS)));
                updates.add(new Update(WORKSPACE, "id" + i, stored(i), vector));
            }
            position = new Position(from + 1L, 0);
            index.apply(updates, position);
        }
        if (!index.awaitVisible(WORKSPACE, position, Duration.ofMinutes(10))) {
            throw new IllegalStateException("The index does not show what it was given");
        }
        print("%,d gripes in %d segments", gripes, index.segments());
    }

    private StoredGripe stored(int i) {
        List<String> tags = new ArrayList<>(List.of("t" + i % 40));
        if (i % 10 == 3) {
            tags.add("tenth");
        }
        if (i % 1_000 == 7) {
            tags.add("rare");
        }
        Instant at = NOW.minus(Duration.ofMinutes(random.nextInt(2 * 365 * 24 * 60)));
        Gripe gripe = new Gripe(
                "id" + i,
                texts.gripe(),
                (double) random.nextInt(60),
                at.atOffset(ZoneOffset.UTC),
                tags,
                null,
                "benchmark",
                at,
                at);
        return new StoredGripe(gripe, "digest", null);
    }

    private float[] near(float[] kind) {
        float[] vector = new float[kind.length];
        double length = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (kind[i] + NOISE * random.nextGaussian() / Math.sqrt(vector.length));
            length += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(length);
        }
        // As the store gives it back.
        return CompactVector.decode(CompactVector.encode(vector));
    }

    private void measure(GripeIndex index, String name, Filter filter) throws Exception {
        Calibration calibration = Calibration.of(SentenceModel.DEFAULT_NAME);
        int[] next = {0};
        long[] matches = {0};
        Work work = () -> {
            int number = next[0]++ % questions;
            matches[0] += index.find(
                            WORKSPACE,
                            question(number, filter),
                            () -> askedVectors.get(number),
                            best -> new Cut(calibration.good(), calibration.goodWithWords()))
                    .total();
        };
        Latencies.of(questions, work);
        matches[0] = 0;
        Latencies latencies = Latencies.of(questions, work);
        long matched = matches[0];
        Latencies processor = Latencies.ofProcessor(questions, work);
        print(
                "%s: p50 %.2f ms, p99 %.2f ms, of a processor %.2f and %.2f ms, %.0f matches in the mean, recall@10 %.3f, @100 %.3f",
                name,
                latencies.percentile(50),
                latencies.percentile(99),
                processor.percentile(50),
                processor.percentile(99),
                matched / (double) questions,
                recall(index, filter, 10),
                recall(index, filter, 100));
    }

    private Question question(int number, Filter filter) {
        return new Question(asked.get(number), filter, Order.RELEVANCE, 50, null, ZoneOffset.UTC);
    }

    /** What is shown while somebody types a gripe. */
    private void suggest(GripeIndex index, OnnxEmbeddingModel model) throws Exception {
        List<float[]> typed = new ArrayList<>();
        for (int i = 0; i < questions; i++) {
            typed.add(model.embedAsync(texts.gripe()).join());
        }
        double sameAgain = Calibration.of(SentenceModel.DEFAULT_NAME).sameAgain();
        int[] next = {0};
        Work work = () -> {
            float[] vector = typed.get(next[0]++ % questions);
            Similar unused = index.similar(WORKSPACE, vector, sameAgain, 50, null);
            List<Near> unusedToo = index.nearest(WORKSPACE, vector, 15, null);
        };
        Latencies.of(questions, work);
        Latencies latencies = Latencies.of(questions, work);
        Latencies processor = Latencies.ofProcessor(questions, work);
        print(
                "suggestion: p50 %.2f ms, p99 %.2f ms, of a processor %.2f and %.2f ms",
                latencies.percentile(50), latencies.percentile(99), processor.percentile(50), processor.percentile(99));
    }

    /** Of the true nearest that the filter leaves, how many are among those that a search looks at. */
    private double recall(GripeIndex index, Filter filter, int nearest) {
        int compared = Math.min(questions, COMPARED);
        List<PriorityQueue<Float>> best = new ArrayList<>();
        for (int number = 0; number < compared; number++) {
            best.add(new PriorityQueue<>());
        }
        index.forEachVectorWithin(WORKSPACE, filter, (id, painPoint, vector) -> {
            for (int number = 0; number < compared; number++) {
                PriorityQueue<Float> furthestFirst = best.get(number);
                float cosine = GripeIndex.cosine(askedVectors.get(number), vector);
                if (furthestFirst.size() < nearest) {
                    furthestFirst.add(cosine);
                } else if (cosine > furthestFirst.element()) {
                    furthestFirst.remove();
                    furthestFirst.add(cosine);
                }
            }
        });
        double found = 0;
        double all = 0;
        for (int number = 0; number < compared; number++) {
            float[] vector = askedVectors.get(number);
            double least = best.get(number).element() - ROUNDED;
            List<Closeness> seen = new ArrayList<>();
            index.find(WORKSPACE, question(number, filter), () -> vector, candidates -> {
                seen.addAll(candidates);
                return null;
            });
            long near = seen.stream()
                    .map(Closeness::similarity)
                    .filter(similarity -> similarity != null && similarity >= least)
                    .count();
            found += Math.min(best.get(number).size(), near);
            all += best.get(number).size();
        }
        return found / all;
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
