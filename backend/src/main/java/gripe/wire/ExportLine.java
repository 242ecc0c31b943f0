package gripe.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import gripe.Gripe;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.capture.NewGripe;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of an export, and of an import: a gripe with all its fields, or as little as its text. Read back, an export
 * makes the same records again.
 *
 * @param type {@code gripe}, which is also meant when it is absent
 * @param line in place of the text, as in a capture; with its now and zone
 * @param painPoint the id of the pain point that it belongs to, null while there is none
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

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) @Nullable
        String line,

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) @Nullable
        OffsetDateTime now,

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) @Nullable
        String zone,

        @Nullable Double minutes,
        @Nullable OffsetDateTime happenedAt,
        @Nullable List<@Nullable String> tags,
        @Nullable String place,
        @Nullable String source,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable String painPoint) {

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    public static ExportLine of(Gripe gripe, @Nullable String painPoint) {
        return new ExportLine(
                "gripe",
                gripe.id(),
                gripe.text(),
                null,
                null,
                null,
                gripe.minutes(),
                gripe.happenedAt(),
                List.copyOf(gripe.tags()),
                gripe.place(),
                gripe.source(),
                gripe.createdAt(),
                gripe.updatedAt(),
                painPoint);
    }

    public NewGripe toNewGripe(Clock clock) {
        if (type != null && !type.equals("gripe")) {
            throw new Problem(
                    Code.INVALID,
                    "type",
                    "A line begins with its type: 'gripe', 'painPoint', 'decision', 'timer' or 'search'.");
        }
        NewGripe read = request().toNewGripe(clock);
        return new NewGripe(
                read.id(),
                read.text(),
                read.minutes(),
                read.happenedAt(),
                read.tags(),
                read.place(),
                read.source(),
                recorded("createdAt", createdAt),
                recorded("updatedAt", updatedAt),
                read.said());
    }

    /** Whether read again tomorrow it would make the same gripe at the same time. */
    public boolean saysWhen() {
        return request().saysWhen();
    }

    private GripeRequest request() {
        return new GripeRequest(text, line, minutes, happenedAt, now, zone, tags, place, source, id);
    }

    /** The id of its pain point, checked. */
    public @Nullable String painPointId() {
        return Ids.checkedOrNull("painPoint", painPoint);
    }

    /** Dates that no export holds would not fit into the stored milliseconds. */
    private static @Nullable Instant recorded(String field, @Nullable Instant at) {
        if (at != null && (at.isBefore(EARLIEST) || at.isAfter(LATEST))) {
            throw new Problem(Code.OUT_OF_RANGE, field, "A gripe was recorded after 1970 and before the year 10000.");
        }
        return at;
    }
}
