package gripe.line;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads days as people write them: {@code yesterday morning}, {@code last Friday}, {@code 2 Nov}, {@code 2026-11-02}. A day
 * without a year or a week is the latest one that is not in the future. Immutable.
 */
final class DayWords {
    /** @param back to the one before, when this one has not come yet; null when it was said which one */
    record Day(
            int end,
            LocalDate day,
            @Nullable PartOfDay part,
            TimeWords.Form form,
            @Nullable Period back) {}

    private static final Period WEEK = Period.ofWeeks(1);
    private static final Period YEAR_BACK = Period.ofYears(1);

    private static final Map<String, Integer> MONTHS = Map.ofEntries(
            Map.entry("jan", 1),
            Map.entry("feb", 2),
            Map.entry("mar", 3),
            Map.entry("apr", 4),
            Map.entry("may", 5),
            Map.entry("jun", 6),
            Map.entry("jul", 7),
            Map.entry("aug", 8),
            Map.entry("sep", 9),
            Map.entry("oct", 10),
            Map.entry("nov", 11),
            Map.entry("dec", 12));
    private static final List<String> WEEKDAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private static final List<String> ALSO_WORDS = List.of("mon", "sat", "sun");
    private static final String WEEKDAY =
            "mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|" + "sat(?:urday)?|sun(?:day)?";
    static final String MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
            + "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
    private static final String PART = "morning|afternoon|evening|night";

    private static final Pattern DAY_WORDS = Patterns.ignoringCase("(?:(?:earlier|early|late) )?(?:"
            + "(?<before>(?:the )?day before yesterday)|(?<yesterday>yesterday)(?: (?<ypart>" + PART + "))?|"
            + "(?<today>today)|(?<tonight>tonight)|this (?<tpart>morning|afternoon|evening)|"
            + "last (?<lpart>night|evening))" + Patterns.NO_WORD);
    private static final Pattern WEEKDAYS_SAID =
            Patterns.ignoringCase("(?:(?<week>last week),? (?:on )?|(?<lead>on|last|on last|this|this past|past) )?"
                    + "(?<day>" + WEEKDAY + ")" + Patterns.NO_WORD + "\\.?(?: (?<part>" + PART + ")" + Patterns.NO_WORD
                    + ")?(?<after> (?:of )?last week" + Patterns.NO_WORD + ")?");
    private static final Pattern ISO_DAY = Patterns.ignoringCase(
            "(?:on |at )?(?<year>\\d{4})([-/])(?<month>\\d{2})\\2(?<day>\\d{2})(?![\\p{L}\\p{N}_/]|-\\d)");
    private static final Pattern DOTTED_DAY = Patterns.ignoringCase(
            "(?:on |at )?(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>\\d{4})(?![\\p{L}\\p{N}_]|\\.\\d)");
    private static final String ORDINAL = "(?<nth>st|nd|rd|th)?";
    private static final String YEAR = "(?:,? (?<year>(?:19[7-9]|20\\d)\\d)(?![\\p{L}\\p{N}_:/]|[.,-]\\d))?";
    private static final Pattern MONTH_DAY = Patterns.ignoringCase("(?<on>on )?(?<month>" + MONTH
            + ")\\.? (?:the )?(?<day>\\d{1,2})" + ORDINAL + "(?![\\p{L}\\p{N}_/%€$]|[:.,-]\\d)" + YEAR);
    private static final Pattern ORDINAL_DAY =
            Patterns.ignoringCase(",? (?:the )?\\d{1,2}(?:st|nd|rd|th)" + Patterns.NO_WORD);
    private static final Pattern DAY_MONTH = Patterns.ignoringCase("(?<on>on )?(?:(?<the>the) )?(?<day>\\d{1,2})(?:"
            + ORDINAL + "|\\.) (?<of>of )?(?<month>" + MONTH + ")" + Patterns.NO_WORD + "\\.?" + YEAR);
    private static final Pattern BETWEEN = Patterns.ignoringCase(",? +|,");

    private final LocalDate today;

    DayWords(LocalDate today) {
        this.today = today;
    }

    /** What begins exactly there; null when that is no day. */
    @Nullable
    Day at(String line, int start) {
        Day words = dayWords(line, start);
        if (words != null) {
            return words;
        }
        Day date = date(line, start);
        return date != null ? date : weekday(line, start);
    }

    private @Nullable Day dayWords(String line, int start) {
        Matcher words = Patterns.matcher(DAY_WORDS, line, start);
        if (words == null) {
            return null;
        }
        int end = words.end();
        if (words.group("before") != null) {
            return new Day(end, today.minusDays(2), null, TimeWords.Form.CLEAR, null);
        }
        if (words.group("yesterday") != null) {
            return new Day(end, today.minusDays(1), part(words.group("ypart")), TimeWords.Form.CLEAR, null);
        }
        if (words.group("today") != null) {
            return new Day(end, today, null, TimeWords.Form.CLEAR, null);
        }
        if (words.group("tonight") != null) {
            return new Day(end, today, PartOfDay.NIGHT, TimeWords.Form.CLEAR, null);
        }
        if (words.group("tpart") != null) {
            return new Day(end, today, part(words.group("tpart")), TimeWords.Form.CLEAR, null);
        }
        return new Day(end, today.minusDays(1), part(words.group("lpart")), TimeWords.Form.CLEAR, null);
    }

    private @Nullable Day weekday(String line, int start) {
        Matcher said = Patterns.matcher(WEEKDAYS_SAID, line, start);
        if (said == null) {
            return null;
        }
        String name = said.group("day");
        String lead = said.group("lead") == null ? "" : Patterns.lower(said.group("lead"));
        boolean lastWeek = said.group("week") != null || said.group("after") != null;
        DayOfWeek weekday = DayOfWeek.of(WEEKDAYS.indexOf(Patterns.lower(name).substring(0, 3)) + 1);
        LocalDate day = lastWeek
                ? monday().minusWeeks(1).with(weekday)
                : today.with(
                        lead.isEmpty() || lead.equals("on") || lead.equals("this")
                                ? TemporalAdjusters.previousOrSame(weekday)
                                : TemporalAdjusters.previous(weekday));
        // "This Friday" on a Thursday is tomorrow.
        if (lead.equals("this") && monday().isAfter(day)) {
            day = day.plusWeeks(1);
        }
        boolean led = !lead.isEmpty() || lastWeek;
        TimeWords.Form form = led
                ? ALSO_WORDS.contains(name) || Patterns.lower(name).equals("sun")
                        ? TimeWords.Form.DOUBTFUL
                        : TimeWords.Form.CLEAR
                : ALSO_WORDS.contains(Patterns.lower(name)) ? TimeWords.Form.WORD : TimeWords.Form.WEEKDAY;
        // Followed by its date, it says nothing more: Monday, 2 Nov.
        Matcher between = led && !lead.equals("on") ? null : Patterns.matcher(BETWEEN, line, said.end());
        Day date = between == null || said.group("part") != null ? null : date(line, between.end());
        if (date != null) {
            return new Day(date.end(), date.day(), null, TimeWords.Form.CLEAR, date.back());
        }
        // Monday the 2nd is of which month?
        if (Patterns.matcher(ORDINAL_DAY, line, said.end()) != null) {
            return null;
        }
        return new Day(
                said.end(),
                day,
                part(said.group("part")),
                form,
                !lastWeek && (lead.isEmpty() || lead.equals("on")) ? WEEK : null);
    }

    private @Nullable Day date(String line, int start) {
        for (Pattern pattern : List.of(ISO_DAY, DOTTED_DAY)) {
            Matcher date = Patterns.matcher(pattern, line, start);
            if (date != null) {
                LocalDate day = date(date.group("year"), Integer.parseInt(date.group("month")), date.group("day"));
                return day == null ? null : new Day(date.end(), day, null, TimeWords.Form.CLEAR, null);
            }
        }
        for (Pattern pattern : List.of(MONTH_DAY, DAY_MONTH)) {
            Matcher date = Patterns.matcher(pattern, line, start);
            if (date != null) {
                return monthDay(date, pattern == DAY_MONTH && (date.group("of") != null || date.group("the") != null));
            }
        }
        return null;
    }

    private @Nullable Day monthDay(Matcher date, boolean spelledOut) {
        String name = date.group("month");
        int month = month(name);
        String year = date.group("year");
        LocalDate day = date(year == null ? String.valueOf(today.getYear()) : year, month, date.group("day"));
        if (day == null && year == null) {
            // 29 February of the last leap year.
            for (int back = 1; back <= 8 && day == null; back++) {
                day = date(String.valueOf(today.getYear() - back), month, date.group("day"));
            }
        }
        if (day == null) {
            return null;
        }
        if (year == null && day.isAfter(today)) {
            day = day.minusYears(1);
        }
        boolean sure = year != null || date.group("on") != null || date.group("nth") != null || spelledOut;
        boolean alsoAWord = List.of("may", "march", "mar").contains(name);
        return new Day(
                date.end(),
                day,
                null,
                sure ? TimeWords.Form.CLEAR : alsoAWord ? TimeWords.Form.DOUBTFUL : TimeWords.Form.BARE,
                year == null ? YEAR_BACK : null);
    }

    private static @Nullable LocalDate date(String year, int month, String day) {
        try {
            int yearNumber = Integer.parseInt(year);
            return yearNumber < TimeWords.YEAR_MIN ? null : LocalDate.of(yearNumber, month, Integer.parseInt(day));
        } catch (DateTimeException e) {
            return null;
        }
    }

    LocalDate monday() {
        return today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    static LocalDate plus(LocalDate day, int count, String unit) {
        return switch (Patterns.lower(unit)) {
            case "day", "d" -> day.plusDays(count);
            case "week", "w" -> day.plusWeeks(count);
            case "month" -> day.plusMonths(count);
            default -> day.plusYears(count);
        };
    }

    static int month(String name) {
        return Objects.requireNonNull(MONTHS.get(Patterns.lower(name).substring(0, 3)));
    }

    private static @Nullable PartOfDay part(@Nullable String name) {
        return name == null ? null : PartOfDay.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
