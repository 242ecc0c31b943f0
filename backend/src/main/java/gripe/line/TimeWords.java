package gripe.line;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads times as people write them, in English and ISO 8601: {@code yesterday 3pm}, {@code last Friday}, {@code 2 Nov at
 * 14:30}, {@code 20 minutes ago}. A time without a year or a day is the latest one that is not in the future. Immutable.
 */
public final class TimeWords {
    /** How sure it is that these words are a time. */
    enum Form {
        /** {@code on Monday}, {@code at 3pm}, {@code yesterday}, {@code 2026-11-02}. */
        CLEAR,
        /** {@code 14:30}, {@code Nov 2}: often the name of something, as the 14:30 train or the Nov 2 release. */
        BARE,
        /** {@code Monday}: only at the end of a line, or before a colon. */
        WEEKDAY,
        /** {@code may 5}, {@code on sun}: only where nothing follows. */
        DOUBTFUL,
        /** {@code mon}: never without a date or clock time. */
        WORD
    }

    /** @param time null when these words say a time that cannot be meant, because it is in the future or never was */
    record Read(int end, Form form, @Nullable SaidTime time, boolean dayOnly, boolean clockOnly) {}

    /** @param back to the one before, when this one has not come yet; null when it was said which one */
    private record Day(
            int end,
            LocalDate day,
            @Nullable PartOfDay part,
            Form form,
            @Nullable Period back) {}

    /** @param twelve when it may be of the morning or the afternoon */
    private record Clock(
            int end,
            LocalTime time,
            boolean twelve,
            boolean led,
            @Nullable ZoneOffset offset) {
        /** When it may be a duration just as well, as 1:30. */
        boolean early() {
            return twelve && time.getHour() < 6;
        }
    }

    private static final Period WEEK = Period.ofWeeks(1);
    private static final Period YEAR_BACK = Period.ofYears(1);
    private static final int YEAR_MIN = 1970;

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

    private static final String NO_WORD = "(?![\\p{L}\\p{M}\\p{N}_])";
    private static final String WEEKDAY =
            "mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|" + "sat(?:urday)?|sun(?:day)?";
    private static final String MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
            + "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
    private static final String PART = "morning|afternoon|evening|night";

    private static final Pattern DAY_WORDS = pattern("(?:(?:earlier|early|late) )?(?:"
            + "(?<before>(?:the )?day before yesterday)|(?<yesterday>yesterday)(?: (?<ypart>" + PART + "))?|"
            + "(?<today>today)|(?<tonight>tonight)|this (?<tpart>morning|afternoon|evening)|"
            + "last (?<lpart>night|evening))" + NO_WORD);
    private static final Pattern WEEKDAYS_SAID =
            pattern("(?:(?<week>last week),? (?:on )?|(?<lead>on|last|on last|this|this past|past) )?"
                    + "(?<day>" + WEEKDAY + ")" + NO_WORD + "\\.?(?: (?<part>" + PART + ")" + NO_WORD
                    + ")?(?<after> (?:of )?last week" + NO_WORD + ")?");
    private static final Pattern ISO_DAY =
            pattern("(?:on |at )?(?<year>\\d{4})([-/])(?<month>\\d{2})\\2(?<day>\\d{2})(?![\\p{L}\\p{N}_/]|-\\d)");
    private static final Pattern DOTTED_DAY =
            pattern("(?:on |at )?(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>\\d{4})(?![\\p{L}\\p{N}_]|\\.\\d)");
    private static final String ORDINAL = "(?<nth>st|nd|rd|th)?";
    private static final String YEAR = "(?:,? (?<year>(?:19[7-9]|20\\d)\\d)(?![\\p{L}\\p{N}_:/]|[.,-]\\d))?";
    private static final Pattern MONTH_DAY = pattern("(?<on>on )?(?<month>" + MONTH + ")\\.? (?:the )?(?<day>\\d{1,2})"
            + ORDINAL + "(?![\\p{L}\\p{N}_:/%€$]|[.,-]\\d)" + YEAR);
    private static final Pattern ORDINAL_DAY = pattern(",? (?:the )?\\d{1,2}(?:st|nd|rd|th)" + NO_WORD);
    private static final Pattern DAY_MONTH = pattern("(?<on>on )?(?:(?<the>the) )?(?<day>\\d{1,2})(?:" + ORDINAL
            + "|\\.) (?<of>of )?(?<month>" + MONTH + ")" + NO_WORD + "\\.?" + YEAR);
    private static final Pattern ISO_MOMENT = pattern(
            "(?<day>\\d{4}-\\d{2}-\\d{2})t(?<time>\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?)(?<offset>z|[+-]\\d{2}:?\\d{2})?(?![\\p{L}\\p{N}_]|[:.-]\\d)");
    private static final String AT = "(?<at>at about |at around |at |@ ?|around |about |~ ?)?";
    private static final Pattern TWELVE = pattern(
            AT + "(?<hour>1[0-2]|0?[1-9])(?:[:.](?<minute>[0-5]\\d))? ?(?<half>am|pm|a\\.m\\.|p\\.m\\.)" + NO_WORD);
    private static final Pattern TWENTY_FOUR = pattern(
            AT + "(?<hour>[01]?\\d|2[0-3]):(?<minute>[0-5]\\d)(?::(?<second>[0-5]\\d)(?:[.,]\\d{1,6})?)?(?<h> ?h|h)?"
                    + "(?![\\p{L}\\p{N}_%]|[:.,-]\\d)");
    private static final Pattern HOURS_AFTER = pattern(" ?(?:hours?|hrs?|h)" + NO_WORD);
    private static final Pattern HOUR_H = pattern("at (?<hour>[01]?\\d|2[0-3])h(?<minute>[0-5]\\d)?" + NO_WORD);
    private static final Pattern NAMED_CLOCK = pattern("(?:at|around|about) (?<named>noon|midday|midnight)" + NO_WORD);
    private static final Pattern NAMED_CLOCK_BARE =
            pattern("(?:(?:at|around|about) )?(?<named>noon|midday|midnight)" + NO_WORD);
    private static final Pattern AT_HOUR = pattern(
            "(?<at>at |around |about )?(?<hour>1[0-2]|0?[1-9])(?:[:.](?<minute>[0-5]\\d))?(?![\\p{L}\\p{N}_:%/]|[.,-]\\d)");
    private static final Pattern UTC = pattern(" ?(?:utc|gmt)" + NO_WORD + "(?![+-]\\d)");
    /** Of these nobody can say which is meant. */
    private static final Pattern OTHER_ZONE = pattern(
            " ?(?:utc|gmt|cet|cest|est|edt|cst|cdt|mst|mdt|pst|pdt|bst|ist|jst|aest|[ecmp]t)(?![\\p{L}\\p{N}_])");

    /** What may follow an hour that is no number of something. */
    private static final String NO_COUNTED =
            " (?:the|my|our|his|her|their|a|an|i|we|he|she|it|they|nobody|someone|somebody|when|while|because|but)(?![\\p{L}])";

    private static final Pattern AT_BEFORE =
            pattern(",? (?:at about|at around|at|around|about) (?=\\d)|,? (?=\\d{1,2}[:.]\\d\\d)");
    private static final Pattern AT_PLAIN_HOUR = pattern(
            ",? (?:at about|at around|at|around|about) (?<hour>2[0-3]|1\\d|[1-9])(?: ?o'clock)?(?= *(?:$|\\n|[,;:!?)#@]|\\.(?!\\d))|"
                    + NO_COUNTED + ")");
    private static final Pattern BETWEEN = pattern(",? +|,");
    private static final Pattern BEFORE_DAY = pattern(",? ");
    private static final Pattern AGO = pattern(" ago" + NO_WORD);
    private static final Pattern ABOUT = pattern(
            "(?:(?:about|around|approximately|roughly|almost|nearly|(?:just )?(?:over|under)|more than|less than) |~ ?)?");
    private static final Pattern DAYS_AGO =
            pattern("(?<number>\\d{1,4}|" + NumberWords.WORD + ") ?(?<unit>day|week|month|year|d|w)s? ago" + NO_WORD);
    private static final Pattern DAYS_AND =
            pattern("(?<number>\\d{1,4}|" + NumberWords.WORD + ") ?d(?:ays?)?,? (?:and )?");

    private static final Pattern SPAN_OF_DAYS = pattern("(?<which>this|last) (?<unit>week|month|year)");
    private static final Pattern LAST_N =
            pattern("(?:the )?(?:last|past) (?<number>\\d{1,4}) (?<unit>day|week|month|year)s?");
    private static final Pattern MONTH_ALONE =
            pattern("(?:(?<last>last) )?(?<month>" + MONTH + ")\\.?(?: (?<year>\\d{4}))?");
    private static final Pattern YEAR_MONTH = pattern("(?<year>\\d{4})(?:-(?<month>\\d{2}))?");

    private final ZonedDateTime now;
    private final LocalDate today;

    /** @param now the moment and the zone of the writer */
    public TimeWords(ZonedDateTime now) {
        this.now = now;
        today = now.toLocalDate();
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
    }

    /**
     * The time that words say which are nothing but that: a day, part of a day, week, month, year or moment, as after
     * {@code since:} in a search. Null when they say none, or one that has not begun.
     */
    public @Nullable TimeRange range(String words) {
        String line = new PlainLine(words).line().strip();
        TimeRange range = rangeOfDays(line);
        if (range == null) {
            Read read = at(line, 0);
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

    private @Nullable TimeRange rangeOfDays(String line) {
        Matcher said = whole(SPAN_OF_DAYS, line);
        if (said != null) {
            int back = lower(said.group("which")).equals("last") ? 1 : 0;
            LocalDate first = switch (lower(said.group("unit"))) {
                case "week" -> monday().minusWeeks(back);
                case "month" -> today.withDayOfMonth(1).minusMonths(back);
                default -> today.withDayOfYear(1).minusYears(back);
            };
            return days(first, plus(first, 1, said.group("unit")));
        }
        Matcher last = whole(LAST_N, line);
        if (last != null) {
            return days(plus(today, -Integer.parseInt(last.group("number")), last.group("unit")), today.plusDays(1));
        }
        Matcher month = whole(MONTH_ALONE, line);
        if (month != null) {
            int number = month(month.group("month"));
            YearMonth latest = YearMonth.from(today).withMonth(number);
            boolean before = latest.isAfter(YearMonth.from(today))
                    || (month.group("last") != null && latest.equals(YearMonth.from(today)));
            YearMonth meant = month.group("year") == null
                    ? (before ? latest.minusYears(1) : latest)
                    : YearMonth.of(Integer.parseInt(month.group("year")), number);
            return days(meant.atDay(1), meant.plusMonths(1).atDay(1));
        }
        Matcher year = whole(YEAR_MONTH, line);
        if (year == null) {
            return null;
        }
        int number = Integer.parseInt(year.group("year"));
        if (number < YEAR_MIN) {
            return null;
        }
        if (year.group("month") == null) {
            return days(LocalDate.of(number, 1, 1), LocalDate.of(number + 1, 1, 1));
        }
        int monthNumber = Integer.parseInt(year.group("month"));
        if (monthNumber < 1 || monthNumber > 12) {
            return null;
        }
        YearMonth meant = YearMonth.of(number, monthNumber);
        return days(meant.atDay(1), meant.plusMonths(1).atDay(1));
    }

    private TimeRange days(LocalDate from, LocalDate to) {
        return new TimeRange(
                from.atStartOfDay(now.getZone()).toOffsetDateTime(),
                to.atStartOfDay(now.getZone()).toOffsetDateTime());
    }

    /** What begins exactly there, as long as it goes on; null when that is no time. */
    @Nullable
    Read at(String line, int start) {
        Read ago = ago(line, start);
        if (ago != null) {
            return ago;
        }
        Read moment = isoMoment(line, start);
        if (moment != null) {
            return moment;
        }
        Day day = day(line, start);
        if (day != null) {
            return withClock(line, day);
        }
        Read hour = hourOfDay(line, start);
        if (hour != null) {
            return hour;
        }
        Clock clock = clock(line, start, false);
        return clock == null ? null : withDay(line, clock);
    }

    /** The time of a day and a clock time that stand apart in a line; null when that is in the future. */
    @Nullable
    SaidTime joined(SaidTime day, OffsetDateTime clock) {
        LocalTime time = clock.atZoneSameInstant(now.getZone()).toLocalTime();
        OffsetDateTime at = moment(nightOf(day.day(), day.part(), time), time);
        return at.isAfter(now.toOffsetDateTime())
                ? null
                : new SaidTime(at.atZoneSameInstant(now.getZone()).toLocalDate(), null, at);
    }

    private @Nullable Read ago(String line, int start) {
        int from = matched(ABOUT, line, start).end();
        Matcher days = matcher(DAYS_AGO, line, from);
        if (days != null) {
            try {
                LocalDate day = plus(today, -NumberWords.value(days.group("number")), days.group("unit"));
                return read(days.end(), Form.CLEAR, new SaidTime(day, null, null), true, false);
            } catch (DateTimeException e) {
                return null;
            }
        }
        Matcher whole = matcher(DAYS_AND, line, from);
        DurationWords.Read duration = DurationWords.at(line, whole == null ? from : whole.end());
        Matcher ago = duration == null ? null : matcher(AGO, line, duration.end());
        if (duration == null || ago == null) {
            return null;
        }
        int wholeDays = whole == null ? 0 : NumberWords.value(whole.group("number"));
        OffsetDateTime at = now.minusDays(wholeDays)
                .minusSeconds(Math.round(duration.minutes() * 60))
                .toOffsetDateTime();
        return new Read(ago.end(), Form.CLEAR, said(at), false, false);
    }

    private @Nullable Read isoMoment(String line, int start) {
        Matcher iso = matcher(ISO_MOMENT, line, start);
        if (iso == null) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(iso.group("day"));
            LocalTime time = LocalTime.parse(iso.group("time").replace(',', '.'));
            String offset = iso.group("offset");
            OffsetDateTime at = offset == null
                    ? moment(day, time)
                    : day.atTime(time).atOffset(ZoneOffset.of(offset.toUpperCase(Locale.ROOT)));
            return new Read(iso.end(), Form.CLEAR, past(at), false, false);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable Day day(String line, int start) {
        Day words = dayWords(line, start);
        if (words != null) {
            return words;
        }
        Day date = date(line, start);
        return date != null ? date : weekday(line, start);
    }

    private @Nullable Day dayWords(String line, int start) {
        Matcher words = matcher(DAY_WORDS, line, start);
        if (words == null) {
            return null;
        }
        int end = words.end();
        if (words.group("before") != null) {
            return new Day(end, today.minusDays(2), null, Form.CLEAR, null);
        }
        if (words.group("yesterday") != null) {
            return new Day(end, today.minusDays(1), part(words.group("ypart")), Form.CLEAR, null);
        }
        if (words.group("today") != null) {
            return new Day(end, today, null, Form.CLEAR, null);
        }
        if (words.group("tonight") != null) {
            return new Day(end, today, PartOfDay.NIGHT, Form.CLEAR, null);
        }
        if (words.group("tpart") != null) {
            return new Day(end, today, part(words.group("tpart")), Form.CLEAR, null);
        }
        return new Day(end, today.minusDays(1), part(words.group("lpart")), Form.CLEAR, null);
    }

    private @Nullable Day weekday(String line, int start) {
        Matcher said = matcher(WEEKDAYS_SAID, line, start);
        if (said == null) {
            return null;
        }
        String name = said.group("day");
        String lead = said.group("lead") == null ? "" : lower(said.group("lead"));
        boolean lastWeek = said.group("week") != null || said.group("after") != null;
        DayOfWeek weekday = DayOfWeek.of(WEEKDAYS.indexOf(lower(name).substring(0, 3)) + 1);
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
        Form form = led
                ? ALSO_WORDS.contains(name) || lower(name).equals("sun") ? Form.DOUBTFUL : Form.CLEAR
                : ALSO_WORDS.contains(lower(name)) ? Form.WORD : Form.WEEKDAY;
        // Followed by its date, it says nothing more: Monday, 2 Nov.
        Matcher between = led && !lead.equals("on") ? null : matcher(BETWEEN, line, said.end());
        Day date = between == null || said.group("part") != null ? null : date(line, between.end());
        if (date != null) {
            return new Day(date.end(), date.day(), null, Form.CLEAR, date.back());
        }
        // Monday the 2nd is of which month?
        if (matcher(ORDINAL_DAY, line, said.end()) != null) {
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
            Matcher date = matcher(pattern, line, start);
            if (date != null) {
                LocalDate day = date(date.group("year"), Integer.parseInt(date.group("month")), date.group("day"));
                return day == null ? null : new Day(date.end(), day, null, Form.CLEAR, null);
            }
        }
        for (Pattern pattern : List.of(MONTH_DAY, DAY_MONTH)) {
            Matcher date = matcher(pattern, line, start);
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
                sure ? Form.CLEAR : alsoAWord ? Form.DOUBTFUL : Form.BARE,
                year == null ? YEAR_BACK : null);
    }

    private static @Nullable LocalDate date(String year, int month, String day) {
        try {
            int yearNumber = Integer.parseInt(year);
            return yearNumber < YEAR_MIN ? null : LocalDate.of(yearNumber, month, Integer.parseInt(day));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** At 9 this morning, at 9 on Monday: the day says which 9. */
    private @Nullable Read hourOfDay(String line, int start) {
        Matcher hour = matcher(AT_HOUR, line, start);
        if (hour == null || (hour.group("at") == null && hour.group("minute") == null)) {
            return null;
        }
        Matcher space = matcher(BEFORE_DAY, line, hour.end());
        Day day = space == null ? null : day(line, space.end());
        if (day == null) {
            return null;
        }
        if (day.part() != null) {
            return ofPart(hour, day, day.end());
        }
        Clock clock =
                hour.group("minute") == null ? plainHour(day, Integer.parseInt(hour.group("hour")), day.end()) : null;
        return clock == null ? null : new Read(day.end(), Form.CLEAR, past(at(day, clock)), false, false);
    }

    private Read ofPart(Matcher hour, Day day, int end) {
        PartOfDay part = java.util.Objects.requireNonNull(day.part());
        String minute = hour.group("minute");
        LocalTime time = LocalTime.of(
                part.on24(Integer.parseInt(hour.group("hour"))), minute == null ? 0 : Integer.parseInt(minute));
        return new Read(end, Form.CLEAR, past(moment(nightOf(day.day(), part, time), time)), false, false);
    }

    private Read withClock(String line, Day day) {
        int end = day.end();
        if (day.part() != null) {
            Matcher at = matcher(AT_BEFORE, line, end);
            Matcher hour = at == null ? null : matcher(AT_HOUR, line, at.end());
            Clock twelve = at == null ? null : clock(line, at.end(), false);
            if (hour != null && (twelve == null || twelve.twelve())) {
                return ofPart(hour, day, hour.end());
            }
        }
        Matcher between = matcher(BETWEEN, line, end);
        Clock clock = between == null ? null : clock(line, between.end(), true);
        Matcher plainHour = clock == null && day.part() == null ? matcher(AT_PLAIN_HOUR, line, end) : null;
        if (plainHour != null) {
            clock = plainHour(day, Integer.parseInt(plainHour.group("hour")), plainHour.end());
        }
        if (clock == null) {
            return read(end, day.form(), new SaidTime(day.day(), day.part(), null), true, false);
        }
        return new Read(clock.end(), Form.CLEAR, past(at(day, clock)), false, false);
    }

    /** On that day, or the one before it when that is still to come. */
    private OffsetDateTime at(Day day, Clock clock) {
        OffsetDateTime at = at(nightOf(day.day(), day.part(), clock.time()), clock);
        return day.back() != null && at.isAfter(now.toOffsetDateTime())
                ? at(day.day().minus(day.back()), clock)
                : at;
    }

    /**
     * From eight to eleven it is of the morning, as people speak of a day, and twelve is noon. Of the other hours the one
     * that is behind us, when only one of them is; null when that leaves it open.
     */
    private @Nullable Clock plainHour(Day day, int hour, int end) {
        Clock asWritten = new Clock(end, LocalTime.of(hour, 0), false, true, null);
        if (hour >= 8) {
            return asWritten;
        }
        OffsetDateTime ofAfternoon = moment(day.day(), LocalTime.of(hour + 12, 0));
        boolean open = !ofAfternoon.isAfter(now.toOffsetDateTime());
        return open || at(day.day(), asWritten).isAfter(now.toOffsetDateTime()) ? null : asWritten;
    }

    private Read withDay(String line, Clock clock) {
        Matcher between = matcher(BEFORE_DAY, line, clock.end());
        Day day = between == null ? null : day(line, between.end());
        if (day == null) {
            OffsetDateTime at = at(today, clock);
            if (at.isAfter(now.toOffsetDateTime())) {
                at = at(today.minusDays(1), clock);
            }
            Form form = clock.led() ? Form.CLEAR : clock.early() ? Form.WORD : Form.BARE;
            return new Read(clock.end(), form, said(at), false, true);
        }
        if (day.part() != null && clock.twelve()) {
            LocalTime time = clock.time().withHour(day.part().on24(clock.time().getHour()));
            return new Read(
                    day.end(), Form.CLEAR, past(moment(nightOf(day.day(), day.part(), time), time)), false, false);
        }
        return new Read(day.end(), Form.CLEAR, past(at(day, clock)), false, false);
    }

    /** Two o'clock of last night is of the day after. */
    private static LocalDate nightOf(LocalDate day, @Nullable PartOfDay part, LocalTime time) {
        return part == PartOfDay.NIGHT && time.getHour() < 6 ? day.plusDays(1) : day;
    }

    private @Nullable Clock clock(String line, int start, boolean afterDay) {
        Matcher twelve = matcher(TWELVE, line, start);
        if (twelve != null) {
            int hour = Integer.parseInt(twelve.group("hour")) % 12;
            boolean pm = lower(twelve.group("half")).startsWith("p");
            LocalTime time = LocalTime.of(pm ? hour + 12 : hour, minute(twelve.group("minute")));
            return zoned(line, new Clock(twelve.end(), time, false, twelve.group("at") != null, null));
        }
        Matcher hourOnly = matcher(HOUR_H, line, start);
        if (hourOnly != null) {
            LocalTime time = LocalTime.of(Integer.parseInt(hourOnly.group("hour")), minute(hourOnly.group("minute")));
            return zoned(line, new Clock(hourOnly.end(), time, false, true, null));
        }
        Matcher clock = matcher(TWENTY_FOUR, line, start);
        if (clock != null) {
            boolean led = clock.group("at") != null || afterDay;
            // 1:30h is a duration, and 0:30 more likely one than a time.
            if (!led && (clock.group("hour").equals("0") || matcher(HOURS_AFTER, line, clock.end("minute")) != null)) {
                return null;
            }
            int hour = Integer.parseInt(clock.group("hour"));
            String second = clock.group("second");
            LocalTime time = LocalTime.of(hour, minute(clock.group("minute")), minute(second));
            boolean open = hour >= 1 && hour <= 12 && !clock.group("hour").startsWith("0");
            return zoned(line, new Clock(clock.end(), time, open, clock.group("at") != null, null));
        }
        Matcher named = matcher(afterDay ? NAMED_CLOCK_BARE : NAMED_CLOCK, line, start);
        if (named == null) {
            return null;
        }
        LocalTime time = lower(named.group("named")).equals("midnight") ? LocalTime.MIDNIGHT : LocalTime.NOON;
        return new Clock(named.end(), time, false, true, null);
    }

    private static @Nullable Clock zoned(String line, Clock clock) {
        Matcher utc = matcher(UTC, line, clock.end());
        if (utc != null) {
            return new Clock(utc.end(), clock.time(), false, clock.led(), ZoneOffset.UTC);
        }
        return matcher(OTHER_ZONE, line, clock.end()) == null ? clock : null;
    }

    private OffsetDateTime at(LocalDate day, Clock clock) {
        return clock.offset() == null
                ? moment(day, clock.time())
                : day.atTime(clock.time())
                        .atOffset(clock.offset())
                        .atZoneSameInstant(now.getZone())
                        .toOffsetDateTime();
    }

    /** In a gap of the clock it is as much later, in an overlap the first of the two: as java.time has it. */
    private OffsetDateTime moment(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(now.getZone()).toOffsetDateTime();
    }

    private @Nullable SaidTime past(OffsetDateTime at) {
        return at.isAfter(now.toOffsetDateTime()) || at.getYear() < YEAR_MIN ? null : said(at);
    }

    private SaidTime said(OffsetDateTime at) {
        return new SaidTime(at.atZoneSameInstant(now.getZone()).toLocalDate(), null, at);
    }

    private Read read(int end, Form form, SaidTime time, boolean dayOnly, boolean clockOnly) {
        return new Read(end, form, begun(time) && time.day().getYear() >= YEAR_MIN ? time : null, dayOnly, clockOnly);
    }

    /** Not in the future; an afternoon begins at noon, an evening and a night at five, as people speak. */
    private boolean begun(SaidTime time) {
        if (time.day().isAfter(today)) {
            return false;
        }
        if (time.day().isBefore(today) || time.part() == null) {
            return true;
        }
        int hour = now.getHour();
        return switch (time.part()) {
            case MORNING -> true;
            case AFTERNOON -> hour >= 12;
            case EVENING, NIGHT -> hour >= 17;
        };
    }

    private LocalDate monday() {
        return today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private static LocalDate plus(LocalDate day, int count, String unit) {
        return switch (lower(unit)) {
            case "day", "d" -> day.plusDays(count);
            case "week", "w" -> day.plusWeeks(count);
            case "month" -> day.plusMonths(count);
            default -> day.plusYears(count);
        };
    }

    private static int month(String name) {
        return java.util.Objects.requireNonNull(MONTHS.get(lower(name).substring(0, 3)));
    }

    private static @Nullable PartOfDay part(@Nullable String name) {
        return name == null ? null : PartOfDay.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static int minute(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static @Nullable Matcher whole(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.matches() ? matcher : null;
    }

    private static @Nullable Matcher matcher(Pattern pattern, String line, int at) {
        Matcher matcher = pattern.matcher(line).region(at, line.length());
        matcher.useTransparentBounds(true).useAnchoringBounds(false);
        return matcher.lookingAt() ? matcher : null;
    }

    private static Matcher matched(Pattern pattern, String line, int at) {
        return java.util.Objects.requireNonNull(matcher(pattern, line, at));
    }
}
