package gripe.wire;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.capture.GripeEdit;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes to a gripe as a JSON merge patch (RFC 7386): what is absent stays, null clears. */
@SuppressWarnings("NullableOptional")
public record GripePatch(
        @Schema(type = "string") @Nullable Optional<String> text,

        @Schema(type = "number", format = "double", nullable = true) @Nullable
        Optional<Double> minutes,

        @Schema(type = "string", format = "date-time") @Nullable
        Optional<OffsetDateTime> happenedAt,

        @Nullable Optional<List<@Nullable String>> tags,
        @Schema(type = "string", nullable = true) @Nullable Optional<String> place,
        @Schema(type = "string", nullable = true) @Nullable Optional<String> source) {

    public GripeEdit toEdit() {
        return new GripeEdit(
                text == null ? null : text.orElseThrow(() -> cannotBeCleared("text")),
                minutes,
                happenedAt == null ? null : happenedAt.orElseThrow(() -> cannotBeCleared("happenedAt")),
                tags == null ? null : GripeRequest.present(tags.orElse(List.of())),
                place,
                source);
    }

    private static Problem cannotBeCleared(String field) {
        return new Problem(Code.MISSING, field, "A gripe cannot be without '" + field + "'.");
    }
}
