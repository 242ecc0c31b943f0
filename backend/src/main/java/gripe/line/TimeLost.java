package gripe.line;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides which of the durations in a line is the time lost: by where it stands and by the words beside it. */
final class TimeLost {
    /** Fewer of them are rather told than lost: 5 seconds to open a file. */
    private static final int SECONDS_MIN = 30;

    /** Round the clock, a few times: they name what follows more often than they are lost. */
    private static final Pattern WHOLE_DAYS =
            Pattern.compile("(?:24|48|72|96) ?(?:h|hrs?|hours?)", Pattern.CASE_INSENSITIVE);

    private static final Pattern LOST_AFTER =
            Pattern.compile(" (?:lost|wasted|gone)(?= *(?:$|[\\n.,;!)]))", Pattern.CASE_INSENSITIVE);
    private static final Pattern OF = Pattern.compile(" of(?= )", Pattern.CASE_INSENSITIVE);
    private static final Pattern FREQUENCY = Pattern.compile(
            " (?:an?|per|each|every) (?:minute|hour|day|night|week|month|sprint|year|build|time|person|run)(?![\\p{L}])|"
                    + " (?:daily|weekly)(?= *(?:$|\\n|[.,;!?)]))|"
                    + " ?/ ?(?:d|day|week|w|month|build)(?![\\p{L}])",
            Pattern.CASE_INSENSITIVE);

    private static final int DAYS_UNITS_MAX = 30;
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");
    private static final Pattern DAYS_BEFORE = Pattern.compile(
            "(?:^|[^\\p{L}\\d])(?:\\d{1,3}|an?|" + NumberWords.WORD + ") ?(?:d|days?|w|weeks?)(?:,| and|, and)? $",
            Pattern.CASE_INSENSITIVE);

    private record Lost(int start, int end, double minutes) {}

    private final MarkedLine line;

    private TimeLost(MarkedLine line) {
        this.line = line;
    }

    /** In minutes; null when no duration in the line says it. */
    static @Nullable Double read(MarkedLine line) {
        return new TimeLost(line).read();
    }

    private @Nullable Double read() {
        Lost first = null;
        Lost last = null;
        Lost told = null;
        for (int at = 0; at < line.length(); at++) {
            if (!line.mayBegin(at)) {
                continue;
            }
            DurationWords.Read read = DurationWords.about(line.plain(), at);
            if (read == null
                    || !line.measureMayEnd(read.end())
                    || !line.isFree(at, read.end())
                    || read.minutes() > LineParser.MINUTES_MAX) {
                continue;
            }
            if (!followedAsText(at, read)) {
                if (first == null && opens(at) && opensAlone(at, read)) {
                    first = lost(at, read, true);
                } else if (told == null && isTold(at, read)) {
                    told = lost(at, read, false);
                } else if (last == null && line.ends(read.end()) && closesAlone(at, read)) {
                    last = lost(at, read, false);
                } else if (told == null && standsApart(at, read)) {
                    told = lost(at, read, false);
                }
            }
            at = read.end() - 1;
        }
        Lost lost = first != null ? first : last != null ? last : told;
        if (lost == null) {
            return null;
        }
        line.add(lost.start(), lost.end(), Span.MINUTES, plainNumber(lost.minutes()));
        return lost.minutes();
    }

    /** Nothing but a sigh stands before: ugh, 25m vpn. */
    private boolean opens(int start) {
        if (line.opens(start)) {
            return true;
        }
        int end = start;
        while (end > 0 && (line.blankAt(end - 1) || isPunctuation(line.at(end - 1)) || line.at(end - 1) == '!')) {
            end--;
        }
        return NeighbourWords.SIGHS.contains(line.wordBefore(end)) && line.opens(line.startOfWordBefore(end));
    }

    private Lost lost(int start, DurationWords.Read read, boolean opening) {
        Matcher more = line.matcher(opening ? OF : LOST_AFTER, read.end());
        return new Lost(start, more == null ? read.end() : more.end(), read.minutes());
    }

    private boolean followedAsText(int start, DurationWords.Read read) {
        String after = line.wordAfter(read.end());
        boolean metric = read.form() == DurationWords.Form.BARE_M || read.form() == DurationWords.Form.UPPER_M;
        Matcher of = metric ? line.matcher(OF, read.end()) : null;
        String counted = of == null ? after : line.wordAfter(of.end());
        return NeighbourWords.NO_DURATION_BEFORE.contains(after)
                || (metric && NeighbourWords.MILLIONS_OF.contains(counted))
                || (metric && after.equals("long") && !isWait(read.end()))
                || (read.form() == DurationWords.Form.UPPER_M && !shouted())
                || (read.form() == DurationWords.Form.SECONDS && read.minutes() < SECONDS_MIN / 60.0)
                || namesWhatFollows(start, read.end())
                || oftenAfter(read.end())
                || daysBefore(start)
                || rangeAfter(read.end());
    }

    /** A day, each build: but not an hour ago. */
    private boolean oftenAfter(int end) {
        Matcher often = line.matcher(FREQUENCY, end);
        return often != null && !line.isTaken(often.end() - 1);
    }

    /** 1 day 2 hours, of which the hours are not all. */
    private boolean daysBefore(int start) {
        return DAYS_BEFORE
                .matcher(line.plain())
                .region(Math.max(0, start - DAYS_UNITS_MAX), start)
                .find();
    }

    /** A 24h gym, 48 hours notice. */
    private boolean namesWhatFollows(int start, int end) {
        return WHOLE_DAYS.matcher(line.plain()).region(start, end).matches()
                && DurationWords.namesWhatFollows(line.plain(), end);
    }

    /** 45M VPN DROPPED: where all is in capitals, an M may be of minutes. */
    private boolean shouted() {
        return line.written().chars().noneMatch(Character::isLowerCase);
    }

    private boolean rangeAfter(int end) {
        Matcher range = line.matcher(MarkedLine.RANGE, end);
        return range != null && DurationWords.at(line.plain(), range.end()) != null;
    }

    private boolean opensAlone(int start, DurationWords.Read read) {
        return !isAdjective(read) && !beginsWithFor(start);
    }

    /** A 5 minute build; but of a 20 minute wait all is lost. */
    private boolean isAdjective(DurationWords.Read read) {
        return read.form() == DurationWords.Form.SINGULAR && !line.closes(read.end()) && !isWait(read.end());
    }

    /** Wait, long wait, power outage. */
    private boolean isWait(int end) {
        String first = line.wordAfter(end);
        int behind = line.plain().indexOf(first, end) + first.length();
        return !first.isEmpty()
                && (NeighbourWords.WAITS.contains(first) || NeighbourWords.WAITS.contains(line.wordAfter(behind)));
    }

    private boolean closesAlone(int start, DurationWords.Read read) {
        boolean apart = line.wordBefore(start).isEmpty();
        if (read.form() == DurationWords.Form.SECONDS) {
            return false;
        }
        String before = line.wordBefore(start);
        if (read.form() == DurationWords.Form.ARTICLE) {
            return apart || (beginsWithFor(start) && !NeighbourWords.KEPT.contains(before) && saysStuckBefore(start));
        }
        if (beginsWithFor(start)) {
            return !before.isEmpty() && !NeighbourWords.KEPT.contains(before);
        }
        return !NeighbourWords.NO_DURATION_AFTER.contains(before) && !endsOpen(start) && !isValue(start);
    }

    private boolean saysStuckBefore(int start) {
        return NO_LETTERS
                .splitAsStream(Patterns.lower(line.plain().substring(0, start)))
                .anyMatch(NeighbourWords.STUCK_SO_LONG::contains);
    }

    /** Timeout: 30m; cache TTL (5m). */
    private boolean isValue(int start) {
        char before = line.lastBefore(start);
        int sign = line.plain().lastIndexOf(before, start - 1);
        return (before == ':' || before == '(') && NeighbourWords.NO_DURATION_AFTER.contains(line.wordBefore(sign));
    }

    /** Lost 25m to the printer; cost me an hour; stuck for 20m in the lift. */
    private boolean isTold(int start, DurationWords.Read read) {
        if (read.form() == DurationWords.Form.SECONDS || isAdjective(read)) {
            return false;
        }
        String before = line.wordBefore(start);
        if (NeighbourWords.LOST.contains(before)
                || (line.matcher(LOST_AFTER, read.end()) != null && !NeighbourWords.NO_DURATION_AFTER.contains(before))
                || (beginsWithFor(start) && NeighbourWords.STUCK.contains(before))
                || NeighbourWords.STUCK_SO_LONG.contains(before)) {
            return true;
        }
        if (isPunctuation(line.lastBefore(start)) && !isValue(start)) {
            return NeighbourWords.LOSING.contains(line.wordAfter(read.end()))
                    || (read.form() == DurationWords.Form.SINGULAR && isWait(read.end()));
        }
        String earlier = line.wordBefore(line.startOfWordBefore(start));
        return (NeighbourWords.ME.contains(before) && NeighbourWords.COST.contains(earlier))
                || (before.equals("hold") && earlier.equals("on"));
    }

    /** Between commas or in brackets. */
    private boolean standsApart(int start, DurationWords.Read read) {
        if (read.form() != DurationWords.Form.PLAIN && read.form() != DurationWords.Form.BARE_M) {
            return false;
        }
        return line.wordBefore(start).isEmpty()
                && !endsOpen(start)
                && !isValue(start)
                && isPunctuation(line.nextAt(read.end()))
                && isPunctuation(line.lastBefore(start));
    }

    private static boolean isPunctuation(char one) {
        return ",;:.()[]–—-".indexOf(one) >= 0;
    }

    /** After = or a comparison it is the value of something. */
    private boolean endsOpen(int start) {
        char sign = line.lastBefore(start);
        int at = line.plain().lastIndexOf(sign, start - 1);
        // Neither the end of C++, of a web address or of List<String>.
        boolean alone = at < 1 || line.blankAt(at - 1) || (sign != '/' && PlainLine.isDigit(line.at(at - 1)));
        return "=<≤≥→".indexOf(sign) >= 0
                || ("/×*+|&".indexOf(sign) >= 0 && alone)
                || (sign == '>' && line.plain().lastIndexOf('<', at) < 0);
    }

    private boolean beginsWithFor(int start) {
        return line.plain().regionMatches(true, start, "for ", 0, 4);
    }

    private static String plainNumber(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
