package gripe.line;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a capture line such as {@code 25m waiting for the flaky CI again #ci @office yesterday 3pm}. When in doubt a word
 * stays text. {@code docs/LINE.md} says for people what is understood. One instance reads one line.
 */
public final class LineParser {
    public static final int TAGS_MAX = 20;
    public static final int TAG_CHARACTERS_MAX = 50;
    public static final int PLACE_CHARACTERS_MAX = 200;
    /** A year. */
    public static final double MINUTES_MAX = 366 * 24 * 60;

    private static final int MINUTES_OF_A_DAY = 24 * 60;
    /** More than the longest text with all its tags; a longer line is not read but all text. */
    private static final int LINE_UNITS_MAX = 10_000;

    /** Fewer of them are rather told than lost: 5 seconds to open a file. */
    private static final int SECONDS_MIN = 30;

    /** A text of the greatest length. */
    private static final int QUOTED_UNITS_MAX = 4_000;

    private static final String WORD = "[\\p{L}\\p{M}\\p{N}_\u200c\u200d]";
    /** A letter first, so that issue numbers stay text. */
    private static final Pattern TAG =
            Pattern.compile("#(\\p{L}" + WORD + "*+(?:(?:[-/.+&·・]|::?|--)" + WORD + "++)*+\\+{0,2})");

    private static final Pattern PLACE = Pattern.compile("@(\\p{L}" + WORD + "*+(?:[-.·・]" + WORD + "++)*+)");
    private static final Pattern QUOTED_PLACE = Pattern.compile("@\"([^\"\\n]{1," + PLACE_CHARACTERS_MAX + "})\"");
    /** fff, ff0000: all digits alike, or six and more of them that are no word. */
    private static final Pattern COLOUR =
            Pattern.compile("([a-fA-F])\\1{2}|([a-fA-F])\\2{5}|(?=\\p{Alpha}*\\d)(?:\\p{XDigit}{6}|\\p{XDigit}{8})");

    private static final Pattern ABOUT = Pattern.compile(
            "(?:for )?(?:(?:about|around|approximately|roughly|approx\\.?|circa|ca\\.?|almost|nearly) |[~≈] ?)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LOST_AFTER =
            Pattern.compile(" (?:lost|wasted|gone)(?= *(?:$|[\\n.,;!)]))", Pattern.CASE_INSENSITIVE);
    private static final Pattern OF = Pattern.compile(" of(?= )", Pattern.CASE_INSENSITIVE);
    private static final Pattern RANGE =
            Pattern.compile(" ?(?:-|–|—|to|until|till|til|and|or|through) ?", Pattern.CASE_INSENSITIVE);
    private static final Pattern FREQUENCY = Pattern.compile(
            " (?:an?|per|each|every) (?:minute|hour|day|night|week|month|sprint|year|build|time|person|run)(?![\\p{L}])|"
                    + " (?:daily|weekly)(?= *(?:$|\\n|[.,;!?)]))|"
                    + " ?/ ?(?:d|day|week|w|month|build)(?![\\p{L}])",
            Pattern.CASE_INSENSITIVE);

    private static final int DATE_UNITS_MAX = 20;
    private static final String UNSURE_DATE = "(?:\\d{1,2}/\\d{1,2}(?:/\\d{2,4})?|\\d{1,2}\\.\\d{1,2}\\.(?:\\d{2,4})?)";
    private static final Pattern UNSURE_DATE_BEFORE = Pattern.compile("(?<![\\p{L}\\d.])" + UNSURE_DATE + ",? $");
    private static final Pattern UNSURE_DATE_AFTER = Pattern.compile(",? (?:on )?" + UNSURE_DATE + "(?![\\p{L}\\d])");

    private final String line;
    private final PlainLine plain;
    private final TimeWords times;
    /** What is a span already. */
    private final boolean[] taken;
    /** What is text because its writer says so. */
    private final boolean[] literal;

    private final List<Span> spans = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private @Nullable String place;
    private @Nullable Double minutes;
    private @Nullable SaidTime time;

    private LineParser(String line, ZonedDateTime now) {
        this.line = line;
        plain = new PlainLine(line);
        times = new TimeWords(now);
        taken = new boolean[line.length()];
        literal = new boolean[line.length()];
    }

    /**
     * Any string is a line; nothing is dropped: spans and text together make up the input, but for the spaces around a
     * span.
     *
     * @param now the moment that the line's times are relative to, in the writer's zone
     */
    public static ParsedLine parse(String line, ZonedDateTime now) {
        if (line.length() > LINE_UNITS_MAX) {
            return new ParsedLine(line, null, List.of(), null, null, List.of());
        }
        return new LineParser(line, now).parsed();
    }

    private ParsedLine parsed() {
        readLiterals();
        readTagsAndPlace();
        readTimes();
        readDuration();
        spans.sort(Comparator.comparingInt(Span::start));
        List<Span> whole = withPunctuation();
        return new ParsedLine(rest(whole), minutes, tags, place, time, whole);
    }

    /** Quoted parts, and what a backslash stands before. A backslash before anything else is a backslash. */
    private void readLiterals() {
        for (int at = 0; at < line.length(); at++) {
            if (!plain.begins(at)) {
                continue;
            }
            int start = at;
            while (at < line.length() && line.charAt(at) == '\\') {
                at++;
            }
            int end = at == line.length() ? -1 : at == start ? endOfQuoted(at) : endOfPiece(at);
            if (end < 0) {
                continue;
            }
            if (at > start) {
                mark(taken, start, start + 1);
                spans.add(new Span(start, start + 1, Span.ESCAPE, ""));
            }
            mark(literal, start, end);
            at = end - 1;
        }
    }

    private int endOfQuoted(int start) {
        char closing = switch (line.charAt(start)) {
            case '"' -> '"';
            case '`' -> '`';
            case '“' -> '”';
            case '„' -> '“';
            case '«' -> '»';
            default -> 0;
        };
        for (int at = start + 1; closing != 0 && at < Math.min(line.length(), start + QUOTED_UNITS_MAX); at++) {
            char one = line.charAt(at);
            if (one == '\\') {
                at++;
            } else if (one == closing || (one == '”' && closing == '“')) {
                return at > start + 1 && (plain.ends(at + 1) || !Character.isLetterOrDigit(line.charAt(at + 1)))
                        ? at + 1
                        : -1;
            }
        }
        return -1;
    }

    /** The end of what could be understood there, whatever stands around it. */
    private int endOfPiece(int start) {
        int end = endOfQuoted(start);
        for (Pattern pattern : List.of(TAG, PLACE, QUOTED_PLACE)) {
            Matcher matcher = matcher(pattern, start);
            end = matcher != null && plain.ends(matcher.end()) ? Math.max(end, matcher.end()) : end;
        }
        TimeWords.Read read = times.at(plain.line(), start);
        end = read != null && plain.ends(read.end()) ? Math.max(end, read.end()) : end;
        DurationWords.Read duration = duration(start);
        return duration != null && plain.ends(duration.end()) ? Math.max(end, duration.end()) : end;
    }

    private void readTagsAndPlace() {
        for (int at = 0; at < line.length(); at++) {
            char sign = plain.at(at);
            boolean listed = at > 0 && taken[at - 1] && plain.at(at - 1) == ',';
            if ((sign != '#' && sign != '@') || literal[at] || !(listed || plain.begins(at))) {
                continue;
            }
            if (sign == '#') {
                readTag(at);
            } else {
                readPlace(at);
            }
        }
    }

    private void readTag(int start) {
        Matcher tag = matcher(TAG, start);
        if (tag == null || tags.size() == TAGS_MAX || !plain.ends(tag.end())) {
            return;
        }
        String written = line.substring(start + 1, tag.end());
        String value = Normalizer.normalize(written, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        if (value.codePointCount(0, value.length()) > TAG_CHARACTERS_MAX
                || NeighbourWords.PREPROCESSOR.contains(written)
                || COLOUR.matcher(written).matches()) {
            return;
        }
        if (!tags.contains(value)) {
            tags.add(value);
        }
        int end = tag.end();
        // Of #one,#two and #one, #two the comma belongs to neither text.
        int next = end < line.length() && plain.at(end) == ',' ? end + 1 : -1;
        int after = next > 0 && next < line.length() && plain.at(next) == ' ' ? next + 1 : next;
        boolean listed = after > 0 && after < line.length() && plain.at(after) == '#' && matcher(TAG, after) != null;
        add(start, listed ? next : end, Span.TAG, value);
    }

    private void readPlace(int start) {
        if (place != null) {
            return;
        }
        Matcher quoted = matcher(QUOTED_PLACE, start);
        if (quoted != null && plain.ends(quoted.end()) && !quoted.group(1).isBlank()) {
            place = line.substring(start + 2, quoted.end() - 1).strip();
            add(start, quoted.end(), Span.PLACE, place);
            return;
        }
        Matcher bare = matcher(PLACE, start);
        if (bare == null || !plain.ends(bare.end())) {
            return;
        }
        String value = line.substring(start + 1, bare.end());
        boolean domain = value.indexOf('.') >= 0;
        if (domain
                || NeighbourWords.ANNOTATIONS.contains(value)
                || value.codePointCount(0, value.length()) > PLACE_CHARACTERS_MAX) {
            return;
        }
        place = value;
        add(start, bare.end(), Span.PLACE, value);
    }

    private record Time(int start, TimeWords.Read read, SaidTime said) {}

    private void readTimes() {
        Time day = null;
        Time clock = null;
        boolean clockBefore = false;
        for (int at = 0; at < line.length(); at++) {
            if (literal[at] || taken[at] || !plain.begins(at)) {
                continue;
            }
            TimeWords.Read read = times.at(plain.line(), at);
            if (read == null || !plain.ends(read.end()) || overlaps(at, read.end())) {
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
        settle(day, clock);
    }

    /** The end of the second of two times, as in from 14:00 to 15:00; below zero when there is only one. */
    private int endOfRange(int end) {
        Matcher range = matcher(RANGE, end);
        TimeWords.Read second = range == null ? null : times.at(plain.line(), range.end());
        return second == null ? -1 : second.end();
    }

    private void settle(@Nullable Time day, @Nullable Time clock) {
        SaidTime said = day != null ? day.said() : clock != null ? clock.said() : null;
        boolean both = false;
        if (day != null && clock != null && day.read().dayOnly()) {
            OffsetDateTime at = clock.said().at();
            SaidTime joined = at == null ? null : times.joined(day.said(), at);
            both = joined != null;
            said = joined == null ? said : joined;
        }
        if (said == null) {
            return;
        }
        time = said;
        if (day != null) {
            add(day.start(), day.read().end(), Span.TIME, said.toString());
        }
        if (clock != null && (both || day == null)) {
            add(clock.start(), clock.read().end(), Span.TIME, said.toString());
        }
    }

    private boolean meant(int start, TimeWords.Read read) {
        String before = plain.wordBefore(start, taken);
        if (NeighbourWords.NO_TIME_AFTER.contains(before) || before.endsWith("'s")) {
            return false;
        }
        if (read.clockOnly() && besideDate(start, read.end())) {
            return false;
        }
        if (NeighbourWords.PARTS.contains(before) || NeighbourWords.EVENTS.contains(before)) {
            int earlier = plain.startOfWordBefore(start, taken);
            if (NeighbourWords.RECURRING.contains(plain.wordBefore(earlier, taken))) {
                return false;
            }
        }
        String after = plain.wordAfter(read.end(), taken);
        if (NeighbourWords.NO_TIME_BEFORE.contains(after)) {
            return false;
        }
        return switch (read.form()) {
            case CLEAR -> true;
            case BARE -> !NeighbourWords.EVENTS.contains(after) && (read.dayOnly() || !between(start, read.end()));
            case WEEKDAY -> closes(read.end()) || opensWithColon(start, read.end());
            case DOUBTFUL -> closes(read.end());
            case WORD -> read.dayOnly() && opens(start) && nextAt(read.end()) == ':';
        };
    }

    /** Beside a day that nobody can be sure of, as 03/11, a clock time is not of today. */
    private boolean besideDate(int start, int end) {
        String before = plain.line().substring(Math.max(0, start - DATE_UNITS_MAX), start);
        return UNSURE_DATE_BEFORE.matcher(before).find() || matcher(UNSURE_DATE_AFTER, end) != null;
    }

    /** A bare clock time in the midst of words belongs to them. */
    private boolean between(int start, int end) {
        boolean meridiem = plain.at(end - 1) == 'm' || plain.at(end - 1) == 'M' || plain.at(end - 1) == '.';
        return !meridiem
                && !opens(start)
                && !closes(end)
                && !plain.wordBefore(start, taken).isEmpty();
    }

    private boolean opensWithColon(int start, int end) {
        return opens(start) && end < line.length() && (plain.at(end) == ':' || plain.at(end) == ',');
    }

    private record Lost(int start, int end, double minutes) {}

    private void readDuration() {
        Lost first = null;
        Lost last = null;
        Lost told = null;
        for (int at = 0; at < line.length(); at++) {
            if (literal[at] || taken[at] || !plain.begins(at)) {
                continue;
            }
            DurationWords.Read read = duration(at);
            if (read == null || !plain.ends(read.end()) || overlaps(at, read.end()) || read.minutes() > MINUTES_MAX) {
                continue;
            }
            if (!followedAsText(read)) {
                if (first == null && opens(at) && opensAlone(at, read)) {
                    first = lost(at, read, true);
                } else if (told == null && isTold(at, read)) {
                    told = lost(at, read, false);
                } else if (last == null && ends(read.end()) && closesAlone(at, read)) {
                    last = lost(at, read, false);
                } else if (told == null && standsApart(at, read)) {
                    told = lost(at, read, false);
                }
            }
            at = read.end() - 1;
        }
        Lost lost = first != null ? first : last != null ? last : told;
        if (lost != null) {
            minutes = lost.minutes();
            add(lost.start(), lost.end(), Span.MINUTES, plainNumber(lost.minutes()));
        }
    }

    private Lost lost(int start, DurationWords.Read read, boolean opening) {
        Matcher more = matcher(opening ? OF : LOST_AFTER, read.end());
        return new Lost(start, more == null ? read.end() : more.end(), read.minutes());
    }

    /** A duration with what may stand before it: for about 25m. */
    private DurationWords.@Nullable Read duration(int start) {
        DurationWords.Read read = DurationWords.at(plain.line(), start);
        if (read != null) {
            return read;
        }
        Matcher about = matcher(ABOUT, start);
        return about == null || about.end() == start ? null : DurationWords.at(plain.line(), about.end());
    }

    private boolean followedAsText(DurationWords.Read read) {
        String after = plain.wordAfter(read.end(), taken);
        boolean metric = read.form() == DurationWords.Form.BARE_M || read.form() == DurationWords.Form.UPPER_M;
        Matcher of = metric ? matcher(OF, read.end()) : null;
        String counted = of == null ? after : plain.wordAfter(of.end(), taken);
        return NeighbourWords.NO_DURATION_BEFORE.contains(after)
                || (metric && NeighbourWords.MILLIONS_OF.contains(counted))
                || (read.form() == DurationWords.Form.UPPER_M && !shouted())
                || (read.form() == DurationWords.Form.SECONDS && read.minutes() < SECONDS_MIN / 60.0)
                || (wholeDays(read) && DurationWords.namesWhatFollows(plain.line(), read.end()))
                || matcher(FREQUENCY, read.end()) != null
                || rangeAfter(read.end());
    }

    /** A 24h gym, a 48-hour notice. */
    private static boolean wholeDays(DurationWords.Read read) {
        return read.minutes() > 0 && read.minutes() % MINUTES_OF_A_DAY == 0;
    }

    /** 45M VPN DROPPED: where all is in capitals, an M may be of minutes. */
    private boolean shouted() {
        return line.chars().noneMatch(Character::isLowerCase);
    }

    private boolean rangeAfter(int end) {
        Matcher range = matcher(RANGE, end);
        return range != null && DurationWords.at(plain.line(), range.end()) != null;
    }

    private boolean opensAlone(int start, DurationWords.Read read) {
        boolean adjectival = read.form() == DurationWords.Form.SINGULAR && !closes(read.end());
        return !adjectival && !beginsWithFor(start);
    }

    private boolean closesAlone(int start, DurationWords.Read read) {
        boolean apart = plain.wordBefore(start, taken).isEmpty();
        if (read.form() == DurationWords.Form.ARTICLE || read.form() == DurationWords.Form.SECONDS) {
            return apart && read.form() == DurationWords.Form.ARTICLE;
        }
        String before = plain.wordBefore(start, taken);
        if (beginsWithFor(start)) {
            return !before.isEmpty() && !NeighbourWords.KEPT.contains(before);
        }
        return !NeighbourWords.NO_DURATION_AFTER.contains(before) && !endsOpen(start) && !isValue(start);
    }

    /** Timeout: 30m; cache TTL (5m). */
    private boolean isValue(int start) {
        char before = lastBefore(start);
        int sign = plain.line().lastIndexOf(before, start - 1);
        return (before == ':' || before == '(')
                && NeighbourWords.NO_DURATION_AFTER.contains(plain.wordBefore(sign, taken));
    }

    /** Lost 25m to the printer; cost me an hour; stuck for 20m in the lift. */
    private boolean isTold(int start, DurationWords.Read read) {
        if (read.form() == DurationWords.Form.SECONDS
                || (read.form() == DurationWords.Form.SINGULAR && !closes(read.end()))) {
            return false;
        }
        String before = plain.wordBefore(start, taken);
        if (NeighbourWords.LOST.contains(before)
                || (matcher(LOST_AFTER, read.end()) != null && !NeighbourWords.NO_DURATION_AFTER.contains(before))
                || (beginsWithFor(start) && NeighbourWords.STUCK.contains(before))
                || NeighbourWords.STUCK_SO_LONG.contains(before)) {
            return true;
        }
        if (isPunctuation(lastBefore(start)) && !isValue(start)) {
            return NeighbourWords.LOSING.contains(plain.wordAfter(read.end(), taken));
        }
        String earlier = plain.wordBefore(plain.startOfWordBefore(start, taken), taken);
        return (NeighbourWords.ME.contains(before) && NeighbourWords.COST.contains(earlier))
                || (before.equals("hold") && earlier.equals("on"));
    }

    /** Between commas or in brackets. */
    private boolean standsApart(int start, DurationWords.Read read) {
        if (read.form() != DurationWords.Form.PLAIN && read.form() != DurationWords.Form.BARE_M) {
            return false;
        }
        return plain.wordBefore(start, taken).isEmpty()
                && !endsOpen(start)
                && !isValue(start)
                && isPunctuation(nextAt(read.end()))
                && isPunctuation(lastBefore(start));
    }

    private static boolean isPunctuation(char one) {
        return ",;:.()[]–—-".indexOf(one) >= 0;
    }

    private char nextAt(int end) {
        int at = end;
        while (at < line.length() && plain.at(at) == ' ') {
            at++;
        }
        return at < line.length() ? plain.at(at) : ' ';
    }

    private char lastBefore(int start) {
        int at = start;
        while (at > 0 && plain.at(at - 1) == ' ') {
            at--;
        }
        return at > 0 ? plain.at(at - 1) : ' ';
    }

    /** After = or a comparison it is the value of something. */
    private boolean endsOpen(int start) {
        char sign = lastBefore(start);
        int at = plain.line().lastIndexOf(sign, start - 1);
        // Neither the end of C++, of a web address or of List<String>.
        boolean alone = at < 1 || plain.blankAt(at - 1) || (sign != '/' && PlainLine.isDigit(plain.at(at - 1)));
        return "=<≤≥→".indexOf(sign) >= 0
                || ("/×*+|&".indexOf(sign) >= 0 && alone)
                || (sign == '>' && plain.line().lastIndexOf('<', at) < 0);
    }

    private boolean beginsWithFor(int start) {
        return plain.line().regionMatches(true, start, "for ", 0, 4);
    }

    /** Nothing but spans and marks of a list stand before. */
    private boolean opens(int start) {
        for (int at = 0; at < start; at++) {
            if (!taken[at] && !plain.blankAt(at) && "-*•>([,".indexOf(plain.at(at)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Nothing but spans and punctuation follow, but for a duration. */
    private boolean closes(int end) {
        return endOfTail(end) < 0;
    }

    /** Nothing but spans and punctuation follow, at the end of the line or of its first line. */
    private boolean ends(int end) {
        return next(end) < 0;
    }

    /** The place of the first that follows and is neither span nor punctuation; below zero at the end. */
    private int next(int end) {
        boolean firstLine = plain.line().lastIndexOf('\n', Math.max(0, end - 1)) < 0;
        for (int at = end; at < line.length(); at++) {
            if (firstLine && plain.at(at) == '\n') {
                return -1;
            }
            if (!taken[at] && !plain.blankAt(at) && ",;:.!?)]…".indexOf(plain.at(at)) < 0) {
                return at;
            }
        }
        return -1;
    }

    /** A duration that ends the line may follow a day, as in: printer jammed Tuesday 20m. */
    private int endOfTail(int end) {
        int next = next(end);
        DurationWords.Read read = next >= 0 && minutes == null && plain.begins(next) ? duration(next) : null;
        return read != null && plain.ends(read.end()) ? next(read.end()) : next;
    }

    private boolean overlaps(int start, int end) {
        for (int at = start; at < end; at++) {
            if (taken[at] || literal[at]) {
                return true;
            }
        }
        return false;
    }

    private void add(int start, int end, String kind, String value) {
        spans.add(new Span(start, end, kind, value));
        mark(taken, start, end);
    }

    private static void mark(boolean[] marks, int start, int end) {
        java.util.Arrays.fill(marks, start, end, true);
    }

    /** Spans take the brackets around them along, and the comma or colon that would be left alone without them. */
    private List<Span> withPunctuation() {
        List<Span> whole = new ArrayList<>();
        for (Span span : spans) {
            whole.add(span.kind().equals(Span.ESCAPE) ? span : withPunctuation(span));
        }
        return whole;
    }

    private Span withPunctuation(Span span) {
        int start = span.start();
        int end = span.end();
        int opening = unread(start, -1);
        int closing = unread(end, 1);
        if (opening >= 0 && closing < line.length() && isPair(plain.at(opening), plain.at(closing))) {
            start = anotherBetween(opening, start) ? start : opening;
            end = anotherBetween(end - 1, closing) ? endOfSeparator(end) : closing + 1;
        } else if (opens(start)) {
            end = endOfSeparator(end);
        } else if (ends(end) || (nextAt(end) == ',' && lastBefore(start) == ',')) {
            start = startOfSeparator(start);
        }
        mark(taken, start, end);
        return new Span(start, end, span.kind(), span.value());
    }

    /** The first place before, or from there on, that is a bracket, or neither of a span nor a space or comma. */
    private int unread(int from, int step) {
        int at = step < 0 ? from - 1 : from;
        while (at >= 0
                && at < line.length()
                && "()[]".indexOf(plain.at(at)) < 0
                && (taken[at] || " ,;".indexOf(plain.at(at)) >= 0)) {
            at += step;
        }
        return at;
    }

    /** Whether another span lies between two places. */
    private boolean anotherBetween(int from, int to) {
        for (int at = from + 1; at < to; at++) {
            if (taken[at]) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPair(char opening, char closing) {
        return (opening == '(' && closing == ')') || (opening == '[' && closing == ']');
    }

    private int endOfSeparator(int end) {
        int at = end;
        while (at < line.length() && ",:;.!?".indexOf(plain.at(at)) >= 0) {
            at++;
        }
        if (at > end) {
            return at;
        }
        while (at < line.length() && plain.at(at) == ' ') {
            at++;
        }
        int dashes = at;
        while (dashes < line.length() && dashes < at + 2 && "-–—".indexOf(plain.at(dashes)) >= 0) {
            dashes++;
        }
        boolean dash = at > end && dashes > at && dashes < line.length() && plain.at(dashes) == ' ';
        return dash ? dashes : end;
    }

    private int startOfSeparator(int start) {
        int at = start;
        while (at > 0 && plain.at(at - 1) == ' ') {
            at--;
        }
        if (at == 0 || taken[at - 1]) {
            return start;
        }
        char before = plain.at(at - 1);
        boolean dash = "-–—".indexOf(before) >= 0 && at > 1 && plain.at(at - 2) == ' ';
        return dash || ",;:".indexOf(before) >= 0 ? at - 1 : start;
    }

    /** The line without its spans; the spaces around a span become one. Without spans the line stays as it is. */
    private String rest(List<Span> spans) {
        StringBuilder rest = new StringBuilder();
        int at = 0;
        boolean cut = false;
        for (Span span : spans) {
            append(rest, line.substring(at, span.start()), cut);
            cut = !span.kind().equals(Span.ESCAPE);
            at = span.end();
        }
        append(rest, line.substring(at), cut);
        boolean understood = spans.stream().anyMatch(span -> !span.kind().equals(Span.ESCAPE));
        return understood ? rest.toString().strip() : rest.toString();
    }

    private static void append(StringBuilder rest, String next, boolean cut) {
        if (!cut) {
            rest.append(next);
            return;
        }
        int kept = rest.length();
        while (kept > 0 && Character.isWhitespace(rest.charAt(kept - 1))) {
            kept--;
        }
        String before = rest.substring(kept);
        String after = next.stripLeading();
        String gap = before + next.substring(0, next.length() - after.length());
        rest.setLength(kept);
        boolean closing = !after.isEmpty() && ",.;:!?)]".indexOf(after.charAt(0)) >= 0;
        if (!gap.isEmpty() && !closing && kept > 0) {
            rest.append(gap.indexOf('\n') >= 0 ? "\n" : " ");
        }
        rest.append(after);
    }

    private static String plainNumber(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private @Nullable Matcher matcher(Pattern pattern, int at) {
        if (at > line.length()) {
            return null;
        }
        Matcher matcher = pattern.matcher(plain.line()).region(at, line.length());
        matcher.useTransparentBounds(true).useAnchoringBounds(false);
        return matcher.lookingAt() ? matcher : null;
    }
}
