package gripe.search;

import gripe.search.Query.Bound;
import gripe.search.Query.Comparison;
import gripe.search.Query.Cost;
import gripe.search.Query.Label;
import gripe.search.Query.Labelled;
import gripe.search.Query.Last;
import gripe.search.Query.NotWord;
import gripe.search.Query.Phrase;
import gripe.search.Query.Said;
import gripe.search.Query.Saying;
import gripe.search.Query.Term;
import gripe.search.Query.Time;
import gripe.search.Query.Unit;
import gripe.search.Query.Word;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is typed into the search box, such as {@code flaky builds #ci since:monday >10m -vpn "exact phrase"}. What
 * is no term of the syntax, or stands behind a backslash, is a word. A quote that is not closed reaches to the end.
 */
public final class QueryParser {
    private static final int TERMS_MAX = 64;
    private static final int KEY_CHARACTERS_MAX = 10;
    private static final Pattern COMPARISON = Pattern.compile("(>=|<=|>|<|=)(.+)");
    private static final String NUMBER = "\\d{1,7}(?:[.,]\\d{1,2})?";
    private static final Pattern MINUTES =
            Pattern.compile("(" + NUMBER + ")(?:m|mins?|minutes?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOURS = Pattern.compile(
            "(\\d{1,4}(?:[.,]\\d{1,2})?)(?:h|hrs?|hours?)(?:(\\d{1,2})(?:m|min)?)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern KEY = Pattern.compile("(\\p{Alpha}+):(.+)", Pattern.DOTALL);
    private static final Pattern LAST =
            Pattern.compile("(\\d{1,4})?(h|hours?|d|days?|w|weeks?|mo|months?|y|years?)", Pattern.CASE_INSENSITIVE);
    /** Time words are understood or not whenever they are read. */
    private static final ZonedDateTime SOME_TIME =
            Instant.parse("2026-11-20T12:00:00Z").atZone(ZoneOffset.UTC);

    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;

    /**
     * A term and where it stands.
     *
     * @param start index of its first UTF-16 unit
     * @param end index after its last
     */
    public record Piece(int start, int end, Term term) {}

    private QueryParser(String text) {
        this.text = text;
    }

    public static Query parse(String text) {
        List<Term> terms = pieces(text).stream().map(Piece::term).toList();
        return new Query(terms, !terms.isEmpty() && isSpace(text.charAt(text.length() - 1)) && !endsInQuotes(text));
    }

    /** The same with their places, in their order; between them are spaces only. */
    public static List<Piece> pieces(String text) {
        QueryParser parser = new QueryParser(text);
        parser.read();
        return List.copyOf(parser.pieces);
    }

    /** A space within a quote that is still open ends no word. */
    private static boolean endsInQuotes(String text) {
        List<Piece> pieces = pieces(text);
        return !pieces.isEmpty() && pieces.get(pieces.size() - 1).end() == text.length();
    }

    /** Whether this, typed alone, is a word as it stands. */
    static boolean isWord(String text) {
        List<Piece> pieces = pieces(text);
        return pieces.size() == 1 && pieces.get(0).term().equals(new Word(text));
    }

    private void read() {
        while (true) {
            while (at < text.length() && isSpace(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                return;
            }
            int start = at;
            Term term = pieces.size() < TERMS_MAX ? term() : literally(run(start));
            if (term != null) {
                pieces.add(new Piece(start, at, term));
            }
        }
    }

    private @Nullable Term term() {
        int start = at;
        if (text.charAt(start) == '\\') {
            return literally(run(start));
        }
        boolean not = text.charAt(start) == '-';
        int from = not ? start + 1 : start;
        Term quoted = quoted(from, not);
        if (quoted != null) {
            return quoted;
        }
        if (isBlankPhrase(from)) {
            return null;
        }
        String run = run(start);
        Term labelled = labelled(run.substring(from - start), not);
        if (labelled != null) {
            return labelled;
        }
        if (not) {
            return isExcludable(run) ? new NotWord(run.substring(1)) : new Word(run);
        }
        Term cost = cost(run);
        return cost == null ? new Word(run) : cost;
    }

    /** A backslash before it is not part of a word, unless it is all there is. */
    private static Word literally(String run) {
        return new Word(run.length() > 1 && run.charAt(0) == '\\' ? run.substring(1) : run);
    }

    /** Not a number, and not the switch of a command. */
    private static boolean isExcludable(String run) {
        if (run.length() < 2 || !Character.isLetterOrDigit(run.codePointAt(1))) {
            return false;
        }
        return !run.substring(1).chars().allMatch(Character::isDigit);
    }

    /** To the next space. */
    private String run(int from) {
        at = from;
        while (at < text.length() && !isSpace(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean isBlankPhrase(int from) {
        if (from < text.length() && text.charAt(from) == '"') {
            return stripped(inQuotes(from)).isEmpty();
        }
        return false;
    }

    /** A phrase, or a label, key or time whose value is quoted; null when nothing of the kind stands here. */
    private @Nullable Term quoted(int from, boolean not) {
        int quote = text.indexOf('"', from);
        if (quote < 0) {
            return null;
        }
        String before = text.substring(from, Math.min(quote, from + KEY_CHARACTERS_MAX + 1));
        if (quote - from > KEY_CHARACTERS_MAX || before.chars().anyMatch(c -> isSpace((char) c))) {
            return null;
        }
        String inside = stripped(inQuotes(quote));
        int end = at;
        Term term = inside.isEmpty()
                ? null
                : before.isEmpty() ? new Phrase(inside, not) : keyed(before.toLowerCase(Locale.ROOT), inside, not);
        at = end;
        return term;
    }

    /** What is between the quotes; a backslash takes the next character literally. */
    private String inQuotes(int quote) {
        StringBuilder inside = new StringBuilder();
        at = quote + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            inside.append(text.charAt(at++));
        }
        at = Math.min(at + 1, text.length());
        return inside.toString();
    }

    private static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static @Nullable Term labelled(String run, boolean not) {
        for (Label label : List.of(Label.TAG, Label.PLACE)) {
            if (run.startsWith(label.prefix())) {
                String value = run.substring(1);
                return label.isBare(value) ? new Labelled(label, value, not) : null;
            }
        }
        Matcher key = KEY.matcher(run);
        return key.matches() ? keyed(key.group(1).toLowerCase(Locale.ROOT) + ":", key.group(2), not) : null;
    }

    private static @Nullable Term keyed(String key, String value, boolean not) {
        return switch (key) {
            case "#", "tag:" -> new Labelled(Label.TAG, value, not);
            case "@", "place:" -> new Labelled(Label.PLACE, value, not);
            case "source:" -> new Labelled(Label.SOURCE, value, not);
            default -> not ? null : unsigned(key, value);
        };
    }

    private static @Nullable Term unsigned(String key, String value) {
        return switch (key) {
            case "since:", "from:" -> time(Bound.SINCE, value);
            case "until:" -> time(Bound.UNTIL, value);
            case "before:" -> time(Bound.BEFORE, value);
            case "on:" -> time(Bound.ON, value);
            case "last:" -> last(value);
            case "has:", "no:" -> saying(value, key.equals("has:"));
            default -> null;
        };
    }

    private static @Nullable Term time(Bound bound, String words) {
        return TimeWords.read(words, SOME_TIME) == null ? null : new Time(bound, words);
    }

    private static @Nullable Term last(String value) {
        Matcher last = LAST.matcher(value);
        if (!last.matches()) {
            return null;
        }
        int count = last.group(1) == null ? 1 : Integer.parseInt(last.group(1));
        String letters = last.group(2).toLowerCase(Locale.ROOT);
        for (Unit unit : Unit.values()) {
            if (letters.startsWith(unit.letters())) {
                return new Last(count, unit);
            }
        }
        return null;
    }

    private static @Nullable Term saying(String value, boolean has) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "painpoint", "pain-point" -> new Saying(Said.PAINPOINT, has);
            case "minutes", "time" -> new Saying(Said.MINUTES, has);
            case "tags", "tag" -> new Saying(Said.TAGS, has);
            case "place" -> new Saying(Said.PLACE, has);
            default -> null;
        };
    }

    private static @Nullable Term cost(String run) {
        Matcher matcher = COMPARISON.matcher(run);
        if (!matcher.matches()) {
            return null;
        }
        Comparison comparison = switch (matcher.group(1)) {
            case ">" -> Comparison.MORE;
            case ">=" -> Comparison.AT_LEAST;
            case "<" -> Comparison.LESS;
            case "<=" -> Comparison.AT_MOST;
            default -> Comparison.EQUAL;
        };
        Matcher hours = HOURS.matcher(matcher.group(2));
        if (hours.matches()) {
            BigDecimal rest = hours.group(2) == null ? BigDecimal.ZERO : number(hours.group(2));
            return new Cost(
                    comparison,
                    number(hours.group(1))
                            .multiply(BigDecimal.valueOf(60))
                            .add(rest)
                            .doubleValue());
        }
        Matcher minutes = MINUTES.matcher(matcher.group(2));
        return minutes.matches() ? new Cost(comparison, number(minutes.group(1)).doubleValue()) : null;
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text.replace(',', '.'));
    }

    /** Spaces of all kinds, the one that does not break among them. */
    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
