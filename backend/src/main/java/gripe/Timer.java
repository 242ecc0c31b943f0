package gripe;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Time being lost, measured while it is. It has the id of the gripe that it becomes. Immutable.
 *
 * @param line what it is about, in the grammar of the line; null until somebody says it
 * @param startedAt with the writer's offset from UTC
 * @param stoppedAt null while it runs
 * @param backAt when its writer was back on what it interrupted; null until then
 * @param minutes what its gripe was logged with; null as long as there is none
 */
public record Timer(
        String id,
        @Nullable String line,
        OffsetDateTime startedAt,
        @Nullable OffsetDateTime stoppedAt,
        @Nullable OffsetDateTime backAt,
        @Nullable Double minutes) {
    private static final double MILLIS_PER_MINUTE = 60_000;
    private static final double HUNDREDTHS = 100;

    /** Running; stopped without a word about what it was; logged as a gripe; or logged with its recovery. */
    public enum State {
        RUNNING,
        STOPPED,
        LOGGED,
        BACK
    }

    public Timer {
        Objects.requireNonNull(id);
        Objects.requireNonNull(startedAt);
    }

    public State state() {
        if (minutes != null) {
            return backAt == null ? State.LOGGED : State.BACK;
        }
        return stoppedAt == null ? State.RUNNING : State.STOPPED;
    }

    /** From its start to its stop, in minutes to the hundredth; null while it runs. */
    public @Nullable Double measured() {
        return stoppedAt == null ? null : between(startedAt, stoppedAt);
    }

    /** From its stop until its writer was back on it, in minutes to the hundredth; null when nobody said. */
    public @Nullable Double recovery() {
        return stoppedAt == null || backAt == null ? null : between(stoppedAt, backAt);
    }

    private static double between(OffsetDateTime from, OffsetDateTime to) {
        double exact = Duration.between(from, to).toMillis() / MILLIS_PER_MINUTE;
        return Math.round(Math.max(0, exact) * HUNDREDTHS) / HUNDREDTHS;
    }
}
