package gripe.web;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.search.SearchRequest;
import gripe.search.SearchService;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Query parameters, read as strictly as bodies. */
final class Parameters {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");
    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_DIGITS_MAX = 9;
    private static final int TEXT_CHARACTERS_MAX = 4_000;

    /** The time that is asked about; each end may be open. */
    record Period(@Nullable Instant from, @Nullable Instant to) {}

    private Parameters() {}

    /** Days begin and end in the zone; the server's own when it is not named. */
    static Period period(@Nullable String from, @Nullable String to, @Nullable String zone) {
        ZoneId days = zone(zone);
        return new Period(time("from", from, days), time("to", to, days));
    }

    static int limit(@Nullable String text) {
        if (text == null) {
            return LIMIT_DEFAULT;
        }
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw new Problem(Code.WRONG_TYPE, "limit", "The limit is a whole number.");
        }
        if (text.length() <= LIMIT_DIGITS_MAX) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= SearchService.LIMIT_MAX) {
                return limit;
            }
        }
        throw new Problem(Code.OUT_OF_RANGE, "limit", "The limit is 1 to " + SearchService.LIMIT_MAX + ".");
    }

    /** A moment with its offset, or the beginning of a day in that zone. */
    static @Nullable Instant time(String field, @Nullable String text, ZoneId zone) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() <= 10
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    // A plus that was not escaped arrives as a space.
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw new Problem(
                    Code.INVALID,
                    field,
                    "Wanted is a day (2026-11-02) or a time with offset (2026-11-02T14:30:00Z).",
                    e);
        }
    }

    static @Nullable Double minutes(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!NUMBER.matcher(text).matches()) {
            throw new Problem(Code.WRONG_TYPE, field, "Minutes are a number, such as 7.5.");
        }
        return Double.valueOf(text);
    }

    /** The server's own when it is not named. */
    static ZoneId zone(@Nullable String text) {
        try {
            return text == null ? ZoneId.systemDefault() : ZoneId.of(text.replace(' ', '+'));
        } catch (DateTimeException e) {
            throw new Problem(Code.INVALID, "zone", "Wanted is a time zone, such as Europe/Berlin.", e);
        }
    }

    static boolean nonePresent(@Nullable String... texts) {
        return Arrays.stream(texts).allMatch(Objects::isNull);
    }

    /** A search needs a query, unless something else narrows it. */
    static SearchRequest search(
            @Nullable String q,
            @Nullable String from,
            @Nullable String to,
            @Nullable String tag,
            @Nullable String place,
            @Nullable String source,
            @Nullable String minMinutes,
            @Nullable String zone,
            @Nullable String sort,
            @Nullable String limit,
            @Nullable String cursor) {
        boolean alone = nonePresent(from, to, tag, place, source, minMinutes);
        ZoneId days = zone(zone);
        return new SearchRequest(
                q == null && !alone ? "" : required("q", q),
                time("from", from, days),
                time("to", to, days),
                boundedOrNull("tag", tag),
                boundedOrNull("place", place),
                boundedOrNull("source", source),
                minutes("minMinutes", minMinutes),
                days,
                SearchService.order(sort),
                limit(limit),
                cursor);
    }

    /** With commas between them; at least one. */
    static List<String> ids(String field, @Nullable String text, int max) {
        List<String> ids = text == null || text.isEmpty() ? List.of() : List.of(text.split(",", -1));
        if (ids.isEmpty() || ids.size() > max) {
            throw new Problem(Code.OUT_OF_RANGE, field, "These are 1 to " + max + " ids.");
        }
        return ids;
    }

    static @Nullable String boundedOrNull(String field, @Nullable String text) {
        return text == null ? null : bounded(field, text);
    }

    static String required(String field, @Nullable String text) {
        if (text == null) {
            throw new Problem(Code.MISSING, field, "The parameter " + field + " is missing.");
        }
        return bounded(field, text);
    }

    static String bounded(String field, String text) {
        if (text.length() > TEXT_CHARACTERS_MAX) {
            throw new Problem(Code.TOO_LONG, field, "At most " + TEXT_CHARACTERS_MAX + " characters.");
        }
        return text;
    }
}
