package gripe.transfer;

import gripe.Problem;
import gripe.capture.NewGripe;
import gripe.wire.ExportLine;
import gripe.wire.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;

/** For Jazzer: any bytes are lines, each of which is a gripe or a Problem. */
public final class ImportFuzz {
    private static final int LINE_BYTES_MAX = 256;

    private ImportFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        LineReader lines = new LineReader(new ByteArrayInputStream(bytes), LINE_BYTES_MAX);
        int length = 0;
        for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
            length += line.bytes().length + 1;
            if (line.bytes().length > LINE_BYTES_MAX || (line.tooLong() && line.bytes().length > 0)) {
                throw new AssertionError("A line is held that is too long");
            }
            read(line.bytes());
        }
        if (length > bytes.length + 1) {
            throw new AssertionError("More was read than there was");
        }
    }

    private static void read(byte[] line) {
        NewGripe gripe;
        try {
            gripe = StrictJson.read(line, ExportLine.class).toNewGripe(Clock.systemUTC());
        } catch (Problem e) {
            if (e.detail().isBlank()) {
                throw new AssertionError("A problem without words", e);
            }
            return;
        }
        StrictJson.write(gripe);
    }
}
