package gripe.line;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads times as people write them, in English and ISO 8601: {@code yesterday 3pm}, {@code 2 Nov at 14:30}, {@code 20
 * minutes ago}. A time without a year or a day is the latest one that is not in the future. Immutable.
 */
final class TimeWords {
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

    static final int YEAR_MIN = 1970;

    private static final Pattern ISO_MOMENT = Patterns.ignoringCase(
            "(?<day>\\d{4}-\\d{2}-\\d{2})t(?<time>\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?)(?<offset>z|[+-]\\d{2}:?\\d{2})?(?![\\p{L}\\p{N}_]|[:.-]\\d)");
    private static final Pattern AT_HOUR = Patterns.ignoringCase(
            "(?<at>at |around |about )?(?<hour>1[0-2]|0?[1-9])(?:[:.](?<minute>[0-5]\\d))?(?![\\p{L}\\p{N}_:%/]|[.,-]\\d)");
    /** What may follow an hour that is no number of something, as 9 tests or 10 people. */
    private static final String NO_COUNTED =
            " +(?:[-–—] |\\d+ ?(?:m|min|h)|(?!(?:people|percent|of|or|and|to|different|more|am|pm)(?!\\p{L})"
                    + "|\\p{L}+s(?![\\p{L}']))\\p{L})";

    private static final Pattern AT_BEFORE =
            Patterns.ignoringCase(",? (?:at about|at around|at|around|about) (?=\\d)|,? (?=\\d{1,2}[:.]\\d\\d)");
    private static final String NOTHING = " *(?:$|\\n|[,;:!?)#@]|\\.(?!\\d))";
    private static final Pattern AT_PLAIN_HOUR =
            Patterns.ignoringCase(",? (?:at about|at around|at|(?:around|about)(?= \\d\\d?" + NOTHING + "))"
                    + " (?<hour>2[0-3]|1\\d|[1-9])(?: ?o'clock)?(?=" + NOTHING + "|" + NO_COUNTED + ")");
    private static final Pattern BETWEEN = Patterns.ignoringCase(",? +|,");
    private static final Pattern BEFORE_DAY = Patterns.ignoringCase(",? ");
    private static final Pattern AGO = Patterns.ignoringCase(" ago" + Patterns.NO_WORD);
    private static final Pattern ABOUT = Patterns.ignoringCase(
            "(?:(?:about|around|approximately|roughly|almost|nearly|(?:just )?(?:over|under)|more than|less than) |~ ?)?");
    private static final Pattern DAYS_AGO = Patterns.ignoringCase(
            "(?<number>\\d{1,4}|" + NumberWords.WORD + ") ?(?<unit>day|week|month|year|d|w)s? ago" + Patterns.NO_WORD);
    private static final Pattern DAYS_AND =
            Patterns.ignoringCase("(?<number>\\d{1,4}|" + NumberWords.WORD + ") ?d(?:ays?)?,? (?:and )?");

    private final ZonedDateTime now;
    private final LocalDate today;
    private final DayWords days;

    /** @param now the moment and the zone of the writer */
    TimeWords(ZonedDateTime now) {
        this.now = now;
        today = now.toLocalDate();
        days = new DayWords(today);
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
        DayWords.Day day = days.at(line, start);
        if (day != null) {
            return withClock(line, day);
        }
        Read hour = hourOfDay(line, start);
        if (hour != null) {
            return hour;
        }
        ClockWords.Clock clock = ClockWords.at(line, start, false);
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
        int from = Objects.requireNonNull(Patterns.matcher(ABOUT, line, start)).end();
        Matcher daysAgo = Patterns.matcher(DAYS_AGO, line, from);
        if (daysAgo != null) {
            try {
                LocalDate day =
                        DayWords.plus(today, -NumberWords.value(daysAgo.group("number")), daysAgo.group("unit"));
                return read(daysAgo.end(), Form.CLEAR, new SaidTime(day, null, null), true, false);
            } catch (DateTimeException e) {
                return null;
            }
        }
        Matcher whole = Patterns.matcher(DAYS_AND, line, from);
        DurationWords.Read duration = DurationWords.at(line, whole == null ? from : whole.end());
        Matcher ago = duration == null ? null : Patterns.matcher(AGO, line, duration.end());
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
        Matcher iso = Patterns.matcher(ISO_MOMENT, line, start);
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

    /** At 9 this morning, at 9 on Monday: the day says which 9. */
    private @Nullable Read hourOfDay(String line, int start) {
        Matcher hour = Patterns.matcher(AT_HOUR, line, start);
        if (hour == null || (hour.group("at") == null && hour.group("minute") == null)) {
            return null;
        }
        Matcher space = Patterns.matcher(BEFORE_DAY, line, hour.end());
        DayWords.Day day = space == null ? null : days.at(line, space.end());
        if (day == null) {
            return null;
        }
        if (day.part() != null) {
            return ofPart(hour, day, day.end());
        }
        boolean plain = "at ".equalsIgnoreCase(hour.group("at")) && hour.group("minute") == null;
        ClockWords.Clock clock = plain ? plainHour(day, Integer.parseInt(hour.group("hour")), day.end()) : null;
        return clock == null ? null : new Read(day.end(), Form.CLEAR, past(at(day, clock)), false, false);
    }

    private Read ofPart(Matcher hour, DayWords.Day day, int end) {
        PartOfDay part = Objects.requireNonNull(day.part());
        String minute = hour.group("minute");
        LocalTime time = LocalTime.of(
                part.on24(Integer.parseInt(hour.group("hour"))), minute == null ? 0 : Integer.parseInt(minute));
        return new Read(end, Form.CLEAR, past(moment(nightOf(day.day(), part, time), time)), false, false);
    }

    private Read withClock(String line, DayWords.Day day) {
        int end = day.end();
        if (day.part() != null) {
            Matcher at = Patterns.matcher(AT_BEFORE, line, end);
            Matcher hour = at == null ? null : Patterns.matcher(AT_HOUR, line, at.end());
            ClockWords.Clock twelve = at == null ? null : ClockWords.at(line, at.end(), false);
            if (hour != null && (twelve == null || twelve.twelve())) {
                return ofPart(hour, day, hour.end());
            }
        }
        Matcher between = Patterns.matcher(BETWEEN, line, end);
        ClockWords.Clock clock = between == null ? null : ClockWords.at(line, between.end(), true);
        Matcher plainHour = clock == null && day.part() == null ? Patterns.matcher(AT_PLAIN_HOUR, line, end) : null;
        if (plainHour != null) {
            clock = plainHour(day, Integer.parseInt(plainHour.group("hour")), plainHour.end());
        }
        if (clock == null) {
            return read(end, day.form(), new SaidTime(day.day(), day.part(), null), true, false);
        }
        return new Read(clock.end(), Form.CLEAR, past(at(day, clock)), false, false);
    }

    /** At 2:30, said at three in the afternoon, is half an hour ago and not of the night. */
    private OffsetDateTime todayAt(ClockWords.Clock clock) {
        ClockWords.Clock afternoon = clock.ofAfternoon();
        OffsetDateTime later = afternoon == null ? null : at(today, afternoon);
        return later == null || later.isAfter(now.toOffsetDateTime()) ? at(today, clock) : later;
    }

    /** On that day, or the one before it when that is still to come. */
    private OffsetDateTime at(DayWords.Day day, ClockWords.Clock clock) {
        if (day.part() == null && day.day().equals(today)) {
            OffsetDateTime at = todayAt(clock);
            if (!at.isAfter(now.toOffsetDateTime())) {
                return at;
            }
        }
        OffsetDateTime at = at(nightOf(day.day(), day.part(), clock.time()), clock);
        return day.back() != null && at.isAfter(now.toOffsetDateTime())
                ? at(day.day().minus(day.back()), clock)
                : at;
    }

    /**
     * From eight to eleven it is of the morning, as people speak of a day, and twelve is noon. Of the other hours the one
     * that is behind us, when only one of them is; null when that leaves it open.
     */
    private ClockWords.@Nullable Clock plainHour(DayWords.Day day, int hour, int end) {
        ClockWords.Clock asWritten = new ClockWords.Clock(end, LocalTime.of(hour, 0), false, true, null);
        if (hour >= 8) {
            return asWritten;
        }
        OffsetDateTime ofAfternoon = moment(day.day(), LocalTime.of(hour + 12, 0));
        boolean open = !ofAfternoon.isAfter(now.toOffsetDateTime());
        return open || at(day.day(), asWritten).isAfter(now.toOffsetDateTime()) ? null : asWritten;
    }

    private Read withDay(String line, ClockWords.Clock clock) {
        Matcher between = Patterns.matcher(BEFORE_DAY, line, clock.end());
        DayWords.Day day = between == null ? null : days.at(line, between.end());
        if (day == null) {
            OffsetDateTime at = todayAt(clock);
            if (at.isAfter(now.toOffsetDateTime())) {
                at = at(today.minusDays(1), clock);
            }
            Form form = clock.led() ? Form.CLEAR : clock.early() ? Form.WORD : Form.BARE;
            // The day before may have none of it: a zone that changed the side of the date line went without a day.
            return new Read(clock.end(), form, past(at), false, true);
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

    private OffsetDateTime at(LocalDate day, ClockWords.Clock clock) {
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
}
