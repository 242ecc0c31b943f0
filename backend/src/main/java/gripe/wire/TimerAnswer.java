package gripe.wire;

import gripe.SoFar;
import gripe.Timer;
import gripe.capture.Captured;
import gripe.timer.TimerService;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A timer.
 *
 * @param id the gripe's too
 * @param state {@code running}; {@code stopped}, when it is not known yet what it was; {@code logged}, when it is a
 *     gripe; {@code back}, when its writer said so
 * @param minutes from start to stop; null while it runs
 * @param recoveryMinutes from its stop until its writer was back; null when nobody said
 * @param gripe the gripe's id, null as long as there is none
 * @param soFar what gripes like it have cost, in the answer to the stop that logged it
 */
public record TimerAnswer(
        String id,
        String state,
        @Nullable String line,
        OffsetDateTime startedAt,
        @Nullable OffsetDateTime stoppedAt,
        @Nullable Double minutes,
        @Nullable Double recoveryMinutes,
        @Nullable String gripe,
        @Nullable SoFar soFar) {
    public static TimerAnswer of(Timer timer) {
        return of(timer, null);
    }

    public static TimerAnswer of(TimerService.Step step) {
        Captured captured = step.captured();
        return of(step.timer(), captured == null ? null : captured.soFar());
    }

    private static TimerAnswer of(Timer timer, @Nullable SoFar soFar) {
        return new TimerAnswer(
                timer.id(),
                timer.state().name().toLowerCase(Locale.ROOT),
                timer.line(),
                timer.startedAt(),
                timer.stoppedAt(),
                timer.measured(),
                timer.recovery(),
                timer.minutes() == null ? null : timer.id(),
                soFar);
    }

    /** All timers there are, the latest first. */
    public record All(List<TimerAnswer> items) {}
}
