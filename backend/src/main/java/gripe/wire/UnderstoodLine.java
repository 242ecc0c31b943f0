package gripe.wire;

import gripe.line.ParsedLine;
import gripe.line.SaidTime;
import gripe.line.Span;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line says; what it does not say is null, of tags an empty list.
 *
 * @param text the line without its spans
 * @param happenedAt a day such as 2026-11-02 when no clock time was said, else ISO 8601 with offset
 * @param moment the time at which a gripe of this line is kept as having happened; null when the line does not say
 * @param spans in their order, the kind of each one of minutes, tag, place, time and escape
 */
public record UnderstoodLine(
        String text,
        @Nullable Double minutes,
        List<String> tags,
        @Nullable String place,
        @Nullable String happenedAt,
        @Nullable OffsetDateTime moment,
        List<Span> spans) {
    static UnderstoodLine of(ParsedLine parsed, ZonedDateTime written) {
        SaidTime said = parsed.happenedAt();
        return new UnderstoodLine(
                parsed.text(),
                parsed.minutes(),
                parsed.tags(),
                parsed.place(),
                said == null ? null : said.toString(),
                said == null ? null : said.moment(written),
                parsed.spans());
    }
}
