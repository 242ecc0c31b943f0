package gripe.wire;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Timer;
import gripe.line.LineParser;
import gripe.timer.TimerService;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A timer in an export, and in an import of one.
 *
 * @param line what it is about; null until somebody says it
 * @param stoppedAt null while it runs
 * @param backAt when its writer was back on what it interrupted; null until then
 * @param minutes what its gripe, which has the same id, was logged with; null as long as there is none
 */
@JsonPropertyOrder({"type", "id", "line", "startedAt", "stoppedAt", "backAt", "minutes"})
public record TimerLine(
        @Nullable String type,
        @Nullable String id,
        @Nullable String line,
        @Nullable OffsetDateTime startedAt,
        @Nullable OffsetDateTime stoppedAt,
        @Nullable OffsetDateTime backAt,
        @Nullable Double minutes) {
    public static final String TYPE = "timer";

    public static TimerLine of(Timer timer) {
        return new TimerLine(
                TYPE, timer.id(), timer.line(), timer.startedAt(), timer.stoppedAt(), timer.backAt(), timer.minutes());
    }

    public Timer toTimer() {
        OffsetDateTime started = checked("startedAt", Ids.present("startedAt", startedAt));
        OffsetDateTime stopped = after(started, "stoppedAt", stoppedAt);
        OffsetDateTime back = after(stopped, "backAt", backAt);
        if (minutes != null && stopped == null) {
            throw new Problem(Code.MISSING, "stoppedAt", "A timer that was logged has stopped.");
        }
        if (minutes != null && !(minutes >= 0 && minutes <= LineParser.MINUTES_MAX)) {
            throw new Problem(Code.OUT_OF_RANGE, "minutes", "Minutes are 0 to " + (int) LineParser.MINUTES_MAX + ".");
        }
        return new Timer(Ids.checked("id", id), TimerService.checkedLine(line), started, stopped, back, minutes);
    }

    private static @Nullable OffsetDateTime after(
            @Nullable OffsetDateTime before, String field, @Nullable OffsetDateTime at) {
        if (at == null) {
            return null;
        }
        if (before == null || at.isBefore(before)) {
            throw new Problem(Code.OUT_OF_RANGE, field, "A timer starts, then stops, then its writer is back.");
        }
        return checked(field, at);
    }

    private static OffsetDateTime checked(String field, OffsetDateTime at) {
        var unused = Ids.millis(field, at.toInstant());
        return at.truncatedTo(ChronoUnit.MILLIS);
    }
}
