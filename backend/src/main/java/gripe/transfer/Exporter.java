package gripe.transfer;

import gripe.Gripe;
import gripe.Workspace;
import gripe.painpoint.Transfer;
import gripe.search.KeptSearches;
import gripe.storage.GripeStore;
import gripe.storage.GripeStore.Loaded;
import gripe.storage.StoreFailure;
import gripe.storage.StoredGripe;
import gripe.timer.TimerService;
import gripe.wire.CsvLine;
import gripe.wire.DecisionLine;
import gripe.wire.ExportLine;
import gripe.wire.KeptSearchLine;
import gripe.wire.PainPointLine;
import gripe.wire.StrictJson;
import gripe.wire.TimerLine;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes gripes as NDJSON or CSV, and everything beside them as NDJSON, holding one page of the store at a time.
 * Thread-safe.
 */
@Singleton
public final class Exporter {
    private static final int LOADED_AT_ONCE_MAX = 256;

    private final GripeStore store;

    private final Transfer painPoints;
    private final TimerService timers;
    private final KeptSearches searches;

    public Exporter(GripeStore store, Transfer painPoints, TimerService timers, KeptSearches searches) {
        this.store = store;
        this.painPoints = painPoints;
        this.timers = timers;
        this.searches = searches;
    }

    /** How a gripe is written. */
    public enum Format {
        NDJSON,
        CSV
    }

    /**
     * All of them, oldest first, and as NDJSON pain points, decisions, timers and kept searches after them.
     * Blocks until all is written; the stream sets the pace.
     */
    public void run(Workspace workspace, Format format, OutputStream out) throws IOException {
        try {
            begin(format, out);
            store.forEach(workspace, (stored, painPoint) -> write(stored.gripe(), painPoint, format, out));
            if (format == Format.NDJSON) {
                painPoints.painPoints(workspace).forEach(painPoint -> write(out, PainPointLine.of(painPoint)));
                painPoints
                        .decisions(workspace)
                        .forEach(decision -> DecisionLine.of(decision).forEach(line -> write(out, line)));
                timers.list(workspace).forEach(timer -> write(out, TimerLine.of(timer)));
                searches.list(workspace).forEach(search -> write(out, KeptSearchLine.of(search)));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** These, in this order, without those that are gone meanwhile. */
    public void run(Workspace workspace, List<String> ids, Format format, OutputStream out) throws IOException {
        try {
            begin(format, out);
            for (int from = 0; from < ids.size(); from += LOADED_AT_ONCE_MAX) {
                for (Loaded loaded :
                        loaded(workspace, ids.subList(from, Math.min(ids.size(), from + LOADED_AT_ONCE_MAX)))) {
                    StoredGripe stored = loaded.stored();
                    if (stored != null && !stored.deleted()) {
                        write(stored.gripe(), loaded.painPoint(), format, out);
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private List<Loaded> loaded(Workspace workspace, List<String> ids) {
        try {
            return store.load(workspace, ids).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw StoreFailure.problem(e);
        }
    }

    private static void begin(Format format, OutputStream out) {
        if (format == Format.CSV) {
            write(out, CsvLine.header());
        }
    }

    private static void write(Gripe gripe, @Nullable String painPoint, Format format, OutputStream out) {
        if (format == Format.CSV) {
            write(out, CsvLine.of(gripe));
        } else {
            write(out, ExportLine.of(gripe, painPoint));
        }
    }

    private static void write(OutputStream out, Object line) {
        try {
            if (line instanceof byte[] bytes) {
                out.write(bytes);
                return;
            }
            out.write(StrictJson.write(line));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
