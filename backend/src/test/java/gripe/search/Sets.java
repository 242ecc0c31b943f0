package gripe.search;

import gripe.Position;
import gripe.TestGripes;
import gripe.Workspace;
import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.OnnxEmbeddingModel.Urgency;
import gripe.index.GripeIndex;
import gripe.index.Update;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** The labelled texts that search is measured on, and an index filled with them. */
final class Sets {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** @param label what means the same has the same; {@code -} belongs to nothing */
    record Text(String label, String text) {}

    private Sets() {}

    static List<Text> labelled(String file) throws IOException {
        try (InputStream in = Sets.class.getResourceAsStream("/data/" + file)) {
            if (in == null) {
                throw new IOException(file + " is not among the test resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", 2))
                    .map(parts -> new Text(parts[0], parts[1]))
                    .toList();
        }
    }

    /** Vectors of texts, each computed once. Not thread-safe. */
    static final class Vectors {
        private final OnnxEmbeddingModel model;
        private final Map<String, CompletableFuture<float[]>> known = new HashMap<>();

        Vectors(OnnxEmbeddingModel model) {
            this.model = model;
        }

        /** So that all cores have work. */
        void prepare(List<String> texts) {
            texts.forEach(text -> known.computeIfAbsent(text, new_ -> model.embedAsync(new_, Urgency.IN_BULK)));
        }

        float[] of(String text) {
            return known.computeIfAbsent(text, model::embedAsync).join();
        }
    }

    /** Each text as a gripe; its id is {@code id} and its number. */
    static void fill(GripeIndex index, Workspace workspace, List<Text> texts, Vectors vectors, long position) {
        List<Update> updates = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String id = "id" + i;
            String text = texts.get(i).text();
            updates.add(new Update(workspace, id, TestGripes.stored(id, text), vectors.of(text)));
        }
        Position at = new Position(position, 0);
        index.apply(updates, at);
        if (!index.awaitVisible(workspace, at, PATIENCE)) {
            throw new IllegalStateException("The index does not show what it was given");
        }
    }

    static <T> List<T> shuffled(List<T> list, Random random) {
        List<T> shuffled = new ArrayList<>(list);
        java.util.Collections.shuffle(shuffled, random);
        return shuffled;
    }
}
