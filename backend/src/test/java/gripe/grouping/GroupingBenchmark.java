package gripe.grouping;

import gripe.embeddings.CompactVector;
import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.SentenceModel;
import gripe.index.GripeIndex;
import gripe.painpoint.GroupingParameters;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Prints what grouping so many vectors takes, in seconds of processor time (which other work on the machine does not change
 * much) and megabytes, and how long each step of it. The vectors are made
 * of those of the texts that the sentence model was trained on: one of them and, seven tenths as long, what lies between two
 * others, so that they spread in the directions that texts do. {@code docs/PERFORMANCE.md} has the figures and the command.
 */
public final class GroupingBenchmark {
    private static final Path TEXTS = Path.of("../embeddings/training/texts");

    /** How many are made around one text; fewer texts are taken for fewer vectors. */
    private static final int AROUND = 20;

    private static final float SPREAD = 0.7f;

    private GroupingBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Parameters parameters = GroupingParameters.of(SentenceModel.DEFAULT_NAME);
        Texts texts = Texts.read();
        System.out.println(
                "| gripes | processor seconds | of them reading, comparing, grouping | MB in use at most | groups | in a"
                        + " group |\n|---|---|---|---|---|---|");
        for (String argument : arguments) {
            print(made(texts, Integer.parseInt(argument)).vectors(), parameters);
        }
    }

    private record Texts(List<String> texts, float[][] vectors) {
        static Texts read() throws IOException {
            List<String[]> lines = GroupingReport.families(TEXTS);
            try (OnnxEmbeddingModel model = OnnxEmbeddingModel.load(SentenceModel.named(SentenceModel.DEFAULT_NAME))) {
                return new Texts(
                        lines.stream().map(line -> line[1]).toList(),
                        GroupingReport.embedded(model, "texts", lines).vectors());
            }
        }
    }

    private static void print(Vectors vectors, Parameters parameters) {
        Steps steps = new Steps();
        long start = processorNanos();
        int[] group = Grouping.of(vectors, GroupingReport.free(vectors.size()), GripeIndex::cosine, parameters, steps)
                .group();
        steps.at("", 0, 0);
        System.out.printf(
                Locale.ROOT,
                "| %d | %.1f | %.1f, %.1f, %.1f | %d | %d | %.2f |%n",
                vectors.size(),
                (processorNanos() - start) / 1e9,
                steps.seconds("reading"),
                steps.seconds("comparing"),
                steps.seconds("grouping"),
                steps.most >> 20,
                Arrays.stream(group).filter(one -> one >= 0).distinct().count(),
                Arrays.stream(group).filter(one -> one >= 0).count() / (double) vectors.size());
    }

    /** How long each step takes, and what is in use at most, garbage included. */
    private static final class Steps implements Progress {
        private final Map<String, Long> nanos = new HashMap<>();
        private String last = "";
        private long since = processorNanos();
        private long most;

        @Override
        public void at(String step, long done, long total) {
            long now = processorNanos();
            nanos.merge(last, now - since, Long::sum);
            since = now;
            last = step;
            most = Math.max(
                    most,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }

        double seconds(String step) {
            return nanos.getOrDefault(step, 0L) / 1e9;
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /**
     * What was made.
     *
     * @param around which text each is made
     */
    public record Made(List<String> texts, int[] around, Vectors vectors) {
        public int size() {
            return around.length;
        }

        /** That no other one has. */
        public String text(int number) {
            return texts.get(around[number]) + " " + number;
        }

        public float[] vector(int number) {
            return vectors.at(number);
        }
    }

    /** So many made-up gripes, the same each time. */
    public static Made made(int size) throws IOException {
        return made(Texts.read(), size);
    }

    private static Made made(Texts texts, int size) {
        Random random = new Random(1);
        float[][] real = texts.vectors();
        int[] some = random.ints(Math.max(3, Math.min(real.length, size / AROUND)), 0, real.length)
                .toArray();
        int[] around = new int[size];
        byte[][] vectors = new byte[size][];
        float[] vector = new float[real[0].length];
        for (int i = 0; i < size; i++) {
            around[i] = some[random.nextInt(some.length)];
            float[] from = real[random.nextInt(real.length)];
            float[] to = real[random.nextInt(real.length)];
            for (int at = 0; at < vector.length; at++) {
                vector[at] = real[around[i]][at] + SPREAD * (to[at] - from[at]);
            }
            vectors[i] = CompactVector.encode(vector);
        }
        return new Made(texts.texts(), around, new Vectors(vectors));
    }
}
