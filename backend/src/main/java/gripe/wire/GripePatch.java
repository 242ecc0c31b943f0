package gripe.wire;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.capture.GripeEdit;
import gripe.line.LineParser;
import gripe.line.ParsedLine;
import gripe.line.SaidTime;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a gripe as a JSON merge patch (RFC 7386): what is absent stays, null clears.
 *
 * @param line in place of the text: what it says replaces what the gripe has, what it does not say stays
 * @param now only with a line: when it was written; this moment when absent
 * @param zone only with a line: the writer's time zone, such as Europe/Berlin; the offset of now when absent
 */
@SuppressWarnings("NullableOptional")
public record GripePatch(
        @Schema(type = "string") @Nullable Optional<String> text,
        @Nullable String line,

        @Schema(type = "number", format = "double", nullable = true) @Nullable
        Optional<Double> minutes,

        @Schema(type = "string", format = "date-time") @Nullable
        Optional<OffsetDateTime> happenedAt,

        @Nullable Optional<List<@Nullable String>> tags,
        @Schema(type = "string", nullable = true) @Nullable Optional<String> place,
        @Schema(type = "string", nullable = true) @Nullable Optional<String> source,
        @Nullable OffsetDateTime now,
        @Nullable String zone) {

    public GripeEdit toEdit(Clock clock) {
        GripeEdit fields = new GripeEdit(
                text == null ? null : text.orElseThrow(() -> cannotBeCleared("text")),
                minutes,
                happenedAt == null ? null : happenedAt.orElseThrow(() -> cannotBeCleared("happenedAt")),
                tags == null ? null : GripeRequest.present(tags.orElse(List.of())),
                place,
                source);
        if (line == null) {
            if (now != null || zone != null) {
                throw new Problem(Code.INVALID, now != null ? "now" : "zone", "Only a line has a now and a zone.");
            }
            return fields;
        }
        if (text != null) {
            throw new Problem(Code.INVALID, "line", "Send text or line, not both.");
        }
        ZonedDateTime written = WritersTime.of("now", now, zone, clock);
        ParsedLine parsed = LineParser.parse(line, written);
        SaidTime said = parsed.happenedAt();
        return new GripeEdit(
                parsed.text(),
                fields.minutes() == null && parsed.minutes() != null ? Optional.of(parsed.minutes()) : fields.minutes(),
                fields.happenedAt() == null && said != null ? said.moment(written) : fields.happenedAt(),
                fields.tags() == null && !parsed.tags().isEmpty() ? parsed.tags() : fields.tags(),
                fields.place() == null && parsed.place() != null ? Optional.of(parsed.place()) : fields.place(),
                fields.source());
    }

    private static Problem cannotBeCleared(String field) {
        return new Problem(Code.MISSING, field, "A gripe cannot be without '" + field + "'.");
    }
}
