package gripe.painpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the grouping of all gripes is.
 *
 * @param step what it is at: idle, reading, comparing, grouping or writing
 * @param done of the step
 * @param total of the step, 0 where it is not known
 * @param finishedAt when the last one ended, null before the first
 * @param gripes how many it had looked at
 * @param alone how many of those belong to no pain point
 * @param seconds that it took
 */
public record GroupingStatus(
        String step, long done, long total, @Nullable Instant finishedAt, long gripes, long alone, double seconds) {
    static final GroupingStatus NEVER = new GroupingStatus("idle", 0, 0, null, 0, 0, 0);
}
