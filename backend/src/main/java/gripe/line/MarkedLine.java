package gripe.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line with what was understood of it so far, and what stands beside a place in it. */
final class MarkedLine {
    /** What stands between the two ends of a range. */
    static final Pattern RANGE = Patterns.ignoringCase(" ?(?:-|–|—|to|until|till|til|and|or|through) ?");

    /** The first arrow; what stands before it are signs such as those of degrees and of copyright. */
    private static final int FIRST_PICTURE = 0x2190;

    private final String written;
    private final PlainLine plain;
    /** What is a span already. */
    private final boolean[] taken;
    /** What is text because its writer says so. */
    private final boolean[] literal;

    private final List<Span> spans = new ArrayList<>();

    MarkedLine(String written) {
        this.written = written;
        plain = new PlainLine(written);
        taken = new boolean[written.length()];
        literal = new boolean[written.length()];
    }

    String written() {
        return written;
    }

    /** The line made plain for reading, see {@link PlainLine}. */
    String plain() {
        return plain.line();
    }

    int length() {
        return plain.length();
    }

    /** The plain character there. */
    char at(int index) {
        return plain.at(index);
    }

    boolean blankAt(int index) {
        return plain.blankAt(index);
    }

    boolean isTaken(int at) {
        return taken[at];
    }

    boolean isLiteral(int at) {
        return literal[at];
    }

    /** Whether something that is neither span nor literal may begin here. */
    boolean mayBegin(int at) {
        boolean measure = PlainLine.isDigit(plain.at(at)) || plain.at(at) == '\\';
        boolean afterPicture = at > 0 && measure && isOfPicture(at - 1);
        return !literal[at] && !taken[at] && (plain.begins(at) || afterPicture);
    }

    boolean mayEnd(int end) {
        return plain.ends(end);
    }

    /** A number and its unit may also end before a picture: 25m😡. */
    boolean measureMayEnd(int end) {
        return plain.ends(end) || isOfPicture(end);
    }

    /** Whether all of it is neither span nor literal. */
    boolean isFree(int start, int end) {
        for (int at = start; at < end; at++) {
            if (taken[at] || literal[at]) {
                return false;
            }
        }
        return true;
    }

    List<Span> spans() {
        return spans.stream().sorted(Comparator.comparingInt(Span::start)).toList();
    }

    void add(int start, int end, String kind, String value) {
        spans.add(new Span(start, end, kind, value));
        take(start, end);
    }

    void take(int start, int end) {
        Arrays.fill(taken, start, end, true);
    }

    void takeLiterally(int start, int end) {
        Arrays.fill(literal, start, end, true);
    }

    @Nullable
    Matcher matcher(Pattern pattern, int at) {
        return at > length() ? null : Patterns.matcher(pattern, plain(), at);
    }

    /** The word before, in lower case; empty when punctuation, a span or nothing stands there. */
    String wordBefore(int start) {
        int end = start;
        while (end > 0 && plain.blankAt(end - 1) && !taken[end - 1]) {
            end--;
        }
        int from = end;
        while (from > 0 && PlainLine.isOfWord(plain.at(from - 1)) && !taken[from - 1]) {
            from--;
        }
        return word(from, end);
    }

    /** The word after, in lower case; empty when punctuation, the end of the line or nothing stands there. */
    String wordAfter(int end) {
        int from = end;
        while (from < plain.length() && plain.at(from) != '\n' && (plain.blankAt(from) || taken[from])) {
            from++;
        }
        int to = from;
        while (to < plain.length() && PlainLine.isOfWord(plain.at(to)) && !taken[to]) {
            to++;
        }
        return word(from, to);
    }

    /** Without the dashes around it: a dash alone is punctuation, and --timeout is a timeout. */
    private String word(int start, int end) {
        int from = start;
        int to = end;
        while (from < to && plain.at(from) == '-') {
            from++;
        }
        while (to > from && plain.at(to - 1) == '-') {
            to--;
        }
        return plain.line().substring(from, to).toLowerCase(Locale.ROOT);
    }

    /** The place where the word before begins. */
    int startOfWordBefore(int start) {
        int at = start;
        while (at > 0 && (plain.blankAt(at - 1) || taken[at - 1])) {
            at--;
        }
        while (at > 0 && PlainLine.isOfWord(plain.at(at - 1)) && !taken[at - 1]) {
            at--;
        }
        return at;
    }

    char nextAt(int end) {
        int at = end;
        while (at < length() && plain.at(at) == ' ') {
            at++;
        }
        return at < length() ? plain.at(at) : ' ';
    }

    char lastBefore(int start) {
        int at = start;
        while (at > 0 && plain.at(at - 1) == ' ') {
            at--;
        }
        return at > 0 ? plain.at(at - 1) : ' ';
    }

    /** Nothing but spans, punctuation and pictures stand before. */
    boolean opens(int start) {
        for (int at = 0; at < start; at++) {
            if (!taken[at] && !plain.blankAt(at) && "-–—*•>()[,;:.!?…".indexOf(plain.at(at)) < 0 && !isOfPicture(at)) {
                return false;
            }
        }
        return true;
    }

    /** An emoji may be of several code points, joined, varied and coloured. */
    private boolean isOfPicture(int at) {
        if (at >= length()) {
            return false;
        }
        char one = written.charAt(at);
        int point = Character.isLowSurrogate(one) && at > 0 ? written.codePointAt(at - 1) : written.codePointAt(at);
        return switch (Character.getType(point)) {
            case Character.OTHER_SYMBOL, Character.MODIFIER_SYMBOL -> point >= FIRST_PICTURE;
            default -> one == '\u200d' || one == '\ufe0f';
        };
    }

    /** Nothing but spans and punctuation follow, but for a duration. */
    boolean closes(int end) {
        return endOfTail(end) < 0;
    }

    /** Nothing but spans and punctuation follow, at the end of the line or of its first line. */
    boolean ends(int end) {
        return next(end) < 0;
    }

    /** The place of the first that follows and is neither span nor punctuation; below zero at the end. */
    private int next(int end) {
        boolean firstLine = plain().lastIndexOf('\n', Math.max(0, end - 1)) < 0;
        for (int at = end; at < length(); at++) {
            if (firstLine && plain.at(at) == '\n') {
                return -1;
            }
            if (!taken[at] && !plain.blankAt(at) && ",;:.!?()]…-–—".indexOf(plain.at(at)) < 0 && !isOfPicture(at)) {
                return at;
            }
        }
        return -1;
    }

    /** A duration that ends the line may follow a day, as in: printer jammed Tuesday 20m. */
    private int endOfTail(int end) {
        int next = next(end);
        DurationWords.Read read = next >= 0 && plain.begins(next) ? DurationWords.about(plain(), next) : null;
        return read != null && plain.ends(read.end()) ? next(read.end()) : next;
    }
}
