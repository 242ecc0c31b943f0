package gripe.benchmark;

import gripe.benchmark.Latencies.Work;
import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.OnnxEmbeddingModel.Urgency;
import gripe.embeddings.SentenceModel;
import gripe.start.ChildGripe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Prints what imports, captures, searches and suggestions take over HTTP beside what the sentence model alone takes, in
 * turns within one run, since a machine may be twice as fast at another time. {@code docs/PERFORMANCE.md} has the
 * figures and the command.
 */
public final class Benchmark {
    /**
     * How much of everything.
     *
     * @param requests of each kind
     */
    record Size(int gripes, int importRounds, int importedAtOnce, int requests) {}

    private static final int TURNS = 5;
    private static final int STARTS = 5;
    private static final long CAPTURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Size size;
    private final OnnxEmbeddingModel model;
    private final Client client;
    private final Texts texts = new Texts();
    private final PrintStream out;

    private Benchmark(Size size, OnnxEmbeddingModel model, Client client, PrintStream out) {
        this.size = size;
        this.model = model;
        this.client = client;
        this.out = out;
    }

    /** @param arguments how many gripes there shall be; 10,000 without */
    public static void main(String[] arguments) throws Exception {
        int gripes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        Size size = new Size(gripes, 5, Math.min(5_000, gripes / 8), 1_000);
        Path data = Files.createTempDirectory("gripe-benchmark");
        Map<String, String> settings = Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0");
        print(System.out, "start to ready, nothing kept", starts(settings));
        try (ChildGripe product = ChildGripe.startBuilt(settings)) {
            run(size, product, System.out);
        }
        print(System.out, "start to ready, all kept", starts(settings));
        for (String part : List.of("index", "keydb")) {
            print(System.out, "%s: %d bytes a gripe on disk", part, bytes(data.resolve(part)) / gripes);
        }
    }

    private static Latencies starts(Map<String, String> settings) throws Exception {
        // The first one may have a new server's files to make, or an index to catch up with.
        Latencies unused = startAndReady(settings);
        Latencies starts = Latencies.NONE;
        for (int i = 0; i < STARTS; i++) {
            starts = starts.and(startAndReady(settings));
        }
        return starts;
    }

    private static Latencies startAndReady(Map<String, String> settings) throws Exception {
        long start = System.nanoTime();
        try (ChildGripe product = ChildGripe.startBuilt(settings)) {
            product.awaitReady();
            return new Latencies(new double[] {(System.nanoTime() - start) / 1e6});
        }
    }

    /** Everything that a running product can be asked for. */
    static void run(Size size, ChildGripe product, PrintStream out) throws Exception {
        try (OnnxEmbeddingModel model = OnnxEmbeddingModel.load(SentenceModel.named(SentenceModel.DEFAULT_NAME))) {
            Benchmark benchmark = new Benchmark(size, model, new Client(product.awaitReady()), out);
            print(out, "resident, nothing kept: %d MB", residentMegabytes(product.process()));
            int imported = benchmark.imports();
            // Else the search for them, which takes a core for minutes, would be in every figure that follows.
            double seconds = benchmark.client.awaitGrouped(imported);
            print(out, "pain points of %,d gripes found in %.1f s; from here on nothing is grouped", imported, seconds);
            benchmark.captures();
            benchmark.searches();
            print(out, "resident, %,d kept: %d MB", size.gripes(), residentMegabytes(product.process()));
        }
    }

    private interface Many {
        void work(List<String> texts) throws Exception;
    }

    /** Answers how many gripes there are then. */
    private int imports() throws Exception {
        double[] raw = new double[size.importRounds()];
        double[] imported = new double[size.importRounds()];
        rate(this::embed, size.importedAtOnce());
        rate(client::importAll, size.importedAtOnce());
        for (int round = 0; round < size.importRounds(); round++) {
            raw[round] = rate(this::embed, size.importedAtOnce());
            imported[round] = rate(client::importAll, size.importedAtOnce());
        }
        print(out, "embedding alone, %,d at once: %.0f texts a second", size.importedAtOnce(), median(raw));
        print(out, "import: %.0f gripes a second", median(imported));
        print(out, "    ratio %.2f", median(imported) / median(raw));
        int before = (1 + size.importRounds()) * size.importedAtOnce();
        int rest = size.gripes() - before;
        if (rest > 0) {
            print(out, "import of %,d more: %.0f gripes a second", rest, rate(client::importAll, rest));
        }
        return Math.max(before, size.gripes());
    }

    /** A second. */
    private double rate(Many many, int count) throws Exception {
        List<String> all =
                IntStream.range(0, count).mapToObj(i -> texts.gripe()).toList();
        return count * 1_000 / Latencies.of(1, () -> many.work(all)).percentile(50);
    }

    private void embed(List<String> all) {
        List<CompletableFuture<float[]>> vectors = new ArrayList<>(all.size());
        for (String text : all) {
            vectors.add(model.embedAsync(text, Urgency.IN_BULK));
        }
        vectors.forEach(CompletableFuture::join);
    }

    private void captures() throws Exception {
        compare(
                "capture",
                () -> client.capture(texts.gripe()),
                "embedding such a text alone",
                () -> model.embedAsync(texts.gripe()).join());
    }

    private void searches() throws Exception {
        Work search = () -> client.search(texts.query());
        compare("search", search, "embedding such a query alone", () -> model.embedQuery(texts.query()));
        compare(
                "suggestion",
                () -> client.similar(texts.gripe()),
                "embedding such a text alone",
                () -> model.embedAsync(texts.gripe()).join());
        try (Capturing capturing = new Capturing()) {
            compare(
                    "search while up to 20 captures a second come in",
                    capturing.going(true, search),
                    "search",
                    capturing.going(false, search));
        }
    }

    /** Captures on a thread of its own, while something else is timed. */
    private final class Capturing implements AutoCloseable {
        private final Texts others = new Texts();
        private final Thread thread = Thread.ofPlatform().name("captures").start(this::captureUntilEnd);
        private volatile boolean wanted;
        private volatile boolean ended;

        Work going(boolean on, Work work) {
            return () -> {
                wanted = on;
                work.run();
            };
        }

        private void captureUntilEnd() {
            try {
                while (!ended) {
                    if (wanted) {
                        client.capture(others.gripe() + ".");
                    }
                    LockSupport.parkNanos(CAPTURE_PAUSE_NANOS);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** In turns, so that both meet the same machine, after some that do not count. */
    private void compare(String name, Work work, String baseName, Work base) throws Exception {
        int each = size.requests() / TURNS;
        Latencies.of(each, work);
        Latencies.of(each, base);
        Latencies ours = Latencies.NONE;
        Latencies theirs = Latencies.NONE;
        for (int turn = 0; turn < TURNS; turn++) {
            ours = ours.and(Latencies.of(each, work));
            theirs = theirs.and(Latencies.of(each, base));
        }
        print(out, name, ours);
        print(out, "    beside " + baseName, theirs);
        print(
                out,
                "    ratio p50 %.2f, p99 %.2f",
                ours.percentile(50) / theirs.percentile(50),
                ours.percentile(99) / theirs.percentile(99));
    }

    private static void print(PrintStream out, String name, Latencies latencies) {
        print(out, "%s: p50 %.2f ms, p99 %.2f ms", name, latencies.percentile(50), latencies.percentile(99));
    }

    private static void print(PrintStream out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private static double median(double... values) {
        return new Latencies(java.util.Arrays.stream(values).sorted().toArray()).percentile(50);
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** Of the process and those it started; 0 where there is no /proc. */
    private static long residentMegabytes(Process product) throws IOException {
        long kilobytes = 0;
        List<Long> all = Stream.concat(
                        Stream.of(product.pid()), product.descendants().map(ProcessHandle::pid))
                .toList();
        for (long pid : all) {
            Path status = Path.of("/proc", Long.toString(pid), "status");
            if (Files.exists(status)) {
                kilobytes += Files.readAllLines(status, StandardCharsets.UTF_8).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
            }
        }
        return kilobytes / 1_024;
    }
}
