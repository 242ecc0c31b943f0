package gripe.capture;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gripe as somebody sends it, unchecked. Null is: not said.
 *
 * @param createdAt only a re-import of an export says it, as does updatedAt
 */
public record NewGripe(
        @Nullable String id,
        String text,
        @Nullable Double minutes,
        @Nullable OffsetDateTime happenedAt,
        List<String> tags,
        @Nullable String place,
        @Nullable String source,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {
    public NewGripe {
        tags = List.copyOf(tags);
    }
}
