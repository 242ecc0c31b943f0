package gripe;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A recurring cause of gripes, in short.
 *
 * @param label what people call it
 * @param minutes that its gripes cost so far; those that do not say how many count as the median of those that do
 * @param lastAt when it happened last, null when it never did
 * @param fix what helped last time, null when nobody said
 */
public record PainPoint(
        String id,
        String label,
        long count,
        double minutes,
        @Nullable OffsetDateTime lastAt,
        @Nullable String fix) {}
