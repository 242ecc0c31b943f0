package gripe.grouping;

import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.SentenceModel;
import gripe.grouping.GroupingReport.Texts;
import gripe.index.GripeIndex;
import gripe.painpoint.GroupingParameters;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Prints what is lost where not all texts are compared with all: how many of the true neighbours are found, and how the
 * groups agree with the labels and with those of the true neighbours. Arguments: a model, and a folder of tables of family,
 * cause and text. {@code docs/QUALITY.md} has the figures and the command.
 */
public final class NeighboursReport {
    private NeighboursReport() {}

    public static void main(String[] arguments) throws IOException {
        Texts texts;
        try (OnnxEmbeddingModel model = OnnxEmbeddingModel.load(SentenceModel.named(arguments[0]))) {
            texts = GroupingReport.embedded(model, "texts", GroupingReport.families(Path.of(arguments[1])));
        }
        Parameters parameters = GroupingParameters.of(arguments[0]);
        Vectors vectors = Vectors.of(texts.vectors());
        int size = vectors.size();
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        NeighbourGraph exact = graph(vectors, parameters, size);
        long between = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        NeighbourGraph approximate = graph(vectors, parameters, 0);
        long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int nearest : new int[] {1, 7, parameters.neighbours()}) {
            System.out.printf(
                    Locale.ROOT, "of the %d nearest found: %.4f%n", nearest, recall(exact, approximate, nearest));
        }
        System.out.printf(
                Locale.ROOT,
                "%d texts: all with all %.2f s of processor time (%.1f ns a pair), otherwise %.2f s%n",
                size,
                (between - start) / 1e9,
                (between - start) / (size * (size - 1.0) / 2),
                (end - between) / 1e9);
        int[] byExact = groups(vectors, parameters, size);
        int[] byApproximate = groups(vectors, parameters, 0);
        print("labels, all with all", Agreement.of(texts.labels(), byExact));
        print("labels, otherwise", Agreement.of(texts.labels(), byApproximate));
        print("each other", Agreement.of(names(byExact), byApproximate));
    }

    private static NeighbourGraph graph(Vectors vectors, Parameters parameters, int exactMax) {
        return Neighbours.of(vectors, parameters.neighbours(), GripeIndex::cosine, Progress.NONE, exactMax);
    }

    private static int[] groups(Vectors vectors, Parameters parameters, int exactMax) {
        return Grouping.of(
                        vectors,
                        GroupingReport.free(vectors.size()),
                        GripeIndex::cosine,
                        parameters,
                        Progress.NONE,
                        exactMax)
                .group();
    }

    private static double recall(NeighbourGraph exact, NeighbourGraph found, int nearest) {
        long of = 0;
        long had = 0;
        for (int text = 0; text < exact.size(); text++) {
            for (int rank = 0; rank < Math.min(nearest, exact.count(text)); rank++) {
                of++;
                had += found.has(text, exact.neighbour(text, rank)) ? 1 : 0;
            }
        }
        return had / (double) of;
    }

    private static List<String> names(int[] group) {
        return IntStream.of(group)
                .mapToObj(one -> one < 0 ? "-" : Integer.toString(one))
                .toList();
    }

    private static void print(String what, Agreement agreement) {
        System.out.printf(
                Locale.ROOT,
                "agreement with %s: adjusted Rand %.3f, V-measure %.3f, %d groups, left alone %.2f%n",
                what,
                agreement.rand(),
                agreement.measure(),
                agreement.groups(),
                agreement.alone());
    }
}
