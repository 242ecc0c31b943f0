package gripe.capture;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes to a gripe, unchecked. Null leaves a field as it is; an empty Optional clears it. */
@SuppressWarnings("NullableOptional") // The two are different here, as in a JSON merge patch (RFC 7386).
public record GripeEdit(
        @Nullable String text,
        @Nullable Optional<Double> minutes,
        @Nullable OffsetDateTime happenedAt,
        @Nullable List<String> tags,
        @Nullable Optional<String> place,
        @Nullable Optional<String> source) {}
