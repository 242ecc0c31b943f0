package gripe.painpoint;

import gripe.TestGripes;
import gripe.Workspace;
import gripe.embedding.Embedder;
import gripe.embedding.StoredVector;
import gripe.embeddings.OnnxEmbeddingModel;
import gripe.grouping.GroupingBenchmark;
import gripe.grouping.GroupingBenchmark.Made;
import gripe.index.ChangeFollower;
import gripe.index.GripeIndex;
import gripe.storage.GripeStore;
import gripe.storage.StoredGripe;
import gripe.web.TestServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Prints what re-grouping so many gripes takes in the product, with KeyDB and index, and what captures take meanwhile. The
 * gripes are made as {@link GroupingBenchmark} makes them and need no embedding. {@code docs/PERFORMANCE.md} has the
 * figures and the command.
 */
public final class RegroupingBenchmark {
    private static final Workspace WORKSPACE = Workspace.MAIN;
    private static final int AT_ONCE = 1_000;
    private static final long CAPTURE_PAUSE_MILLIS = 20;
    private static final int CAPTURES_ALONE = 200;

    private final TestServer gripe;
    private final Regrouping regrouping;
    private int captures;

    private RegroupingBenchmark(TestServer gripe) {
        this.gripe = gripe;
        regrouping = gripe.bean(Regrouping.class);
    }

    public static void main(String[] arguments) throws Exception {
        for (String argument : arguments) {
            try (TestServer gripe = TestServer.start(Map.of());
                    Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
                Objects.requireNonNull(hold);
                new RegroupingBenchmark(gripe).run(Integer.parseInt(argument));
            }
        }
    }

    private void run(int size) throws Exception {
        fill(GroupingBenchmark.made(size));
        timed("all " + size + " gripes, nothing grouped so far", false);
        timed("once more, nothing changed", false);
        print("captures alone", captured(CAPTURES_ALONE));
        timed("once more, captures meanwhile", true);
    }

    private void fill(Made made) throws InterruptedException {
        GripeStore store = gripe.bean(GripeStore.class);
        OnnxEmbeddingModel model;
        while ((model = gripe.bean(Embedder.class).model()) == null) {
            Thread.sleep(100);
        }
        for (int from = 0; from < made.size(); from += AT_ONCE) {
            Map<String, byte[]> vectors = new HashMap<>();
            List<GripeStore.Creation> creations = new ArrayList<>();
            for (int i = from; i < Math.min(made.size(), from + AT_ONCE); i++) {
                String id = String.format(Locale.ROOT, "00000000-0000-7000-8000-%012d", i);
                StoredGripe gripe = TestGripes.stored(id, made.text(i));
                vectors.put(id, StoredVector.write(model.version(), made.text(i), made.vector(i)));
                creations.add(new GripeStore.Creation(gripe, null));
            }
            var unused =
                    store.keepVectors(WORKSPACE, vectors).toCompletableFuture().join();
            store.create(WORKSPACE, creations, TestGripes.NOON).forEach(CompletableFuture::join);
        }
        ChangeFollower follower = gripe.bean(ChangeFollower.class);
        while (!gripe.bean(GripeIndex.class).awaitVisible(WORKSPACE, store.newest(WORKSPACE), Duration.ofSeconds(10))) {
            System.out.println("waiting for the index: " + follower.status());
        }
    }

    private void timed(String what, boolean capturing) throws Exception {
        long[] processor = {0};
        long start = System.nanoTime();
        long before = allProcessorNanos();
        Map<String, Double> steps = new TreeMap<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            regrouping.run();
            processor[0] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        });
        List<Double> millis = new ArrayList<>();
        while (!thread.join(Duration.ofMillis(CAPTURE_PAUSE_MILLIS))) {
            long now = System.nanoTime();
            if (capturing) {
                millis.add(capture());
            }
            steps.merge(
                    regrouping.status().step(),
                    (System.nanoTime() - now) / 1e9 + CAPTURE_PAUSE_MILLIS / 1e3,
                    Double::sum);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f s, processor seconds of its thread %.1f, of all %.1f; seconds by step %s%n",
                what,
                (System.nanoTime() - start) / 1e9,
                processor[0] / 1e9,
                (allProcessorNanos() - before) / 1e9,
                steps);
        if (capturing) {
            print("captures meanwhile", millis);
        }
    }

    private static long allProcessorNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private List<Double> captured(int count) throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread.sleep(CAPTURE_PAUSE_MILLIS);
            millis.add(capture());
        }
        return millis;
    }

    private double capture() {
        long start = System.nanoTime();
        gripe.post("/api/v1/gripes", "{\"text\": \"waited for the build, number " + captures++ + "\"}");
        return (System.nanoTime() - start) / 1e6;
    }

    private static void print(String what, List<Double> millis) {
        double[] sorted = millis.stream().mapToDouble(one -> one).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%s: %d, p50 %.1f ms, p90 %.1f, p99 %.1f%n",
                what,
                sorted.length,
                sorted[sorted.length / 2],
                sorted[sorted.length * 9 / 10],
                sorted[sorted.length * 99 / 100]);
    }
}
