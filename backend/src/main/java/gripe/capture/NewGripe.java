package gripe.capture;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gripe as somebody sends it, unchecked. Null is: not said.
 *
 * @param createdAt only a re-import of an export says it, as does updatedAt
 * @param said the whole request when its fields were read from a line: sent again later, the same words come to another
 *     time, and it is still the same request; null when the fields are what was sent
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
        @Nullable Instant updatedAt,
        @JsonIgnore @Nullable String said) {
    public NewGripe {
        tags = List.copyOf(tags);
    }

    public NewGripe(
            @Nullable String id,
            String text,
            @Nullable Double minutes,
            @Nullable OffsetDateTime happenedAt,
            List<String> tags,
            @Nullable String place,
            @Nullable String source,
            @Nullable Instant createdAt,
            @Nullable Instant updatedAt) {
        this(id, text, minutes, happenedAt, tags, place, source, createdAt, updatedAt, null);
    }
}
