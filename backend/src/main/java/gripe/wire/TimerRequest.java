package gripe.wire;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A step of a timer. All of it may be absent.
 *
 * @param id only at the start: chosen by the client, 1 to 64 letters, digits, '-' or '_'; the gripe will have it too
 * @param line what it is about, read as in a capture when the timer is stopped; may come as late as that, or later
 * @param at when it was started, stopped, or its writer back, ISO 8601 with offset; this moment when absent
 * @param zone the writer's time zone, such as Europe/Berlin; the offset of at when absent
 */
public record TimerRequest(
        @Nullable String id,
        @Nullable String line,
        @Nullable OffsetDateTime at,
        @Nullable String zone) {
    /** The moment of the step, in the writer's zone. */
    public ZonedDateTime moment(Clock clock) {
        return WritersTime.of("at", at, zone, clock);
    }
}
