package gripe.start;

import gripe.Gripe;
import gripe.index.ChangeFollower;
import gripe.wire.ExportLine;
import gripe.wire.StrictJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Gripes that the store lost, in a file of their own that can be imported again. */
final class LostGripes implements ChangeFollower.LostGripes {
    private final Path folder;
    private final Clock clock;

    LostGripes(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public Kept keep(Consumer<Consumer<Gripe>> source) {
        AtomicLong count = new AtomicLong();
        try {
            Files.createDirectories(folder);
            // Made with mode 0600.
            Path file = Files.createTempFile(folder, "gripes-" + clock.millis() + "-", ".ndjson");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                source.accept(gripe -> {
                    write(out, gripe);
                    count.incrementAndGet();
                });
            } catch (IOException | RuntimeException e) {
                // It is tried again, and half a file for each try would fill the disk.
                Files.deleteIfExists(file);
                throw e;
            }
            if (count.get() == 0) {
                Files.delete(file);
                return new Kept(0, "");
            }
            return new Kept(count.get(), file + " (POST it to /api/v1/import to bring them back)");
        } catch (IOException e) {
            throw new UncheckedIOException("What KeyDB lost cannot be kept in " + folder, e);
        }
    }

    private static void write(OutputStream out, Gripe gripe) {
        try {
            out.write(StrictJson.write(ExportLine.of(gripe, null)));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
