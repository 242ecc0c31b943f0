package gripe.search;

import gripe.line.TimeRange;
import gripe.line.TimeRanges;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What words of time mean in a search: those of a line, written as one word if need be ({@code last-week}, {@code 2w} for
 * two weeks ago), and dates that are still to come.
 */
final class TimeWords {
    private static final int CHARACTERS_MAX = 40;
    private static final Pattern BETWEEN = Pattern.compile("[\\s_]+|(?<=\\p{L})-(?=\\p{L})|(?<=\\d)-(?=\\p{L})");
    private static final Pattern SHORT = Pattern.compile("(\\d{1,4}) ?(d|days?|w|weeks?|mo|months?|y|years?)");
    private static final Map<String, String> UNITS = Map.of("d", "day", "w", "week", "m", "month", "y", "year");
    /** After every date that somebody may name. */
    private static final ZonedDateTime MUCH_LATER =
            Instant.parse("9999-01-01T00:00:00Z").atZone(ZoneOffset.UTC);

    private TimeWords() {}

    /** Null when they mean no time, whenever they are read. */
    static @Nullable TimeSpan read(String words, ZonedDateTime now) {
        if (words.length() > CHARACTERS_MAX) {
            return null;
        }
        String plain = BETWEEN.matcher(words.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
        Matcher ago = SHORT.matcher(plain);
        String said =
                ago.matches() ? ago.group(1) + " " + UNITS.get(ago.group(2).substring(0, 1)) + "s ago" : plain;
        TimeRange range = new TimeRanges(now).range(said);
        if (range == null) {
            range = new TimeRanges(MUCH_LATER.withZoneSameLocal(now.getZone())).range(said);
        }
        return range == null
                ? null
                : new TimeSpan(range.from().toInstant(), range.to().toInstant());
    }

    static Period period(int count, String unit) {
        return switch (unit.charAt(0)) {
            case 'w' -> Period.ofWeeks(count);
            case 'm' -> Period.ofMonths(count);
            case 'y' -> Period.ofYears(count);
            default -> Period.ofDays(count);
        };
    }
}
