package gripe.wire;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import gripe.Gripe;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.capture.NewGripe;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of an export, and of an import: a gripe with all its fields, or as little as its text. Read back, an export
 * makes the same records again.
 *
 * @param type {@code gripe}, which is also meant when it is absent
 * @param painPoint its id, null while there is none; made anew from the gripes, so not read back
 */
@JsonPropertyOrder({
    "type",
    "id",
    "text",
    "minutes",
    "happenedAt",
    "tags",
    "place",
    "source",
    "createdAt",
    "updatedAt",
    "painPoint"
})
public record ExportLine(
        @Nullable String type,
        @Nullable String id,
        @Nullable String text,

        @com.fasterxml.jackson.annotation.JsonProperty(
                access = com.fasterxml.jackson.annotation.JsonProperty.Access.WRITE_ONLY)
        @Nullable
        String line,

        @Nullable Double minutes,
        @Nullable OffsetDateTime happenedAt,
        @Nullable List<@Nullable String> tags,
        @Nullable String place,
        @Nullable String source,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable String painPoint) {

    public static ExportLine of(Gripe gripe) {
        return new ExportLine(
                "gripe",
                gripe.id(),
                gripe.text(),
                null,
                gripe.minutes(),
                gripe.happenedAt(),
                List.copyOf(gripe.tags()),
                gripe.place(),
                gripe.source(),
                gripe.createdAt(),
                gripe.updatedAt(),
                null);
    }

    public NewGripe toNewGripe() {
        if (type != null && !type.equals("gripe")) {
            throw new Problem(Code.INVALID, "type", "Only lines of type 'gripe' can be read yet.");
        }
        NewGripe read = new GripeRequest(text, line, minutes, happenedAt, tags, place, source, id).toNewGripe();
        return new NewGripe(
                read.id(),
                read.text(),
                read.minutes(),
                read.happenedAt(),
                read.tags(),
                read.place(),
                read.source(),
                createdAt,
                updatedAt);
    }
}
