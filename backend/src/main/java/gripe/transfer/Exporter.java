package gripe.transfer;

import gripe.Workspace;
import gripe.storage.GripeStore;
import gripe.wire.ExportLine;
import gripe.wire.StrictJson;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes every gripe as NDJSON, oldest first, holding one page of the store at a time. Thread-safe. */
@Singleton
public final class Exporter {
    private final GripeStore store;

    public Exporter(GripeStore store) {
        this.store = store;
    }

    /** Blocks until all is written; the stream sets the pace. */
    public void run(Workspace workspace, OutputStream out) throws IOException {
        try {
            store.forEach(workspace, stored -> {
                try {
                    out.write(StrictJson.write(ExportLine.of(stored.gripe())));
                    out.write('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
