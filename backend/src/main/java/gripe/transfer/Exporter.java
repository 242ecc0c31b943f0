package gripe.transfer;

import gripe.Workspace;
import gripe.painpoint.Transfer;
import gripe.storage.GripeStore;
import gripe.wire.DecisionLine;
import gripe.wire.ExportLine;
import gripe.wire.PainPointLine;
import gripe.wire.StrictJson;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes every gripe as NDJSON, oldest first, and all about pain points, holding one page of the store at a time. Thread-safe. */
@Singleton
public final class Exporter {
    private final GripeStore store;

    private final Transfer painPoints;

    public Exporter(GripeStore store, Transfer painPoints) {
        this.store = store;
        this.painPoints = painPoints;
    }

    /** First the gripes, then pain points and decisions. Blocks until all is written; the stream sets the pace. */
    public void run(Workspace workspace, OutputStream out) throws IOException {
        try {
            store.forEach(workspace, (stored, painPoint) -> write(out, ExportLine.of(stored.gripe(), painPoint)));
            painPoints.painPoints(workspace).forEach(painPoint -> write(out, PainPointLine.of(painPoint)));
            painPoints
                    .decisions(workspace)
                    .forEach(decision -> DecisionLine.of(decision).forEach(line -> write(out, line)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(OutputStream out, Object line) {
        try {
            out.write(StrictJson.write(line));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
