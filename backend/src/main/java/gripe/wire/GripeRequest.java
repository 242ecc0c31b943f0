package gripe.wire;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.capture.NewGripe;
import gripe.line.LineParser;
import gripe.line.ParsedLine;
import gripe.line.SaidTime;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A gripe to capture. Either {@code text}, kept exactly, or {@code line}, which is read as {@code 25m waiting for CI
 * #ci yesterday 3pm}; what is said in a field of its own wins over what the line says, tags are added to those of the
 * line.
 *
 * @param text 1 to 2,000 characters
 * @param minutes lost, 0 to 527,040, fractions allowed
 * @param happenedAt ISO 8601 with offset; when absent what the line says, else now
 * @param now when it was written, ISO 8601 with offset, for what is sent later: what the line's times are relative to,
 *     and when it happened where nothing else says so; this moment when absent
 * @param zone the writer's time zone, such as Europe/Berlin; the offset of now when absent, else the server's
 * @param tags at most 20, one word each
 * @param id chosen by the client, 1 to 64 letters, digits, '-' or '_'; repeating it repeats the answer
 */
public record GripeRequest(
        @Nullable String text,
        @Nullable String line,
        @Nullable Double minutes,
        @Nullable OffsetDateTime happenedAt,
        @Nullable OffsetDateTime now,
        @Nullable String zone,
        @Nullable List<@Nullable String> tags,
        @Nullable String place,
        @Nullable String source,
        @Nullable String id) {
    /** Clocks differ, and a phone may be a day ahead by mistake. */
    private static final Duration FUTURE_MAX = Duration.ofDays(1);

    public NewGripe toNewGripe(Clock clock) {
        if (text != null && line != null) {
            throw new Problem(Code.INVALID, "line", "Send text or line, not both.");
        }
        if (text == null && line == null) {
            throw new Problem(Code.MISSING, "text", "A gripe needs a text.");
        }
        ZonedDateTime written = WritersTime.of("now", now, zone, clock);
        if (now != null && now.toInstant().isAfter(clock.instant().plus(FUTURE_MAX))) {
            throw new Problem(Code.OUT_OF_RANGE, "now", "A line was written before tomorrow.");
        }
        ParsedLine parsed = line == null ? null : LineParser.parse(line, written);
        List<String> allTags = new ArrayList<>(parsed == null ? List.of() : parsed.tags());
        allTags.addAll(present(tags));
        return new NewGripe(
                id,
                text != null ? text : Objects.requireNonNull(parsed).text(),
                minutes != null || parsed == null ? minutes : parsed.minutes(),
                happenedAt != null ? happenedAt : moment(parsed == null ? null : parsed.happenedAt(), written),
                allTags,
                place != null || parsed == null ? place : parsed.place(),
                source,
                null,
                null,
                line == null ? null : new String(StrictJson.write(this), StandardCharsets.UTF_8));
    }

    private @Nullable OffsetDateTime moment(@Nullable SaidTime said, ZonedDateTime written) {
        if (said != null) {
            return said.moment(written);
        }
        return now == null && zone == null ? null : written.toOffsetDateTime();
    }

    /** Whether sent again tomorrow it would say the same: no word of it counts from the moment of its arrival. */
    boolean saysWhen() {
        return happenedAt != null || now != null;
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
