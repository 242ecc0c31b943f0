package gripe.embeddings;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Beside LangChain4j's own in-process class with its quantised MiniLM and the same texts. docs/PERFORMANCE.md has the command. */
@State(Scope.Benchmark)
public class EmbeddingBenchmark {
    private static final int TEXTS = 256;

    /** 4 to 40 words, as people write them. */
    private static final List<String> GRIPES = List.of(
            "flaky CI again, reran it twice",
            "waiting for the build agents, nothing free since this morning",
            "VPN dropped in the middle of the release call and took nine minutes to come back",
            "standup took 45 minutes",
            "password expired, locked out, helpdesk only answers by phone and the phone has no reception down here",
            "meeting room double booked, walked through three floors to find another one, then the projector had no cable",
            "ERR_CERT_DATE_INVALID on the staging wildcard, renewed by hand, third time this year, nobody owns it,"
                    + " nobody documents it, and the person who knew how left in spring");

    @Param({"gripe", "langchain4j"})
    public String whose = "";

    private final List<TextSegment> texts = IntStream.range(0, TEXTS)
            .mapToObj(i -> TextSegment.from(GRIPES.get(i % GRIPES.size()) + " #" + i))
            .toList();
    private EmbeddingModel model = new Absent();
    private int next;

    @Setup
    public void load() {
        model = whose.equals("gripe")
                ? OnnxEmbeddingModel.load(SentenceModel.named(SentenceModel.DEFAULT_NAME))
                : Theirs.model();
    }

    @TearDown
    public void close() {
        if (model instanceof OnnxEmbeddingModel ours) {
            ours.close();
        }
    }

    /** Sentences a second, many at once. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(TEXTS)
    public List<Embedding> many() {
        return model.embedAll(texts).content();
    }

    /** Milliseconds for a sentence alone. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Embedding one() {
        next = (next + 1) % TEXTS;
        return model.embed(texts.get(next)).content();
    }

    public static void main(String[] arguments) throws RunnerException {
        run(new OptionsBuilder()
                .forks(3)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(4))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(5)));
    }

    static Collection<RunResult> run(org.openjdk.jmh.runner.options.ChainedOptionsBuilder builder)
            throws RunnerException {
        Options options = builder.include(EmbeddingBenchmark.class.getName() + "\\.")
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED")
                .shouldFailOnError(true)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        System.out.println(String.format(
                Locale.ROOT,
                "many: %.2f times LangChain4j's own; one: p50 %.2f, p99 %.2f of its time",
                score(results, "many", "gripe") / score(results, "many", "langchain4j"),
                percentile(results, "gripe", 50) / percentile(results, "langchain4j", 50),
                percentile(results, "gripe", 99) / percentile(results, "langchain4j", 99)));
        return results;
    }

    private static double score(Collection<RunResult> results, String what, String whose) {
        return result(results, what, whose).getPrimaryResult().getScore();
    }

    private static double percentile(Collection<RunResult> results, String whose, double percent) {
        return result(results, "one", whose).getPrimaryResult().getStatistics().getPercentile(percent);
    }

    private static RunResult result(Collection<RunResult> results, String what, String whose) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + what)
                        && result.getParams().getParam("whose").equals(whose))
                .findFirst()
                .orElseThrow();
    }

    /** Until one is loaded. */
    private static final class Absent implements EmbeddingModel {
        @Override
        public dev.langchain4j.model.output.Response<List<Embedding>> embedAll(List<TextSegment> texts) {
            throw new IllegalStateException("not loaded");
        }
    }
}
