package gripe.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * What is near a query by its meaning, found on a thread of its own while another one looks up the query's words: each is
 * about half of the work. Thread-safe. To be closed before the view of the index is.
 */
final class ByMeaning implements AutoCloseable {
    private final CompletableFuture<@Nullable Found> found;

    private ByMeaning(CompletableFuture<@Nullable Found> found) {
        this.found = found;
    }

    /** @param nearest so many as were asked for */
    record Found(Nearness nearness, Neighbours nearest) {}

    /** @param vectorOfQuery may be waited for; null when there is none to be had */
    static ByMeaning begin(
            IndexSearcher searcher,
            Sketches sketches,
            String vectorField,
            Query filter,
            Supplier<float @Nullable []> vectorOfQuery,
            int count) {
        return new ByMeaning(CompletableFuture.supplyAsync(
                () -> {
                    float[] vector = vectorOfQuery.get();
                    if (vector == null) {
                        return null;
                    }
                    try {
                        Nearness nearness = new Nearness(searcher, sketches, vectorField, filter, vector);
                        return new Found(nearness, nearness.nearest(count));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                Thread::startVirtualThread));
    }

    /** Null when there is no vector of the query. */
    @Nullable
    Found found() throws IOException {
        try {
            return found.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case UncheckedIOException failed -> throw failed.getCause();
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> throw e;
            }
        }
    }

    /** Waits, though somebody interrupts: nothing may read the view when it is closed. */
    @Override
    public void close() {
        var unused = found.handle((done, failure) -> "").join();
    }
}
