package gripe.wire;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.capture.LineParser;
import gripe.capture.NewGripe;
import gripe.capture.ParsedLine;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A gripe to capture. Either {@code text}, kept exactly, or {@code line}, which is read as {@code 25m waiting for CI
 * #ci}; what is said in a field of its own wins over what the line says.
 *
 * @param text 1 to 2,000 characters
 * @param minutes lost, 0 to 527,040, fractions allowed
 * @param happenedAt ISO 8601 with offset; now when absent
 * @param now when it was written, ISO 8601 with offset, for what is sent later: what the line's times are relative to,
 *     and when it happened where nothing else says so
 * @param zone the writer's time zone, such as Europe/Berlin
 * @param tags at most 20, one word each
 * @param id chosen by the client, 1 to 64 letters, digits, '-' or '_'; repeating it repeats the answer
 */
public record GripeRequest(
        @Nullable String text,
        @Nullable String line,
        @Nullable Double minutes,
        @Nullable OffsetDateTime happenedAt,
        @Nullable OffsetDateTime now,
        @Nullable ZoneId zone,
        @Nullable List<@Nullable String> tags,
        @Nullable String place,
        @Nullable String source,
        @Nullable String id) {

    public NewGripe toNewGripe() {
        if (text != null && line != null) {
            throw new Problem(Code.INVALID, "line", "Send text or line, not both.");
        }
        if (text == null && line == null) {
            throw new Problem(Code.MISSING, "text", "A gripe needs a text.");
        }
        ParsedLine parsed = line == null ? null : LineParser.parse(line);
        List<String> allTags = new ArrayList<>(parsed == null ? List.of() : parsed.tags());
        allTags.addAll(present(tags));
        return new NewGripe(
                id,
                text != null ? text : Objects.requireNonNull(parsed).text(),
                minutes != null || parsed == null ? minutes : parsed.minutes(),
                happenedAt(parsed),
                allTags,
                place != null || parsed == null ? place : parsed.place(),
                source,
                null,
                null);
    }

    private @Nullable OffsetDateTime happenedAt(@Nullable ParsedLine parsed) {
        if (happenedAt != null) {
            return happenedAt;
        }
        OffsetDateTime said = parsed == null ? null : parsed.happenedAt();
        return said != null ? said : now;
    }

    static List<String> present(@Nullable List<@Nullable String> tags) {
        List<String> present = new ArrayList<>();
        for (String tag : tags == null ? List.<@Nullable String>of() : tags) {
            if (tag == null) {
                throw new Problem(Code.WRONG_TYPE, "tags", "A tag is a string, not null.");
            }
            present.add(tag);
        }
        return present;
    }
}
