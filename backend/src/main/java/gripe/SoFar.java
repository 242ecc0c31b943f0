package gripe;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What gripes of one kind have cost so far.
 *
 * @param minutes the sum over those that say how many
 * @param lastAt when it happened last, null when it never did
 */
public record SoFar(long count, double minutes, @Nullable OffsetDateTime lastAt) {}
