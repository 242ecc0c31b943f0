package gripe.wire;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.line.LineParser;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A line to understand.
 *
 * @param line at most 4,000 UTF-16 units
 * @param now what the line's times are relative to, ISO 8601 with offset; this moment when absent
 * @param zone the writer's time zone, such as Europe/Berlin; the offset of {@code now} when absent, else the server's
 */
public record ParseRequest(
        @Nullable String line,
        @Nullable OffsetDateTime now,
        @Nullable String zone) {
    private static final int LINE_UNITS_MAX = 4_000;

    public UnderstoodLine understood(Clock clock) {
        if (line == null) {
            throw new Problem(Code.MISSING, "line", "There is no line to understand.");
        }
        if (line.length() > LINE_UNITS_MAX) {
            throw new Problem(Code.TOO_LONG, "line", "At most " + LINE_UNITS_MAX + " characters.");
        }
        ZonedDateTime written = WritersTime.of("now", now, zone, clock);
        return UnderstoodLine.of(LineParser.parse(line, written), written);
    }
}
