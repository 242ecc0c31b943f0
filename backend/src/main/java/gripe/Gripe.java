package gripe;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that wasted somebody's time. Immutable; what is allowed in each field is checked by {@code
 * gripe.capture.GripeRules} before a Gripe is made.
 *
 * @param id unique in its workspace; time-ordered when Gripe made it
 * @param text exactly as written, 1 to 2,000 code points
 * @param minutes lost, or null when nobody said
 * @param happenedAt with the writer's offset from UTC
 * @param tags without {@code #}, lower case, in the order given
 */
public record Gripe(
        String id,
        String text,
        @Nullable Double minutes,
        OffsetDateTime happenedAt,
        List<String> tags,
        @Nullable String place,
        @Nullable String source,
        Instant createdAt,
        Instant updatedAt) {

    public Gripe {
        Objects.requireNonNull(id);
        Objects.requireNonNull(text);
        Objects.requireNonNull(happenedAt);
        tags = List.copyOf(tags);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(updatedAt);
    }
}
