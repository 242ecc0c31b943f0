package gripe.index;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the index has followed the store.
 *
 * @param running follows without a problem
 * @param caughtUp has reached what the store held when this instance started
 * @param withoutVector gripes that are found by words only until they are embedded (anew)
 * @param problem what stops it, null while nothing does
 * @param staleSince since when it has not heard of the store, null while it has
 * @param warning what was lost in the store since this instance started, null when nothing was
 */
public record FollowerStatus(
        boolean running,
        boolean caughtUp,
        long withoutVector,
        @Nullable String problem,
        @Nullable Instant staleSince,
        @Nullable String warning) {}
