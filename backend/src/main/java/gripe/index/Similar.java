package gripe.index;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every gripe at least so similar to a vector.
 *
 * @param minutes the sum over those that say how many
 * @param nearest the first few of them, nearest first
 */
public record Similar(long count, double minutes, @Nullable OffsetDateTime lastAt, List<Hit> nearest) {
    public Similar {
        nearest = List.copyOf(nearest);
    }
}
