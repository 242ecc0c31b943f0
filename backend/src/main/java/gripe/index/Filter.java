package gripe.index;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which gripes may be found at all; applied before ranking.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Filter(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String tag) {
    public static final Filter NONE = new Filter(null, null, null);
}
