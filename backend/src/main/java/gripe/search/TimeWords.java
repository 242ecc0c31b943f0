package gripe.search;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What words of time mean in a search: a day, a week, a month or a year that began already, such as {@code yesterday},
 * {@code monday} (the latest one, today included), {@code march}, {@code last week}, {@code 2026-11-02}, {@code
 * 2026-11}, {@code 3 days ago}.
 */
final class TimeWords {
    private static final int CHARACTERS_MAX = 40;
    private static final Pattern BETWEEN = Pattern.compile("[\\s_]+|(?<=\\p{L})-(?=\\p{L})|(?<=\\d)-(?=\\p{L})");
    private static final Pattern AGO = Pattern.compile("(\\d{1,4}) ?(d|days?|w|weeks?|mo|months?|y|years?)(?: ago)?");
    private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");
    private static final Pattern YEAR_AND_MONTH = Pattern.compile("(?:19|20)\\d\\d-\\d\\d");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dt.*");

    private TimeWords() {}

    /** Null when they mean no time. */
    static @Nullable TimeSpan read(String words, ZonedDateTime now) {
        if (words.length() > CHARACTERS_MAX) {
            return null;
        }
        String plain = BETWEEN.matcher(words.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
        try {
            if (MOMENT.matcher(plain).matches()) {
                var at = OffsetDateTime.parse(plain.toUpperCase(Locale.ROOT)).toInstant();
                return new TimeSpan(at, at.plusMillis(1));
            }
            LocalDate today = now.toLocalDate();
            Stretch stretch = stretch(plain, today);
            return stretch == null
                    ? null
                    : new TimeSpan(
                            stretch.from().atStartOfDay(now.getZone()).toInstant(),
                            stretch.to().atStartOfDay(now.getZone()).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private record Stretch(LocalDate from, LocalDate to) {
        static Stretch day(LocalDate day) {
            return new Stretch(day, day.plusDays(1));
        }

        static Stretch week(LocalDate monday) {
            return new Stretch(monday, monday.plusWeeks(1));
        }

        static Stretch month(LocalDate first) {
            return new Stretch(first, first.plusMonths(1));
        }

        static Stretch year(LocalDate first) {
            return new Stretch(first, first.plusYears(1));
        }
    }

    private static @Nullable Stretch stretch(String words, LocalDate today) {
        LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        LocalDate month = today.withDayOfMonth(1);
        LocalDate year = today.withDayOfYear(1);
        return switch (words) {
            case "today", "now" -> Stretch.day(today);
            case "yesterday" -> Stretch.day(today.minusDays(1));
            case "week", "this week" -> Stretch.week(monday);
            case "last week" -> Stretch.week(monday.minusWeeks(1));
            case "month", "this month" -> Stretch.month(month);
            case "last month" -> Stretch.month(month.minusMonths(1));
            case "year", "this year" -> Stretch.year(year);
            case "last year" -> Stretch.year(year.minusYears(1));
            default -> named(words, today);
        };
    }

    private static @Nullable Stretch named(String words, LocalDate today) {
        if (DAY.matcher(words).matches()) {
            return Stretch.day(LocalDate.parse(words));
        }
        if (YEAR_AND_MONTH.matcher(words).matches()) {
            return Stretch.month(YearMonth.parse(words).atDay(1));
        }
        if (YEAR.matcher(words).matches()) {
            return Stretch.year(Year.parse(words).atDay(1));
        }
        Matcher ago = AGO.matcher(words);
        if (ago.matches()) {
            return Stretch.day(today.minus(period(Integer.parseInt(ago.group(1)), ago.group(2))));
        }
        boolean last = words.startsWith("last ");
        String name = last ? words.substring("last ".length()) : words;
        Optional<DayOfWeek> weekday = Arrays.stream(DayOfWeek.values())
                .filter(day -> isName(name, day.name()))
                .findFirst();
        if (weekday.isPresent()) {
            return Stretch.day(today.with(
                    last
                            ? TemporalAdjusters.previous(weekday.get())
                            : TemporalAdjusters.previousOrSame(weekday.get())));
        }
        return Arrays.stream(Month.values())
                .filter(month -> isName(name, month.name()))
                .findFirst()
                .map(month -> {
                    LocalDate first = today.withDayOfMonth(1).withMonth(month.getValue());
                    boolean before = first.isAfter(today) || (last && month == today.getMonth());
                    return Stretch.month(before ? first.minusYears(1) : first);
                })
                .orElse(null);
    }

    /** A name, or three letters or more of its beginning. */
    private static boolean isName(String words, String name) {
        return words.length() >= 3 && name.toLowerCase(Locale.ROOT).startsWith(words);
    }

    static Period period(int count, String unit) {
        return switch (unit.startsWith("mo") ? ChronoUnit.MONTHS : unitOf(unit)) {
            case WEEKS -> Period.ofWeeks(count);
            case MONTHS -> Period.ofMonths(count);
            case YEARS -> Period.ofYears(count);
            default -> Period.ofDays(count);
        };
    }

    private static ChronoUnit unitOf(String unit) {
        return switch (unit.charAt(0)) {
            case 'w' -> ChronoUnit.WEEKS;
            case 'y' -> ChronoUnit.YEARS;
            default -> ChronoUnit.DAYS;
        };
    }
}
