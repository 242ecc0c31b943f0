package gripe.line;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads spans of time as people write them: {@code last week}, {@code March}, {@code 2026-11}, {@code yesterday}. Immutable. */
public final class TimeRanges {
    private static final Pattern SPAN_OF_DAYS = Patterns.ignoringCase("(?<which>this|last) (?<unit>week|month|year)");
    private static final Pattern LAST_N =
            Patterns.ignoringCase("(?:the )?(?:last|past) (?<number>\\d{1,4}) (?<unit>day|week|month|year)s?");
    private static final Pattern MONTH_ALONE =
            Patterns.ignoringCase("(?:(?<last>last) )?(?<month>" + DayWords.MONTH + ")\\.?(?: (?<year>\\d{4}))?");
    private static final Pattern YEAR_MONTH = Patterns.ignoringCase("(?<year>\\d{4})(?:-(?<month>\\d{2}))?");

    private final ZonedDateTime now;
    private final LocalDate today;
    private final TimeWords times;
    private final DayWords days;

    /** @param now the moment and the zone of the writer */
    public TimeRanges(ZonedDateTime now) {
        this.now = now;
        today = now.toLocalDate();
        times = new TimeWords(now);
        days = new DayWords(today);
    }

    /**
     * The time that words say which are nothing but that: a day, part of a day, week, month, year or moment, as after
     * {@code since:} in a search. Null when they say none, or one that has not begun.
     */
    public @Nullable TimeRange range(String words) {
        String line = new PlainLine(words).line().strip();
        TimeRange range = ofDays(line);
        if (range == null) {
            TimeWords.Read read = times.at(line, 0);
            if (read == null || read.end() != line.length() || read.time() == null) {
                return null;
            }
            OffsetDateTime at = read.time().at();
            range = at == null
                    ? days(read.time().day(), read.time().day().plusDays(1))
                    : new TimeRange(at, at.plusMinutes(1));
        }
        return range.from().isAfter(now.toOffsetDateTime()) ? null : range;
    }

    private @Nullable TimeRange ofDays(String line) {
        Matcher said = Patterns.whole(SPAN_OF_DAYS, line);
        if (said != null) {
            return thisOrLast(
                    said.group("unit"), Patterns.lower(said.group("which")).equals("last") ? 1 : 0);
        }
        Matcher last = Patterns.whole(LAST_N, line);
        if (last != null) {
            int count = Integer.parseInt(last.group("number"));
            return days(DayWords.plus(today, -count, last.group("unit")), today.plusDays(1));
        }
        Matcher month = Patterns.whole(MONTH_ALONE, line);
        if (month != null) {
            return month(month);
        }
        Matcher year = Patterns.whole(YEAR_MONTH, line);
        return year == null ? null : year(Integer.parseInt(year.group("year")), year.group("month"));
    }

    private TimeRange thisOrLast(String unit, int back) {
        LocalDate first = switch (Patterns.lower(unit)) {
            case "week" -> days.monday().minusWeeks(back);
            case "month" -> today.withDayOfMonth(1).minusMonths(back);
            default -> today.withDayOfYear(1).minusYears(back);
        };
        return days(first, DayWords.plus(first, 1, unit));
    }

    /** The latest one that is not in the future, when no year is said. */
    private TimeRange month(Matcher said) {
        int number = DayWords.month(said.group("month"));
        if (said.group("year") != null) {
            return month(YearMonth.of(Integer.parseInt(said.group("year")), number));
        }
        YearMonth current = YearMonth.from(today);
        YearMonth latest = current.withMonth(number);
        boolean before = latest.isAfter(current) || (said.group("last") != null && latest.equals(current));
        return month(before ? latest.minusYears(1) : latest);
    }

    private @Nullable TimeRange year(int year, @Nullable String month) {
        if (year < TimeWords.YEAR_MIN) {
            return null;
        }
        if (month == null) {
            return days(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1));
        }
        int number = Integer.parseInt(month);
        return number < 1 || number > 12 ? null : month(YearMonth.of(year, number));
    }

    private TimeRange month(YearMonth month) {
        return days(month.atDay(1), month.plusMonths(1).atDay(1));
    }

    private TimeRange days(LocalDate from, LocalDate to) {
        return new TimeRange(
                from.atStartOfDay(now.getZone()).toOffsetDateTime(),
                to.atStartOfDay(now.getZone()).toOffsetDateTime());
    }
}
