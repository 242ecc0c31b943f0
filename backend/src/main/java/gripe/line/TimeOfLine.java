package gripe.line;

import java.time.OffsetDateTime;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides which of the times in a line says when it happened: a day, a clock time, or one of each. */
final class TimeOfLine {
    private static final int DATE_UNITS_MAX = 20;
    private static final String UNSURE_DATE = "(?:\\d{1,2}/\\d{1,2}(?:/\\d{2,4})?|\\d{1,2}\\.\\d{1,2}\\.(?:\\d{2,4})?)";
    private static final Pattern UNSURE_DATE_BEFORE = Pattern.compile("(?<![\\p{L}\\d.])" + UNSURE_DATE + ",? $");
    private static final Pattern UNSURE_DATE_AFTER = Pattern.compile(",? (?:on )?" + UNSURE_DATE + "(?![\\p{L}\\d])");

    /** In small letters they are words, and a Sat may be one, too. */
    private static final Set<String> ABBREVIATED = Set.of("Mon", "Sun");

    private record Time(int start, TimeWords.Read read, SaidTime said) {}

    private final MarkedLine line;
    private final TimeWords times;

    private TimeOfLine(MarkedLine line, TimeWords times) {
        this.line = line;
        this.times = times;
    }

    static @Nullable SaidTime read(MarkedLine line, TimeWords times) {
        return new TimeOfLine(line, times).read();
    }

    private @Nullable SaidTime read() {
        Time day = null;
        Time clock = null;
        boolean clockBefore = false;
        for (int at = 0; at < line.length(); at++) {
            if (!line.mayBegin(at)) {
                continue;
            }
            TimeWords.Read read = times.at(line.plain(), at);
            if (read == null || !line.measureMayEnd(read.end()) || !line.isFree(at, read.end())) {
                continue;
            }
            SaidTime said = read.time();
            int rangeEnd = endOfRange(read.end());
            boolean bare = read.clockOnly() && read.form() == TimeWords.Form.BARE;
            if (said != null && rangeEnd < 0 && meant(at, read)) {
                if (day == null && !read.clockOnly()) {
                    day = new Time(at, read, said);
                } else if (clock == null && read.clockOnly() && !(bare && clockBefore)) {
                    clock = new Time(at, read, said);
                } else if (clock != null && bare && clock.read().form() == TimeWords.Form.BARE) {
                    // Of two clock times that only stand there, nobody can say which is meant.
                    clock = null;
                }
            }
            clockBefore |= bare;
            at = Math.max(read.end(), rangeEnd) - 1;
        }
        return settle(day, clock);
    }

    /** The end of the second of two times, as in from 14:00 to 15:00; below zero when there is only one. */
    private int endOfRange(int end) {
        Matcher range = line.matcher(MarkedLine.RANGE, end);
        TimeWords.Read second = range == null ? null : times.at(line.plain(), range.end());
        return second == null ? -1 : second.end();
    }

    private @Nullable SaidTime settle(@Nullable Time day, @Nullable Time clock) {
        SaidTime said = day != null ? day.said() : clock != null ? clock.said() : null;
        boolean both = false;
        if (day != null && clock != null && day.read().dayOnly()) {
            OffsetDateTime at = clock.said().at();
            SaidTime joined = at == null ? null : times.joined(day.said(), at);
            both = joined != null;
            said = joined == null ? said : joined;
        }
        if (said == null) {
            return null;
        }
        if (day != null) {
            line.add(day.start(), day.read().end(), Span.TIME, said.toString());
        }
        if (clock != null && (both || day == null)) {
            line.add(clock.start(), clock.read().end(), Span.TIME, said.toString());
        }
        return said;
    }

    private boolean meant(int start, TimeWords.Read read) {
        String before = line.wordBefore(start);
        if (NeighbourWords.NO_TIME_AFTER.contains(before) || before.endsWith("'s")) {
            return false;
        }
        if (read.clockOnly() && besideDate(start, read.end())) {
            return false;
        }
        if (NeighbourWords.PARTS.contains(before) || NeighbourWords.EVENTS.contains(before)) {
            int earlier = line.startOfWordBefore(start);
            if (NeighbourWords.RECURRING.contains(line.wordBefore(earlier))) {
                return false;
            }
        }
        String after = line.wordAfter(read.end());
        if (NeighbourWords.NO_TIME_BEFORE.contains(after)) {
            return false;
        }
        return switch (read.form()) {
            case CLEAR -> true;
            case BARE ->
                !NeighbourWords.EVENTS.contains(after)
                        && (read.dayOnly()
                                || !(between(start, read.end()) || NeighbourWords.SO_LONG_AFTER.contains(before)));
            case WEEKDAY ->
                line.closes(read.end()) || opensWithColon(start, read.end()) || opensWithDuration(start, read.end());
            case DOUBTFUL -> line.closes(read.end());
            case WORD ->
                read.dayOnly()
                        && line.opens(start)
                        && (line.nextAt(read.end()) == ':'
                                || (ABBREVIATED.contains(line.plain().substring(start, read.end()))
                                        && opensWithDuration(start, read.end())));
        };
    }

    /** Tuesday 10m printer jammed. */
    private boolean opensWithDuration(int start, int end) {
        int next = end;
        while (next < line.length() && line.at(next) == ' ') {
            next++;
        }
        DurationWords.Read read =
                line.opens(start) && next < line.length() ? DurationWords.about(line.plain(), next) : null;
        return read != null
                && line.measureMayEnd(read.end())
                && (read.form() == DurationWords.Form.PLAIN || read.form() == DurationWords.Form.BARE_M)
                && !NeighbourWords.NO_DURATION_BEFORE.contains(line.wordAfter(read.end()));
    }

    /** Beside a day that nobody can be sure of, as 03/11, a clock time is not of today. */
    private boolean besideDate(int start, int end) {
        String before = line.plain().substring(Math.max(0, start - DATE_UNITS_MAX), start);
        return UNSURE_DATE_BEFORE.matcher(before).find() || line.matcher(UNSURE_DATE_AFTER, end) != null;
    }

    /** A bare clock time in the midst of words belongs to them. */
    private boolean between(int start, int end) {
        boolean meridiem = line.at(end - 1) == 'm' || line.at(end - 1) == 'M' || line.at(end - 1) == '.';
        return !meridiem
                && !line.opens(start)
                && !line.closes(end)
                && !line.wordBefore(start).isEmpty();
    }

    private boolean opensWithColon(int start, int end) {
        return line.opens(start) && end < line.length() && (line.at(end) == ':' || line.at(end) == ',');
    }
}
