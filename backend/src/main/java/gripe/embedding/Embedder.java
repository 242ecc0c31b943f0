package gripe.embedding;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.OnnxEmbeddingModel.Urgency;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sentence model as the rest of Gripe sees it. Thread-safe. Texts that are being embedded, or were lately, are not
 * embedded again: that is how the capture that computes a vector and the index that needs it meet.
 */
public final class Embedder implements AutoCloseable {
    /** About 8 MB of vectors; more than an import has in flight, so that the index finds what the import computed. */
    private static final int RECENT_TEXTS_MAX = 4_096;

    private static final int RECENT_QUERIES_MAX = 512;

    private final CompletableFuture<OnnxEmbeddingModel> loading;
    private final AsyncCache<String, float[]> texts = recent(RECENT_TEXTS_MAX);
    private final AsyncCache<String, float[]> queries = recent(RECENT_QUERIES_MAX);
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Timer timer;

    public Embedder(CompletableFuture<OnnxEmbeddingModel> loading, MeterRegistry meters) {
        this.loading = loading;
        timer = Timer.builder("gripe.embedding")
                .description("Embedding one text, waiting for a free worker included")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        Gauge.builder("gripe.embedding.waiting", this::waiting)
                .description("Texts that wait for a worker of the model")
                .register(meters);
    }

    /**
     * The unit vector of a gripe's text. While the model's queue is full the caller waits.
     *
     * @return fails when the model could not be loaded or does not take the text
     */
    public CompletableFuture<float[]> embed(String text, Urgency urgency) {
        CompletableFuture<float[]> mine = new CompletableFuture<>();
        CompletableFuture<float[]> known = texts.asMap().putIfAbsent(text, mine);
        if (known != null) {
            return known;
        }
        // Outside of the map's own lock: handing work to the model may wait, and its workers end in this map.
        long start = System.nanoTime();
        forward(loading.thenCompose(model -> model.embedAsync(text, urgency)), mine);
        var unused = mine.thenRun(() -> timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
        return mine;
    }

    /** The unit vector of a search query, with the model's query prefix where it has one. */
    public CompletableFuture<float[]> embedQuery(String query) {
        CompletableFuture<float[]> mine = new CompletableFuture<>();
        CompletableFuture<float[]> known = queries.asMap().putIfAbsent(query, mine);
        if (known != null) {
            return known;
        }
        // On a thread of its own, not in the queue of the workers: an import in progress must not hold up a search.
        forward(loading.thenApplyAsync(model -> model.embedQuery(query), threads), mine);
        return mine;
    }

    private static AsyncCache<String, float[]> recent(int max) {
        // Upkeep is done in passing: to wake a thread of the common pool for it costs more than it does.
        return Caffeine.newBuilder().maximumSize(max).executor(Runnable::run).buildAsync();
    }

    private static void forward(CompletableFuture<float[]> from, CompletableFuture<float[]> to) {
        var unused = from.whenComplete((vector, failure) -> {
            if (failure == null) {
                to.complete(vector);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }

    /** The loaded model; waits for it, empty-handed (null) when it cannot be loaded. */
    public @Nullable OnnxEmbeddingModel model() {
        try {
            return loading.join();
        } catch (CompletionException e) {
            return null;
        }
    }

    @Override
    public void close() {
        var unused = loading.thenAccept(OnnxEmbeddingModel::close);
    }

    public boolean ready() {
        return loading.isDone() && !loading.isCompletedExceptionally();
    }

    private int waiting() {
        return ready() ? loading.join().waiting() : 0;
    }

    /** Why the model cannot be used, null when it can or is still being loaded. */
    public @Nullable String problem() {
        return loading.isCompletedExceptionally()
                ? String.valueOf(loading.exceptionNow().getMessage())
                : null;
    }
}
