package gripe.line;

import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads clock times as people write them: {@code 3pm}, {@code at 14:30}, {@code around noon}, {@code 15:00 UTC}. */
final class ClockWords {
    /** @param twelve when it may be of the morning or the afternoon */
    record Clock(
            int end,
            LocalTime time,
            boolean twelve,
            boolean led,
            @Nullable ZoneOffset offset) {
        /** When it may be a duration just as well, as 1:30. */
        boolean early() {
            return twelve && time.getHour() < 6;
        }

        /** Of the afternoon, where the hour does not say so but is rather of it: people are up from eight to eight. */
        @Nullable
        Clock ofAfternoon() {
            return twelve && time.getHour() < 8 ? new Clock(end, time.plusHours(12), false, led, offset) : null;
        }
    }

    private static final String AT = "(?<at>at about |at around |at |@ ?|around |about |~ ?)?";
    private static final Pattern TWELVE = Patterns.ignoringCase(
            AT + "(?<hour>1[0-2]|0?[1-9])(?:[:.](?<minute>[0-5]\\d))? ?(?<half>am|pm|a\\.m\\.|p\\.m\\.)"
                    + Patterns.NO_WORD);
    private static final Pattern TWENTY_FOUR = Patterns.ignoringCase(
            AT + "(?<hour>[01]?\\d|2[0-3]):(?<minute>[0-5]\\d)(?::(?<second>[0-5]\\d)(?:[.,]\\d{1,6})?)?(?<h> ?h|h)?"
                    + "(?![\\p{L}\\p{N}_%]|[:.,-]\\d)");
    private static final Pattern HOURS_AFTER = Patterns.ignoringCase(" ?(?:hours?|hrs?|h)" + Patterns.NO_WORD);
    private static final Pattern HOUR_H =
            Patterns.ignoringCase("at (?<hour>[01]?\\d|2[0-3])h(?<minute>[0-5]\\d)?" + Patterns.NO_WORD);
    private static final Pattern NAMED_CLOCK =
            Patterns.ignoringCase("(?:at|around|about) (?<named>noon|midday|midnight)" + Patterns.NO_WORD);
    private static final Pattern NAMED_CLOCK_BARE =
            Patterns.ignoringCase("(?:(?:at|around|about) )?(?<named>noon|midday|midnight)" + Patterns.NO_WORD);
    private static final Pattern UTC = Patterns.ignoringCase(" ?(?:utc|gmt)" + Patterns.NO_WORD + "(?![+-]\\d)");
    /** Of these nobody can say which is meant. */
    private static final Pattern OTHER_ZONE = Patterns.ignoringCase(
            " ?(?:utc|gmt|cet|cest|est|edt|cst|cdt|mst|mdt|pst|pdt|bst|ist|jst|aest|[ecmp]t)(?![\\p{L}\\p{N}_])");

    private ClockWords() {}

    /**
     * What begins exactly there; null when that is no clock time.
     *
     * @param afterDay whether a day stands before it, so that less is enough
     */
    static @Nullable Clock at(String line, int start, boolean afterDay) {
        Matcher twelve = Patterns.matcher(TWELVE, line, start);
        if (twelve != null) {
            int hour = Integer.parseInt(twelve.group("hour")) % 12;
            boolean pm = Patterns.lower(twelve.group("half")).startsWith("p");
            LocalTime time = LocalTime.of(pm ? hour + 12 : hour, minute(twelve.group("minute")));
            return zoned(line, new Clock(twelve.end(), time, false, twelve.group("at") != null, null));
        }
        Matcher hourOnly = Patterns.matcher(HOUR_H, line, start);
        if (hourOnly != null) {
            LocalTime time = LocalTime.of(Integer.parseInt(hourOnly.group("hour")), minute(hourOnly.group("minute")));
            return zoned(line, new Clock(hourOnly.end(), time, false, true, null));
        }
        Matcher clock = Patterns.matcher(TWENTY_FOUR, line, start);
        if (clock != null) {
            boolean led = clock.group("at") != null || afterDay;
            // 1:30h is a duration, and 0:30 more likely one than a time.
            int hour = Integer.parseInt(clock.group("hour"));
            boolean hours = Patterns.matcher(HOURS_AFTER, line, clock.end("minute")) != null;
            if (led ? hours && hour < 6 : hours || clock.group("hour").equals("0")) {
                return null;
            }
            String second = clock.group("second");
            LocalTime time = LocalTime.of(hour, minute(clock.group("minute")), minute(second));
            boolean open = hour >= 1 && hour <= 12 && !clock.group("hour").startsWith("0");
            return zoned(line, new Clock(clock.end(), time, open, clock.group("at") != null, null));
        }
        Matcher named = Patterns.matcher(afterDay ? NAMED_CLOCK_BARE : NAMED_CLOCK, line, start);
        if (named == null) {
            return null;
        }
        LocalTime time = Patterns.lower(named.group("named")).equals("midnight") ? LocalTime.MIDNIGHT : LocalTime.NOON;
        return new Clock(named.end(), time, false, true, null);
    }

    private static @Nullable Clock zoned(String line, Clock clock) {
        Matcher utc = Patterns.matcher(UTC, line, clock.end());
        if (utc != null) {
            return new Clock(utc.end(), clock.time(), false, clock.led(), ZoneOffset.UTC);
        }
        return Patterns.matcher(OTHER_ZONE, line, clock.end()) == null ? clock : null;
    }

    static int minute(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
