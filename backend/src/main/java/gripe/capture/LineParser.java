package gripe.capture;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a capture line such as {@code 25m waiting for the flaky CI again #ci @office}. When in doubt a word stays text:
 * a duration counts only at the line's beginning or end, a tag or place only as a word of its own ({@code C#},
 * {@code #4821} and {@code bob@example.com} are text).
 */
public final class LineParser {
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final String NUMBER = "\\d{1,5}(?:[.,]\\d{1,2})?";
    private static final Pattern MINUTES =
            Pattern.compile("(" + NUMBER + ")(?:m|min|mins|minute|minutes)", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOURS = Pattern.compile(
            "(" + NUMBER + ")(?:h|hr|hrs|hour|hours)(?:(\\d{1,2})(?:m|min)?)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE_NUMBER = Pattern.compile(NUMBER);
    private static final Pattern MINUTES_WORD = Pattern.compile("mins?|minutes?", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOURS_WORD = Pattern.compile("h|hrs?|hours?", Pattern.CASE_INSENSITIVE);
    /** A letter first, so that issue numbers stay text. */
    private static final Pattern TAG =
            Pattern.compile("#(\\p{L}[\\p{L}\\p{M}\\p{N}_/-]*)", Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern PLACE =
            Pattern.compile("@(\\p{L}[\\p{L}\\p{M}\\p{N}_/-]*)", Pattern.UNICODE_CHARACTER_CLASS);

    private LineParser() {}

    private record Word(int start, int end, String text) {}

    private record Duration(int words, double minutes) {}

    /** Any string is a line; nothing is dropped: spans and text together make up the input. */
    public static ParsedLine parse(String line) {
        List<Word> words = words(line);
        List<Span> spans = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        String place = null;
        for (Word word : words) {
            Matcher tag = TAG.matcher(word.text());
            if (tag.matches()
                    && tags.size() < GripeRules.TAGS_MAX
                    && tag.group(1).length() <= GripeRules.TAG_CHARACTERS_MAX) {
                String value = tag.group(1).toLowerCase(Locale.ROOT);
                if (!tags.contains(value)) {
                    tags.add(value);
                }
                spans.add(new Span(word.start(), word.end(), "tag", value));
                continue;
            }
            Matcher at = PLACE.matcher(word.text());
            if (place == null && at.matches() && at.group(1).length() <= GripeRules.PLACE_CHARACTERS_MAX) {
                place = at.group(1);
                spans.add(new Span(word.start(), word.end(), "place", place));
            }
        }
        List<Word> plain = words.stream()
                .filter(word -> spans.stream().noneMatch(span -> span.start() == word.start()))
                .toList();
        Double minutes = null;
        Duration first = durationAt(plain, 0);
        int begin = 0;
        if (first == null && !plain.isEmpty()) {
            for (int length = 2; length >= 1 && first == null; length--) {
                begin = plain.size() - length;
                Duration last = begin < 0 ? null : durationAt(plain, begin);
                first = last != null && last.words() == length ? last : null;
            }
        }
        // A line that is nothing but a duration is a text about a duration.
        if (first != null && first.words() < plain.size()) {
            minutes = first.minutes();
            Word from = plain.get(begin);
            Word to = plain.get(begin + first.words() - 1);
            spans.add(new Span(from.start(), to.end(), "minutes", plainNumber(minutes)));
        }
        spans.sort(java.util.Comparator.comparingInt(Span::start));
        return new ParsedLine(rest(line, spans), minutes, tags, place, null, spans);
    }

    private static List<Word> words(String line) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(new Word(matcher.start(), matcher.end(), matcher.group()));
        }
        return words;
    }

    private static @Nullable Duration durationAt(List<Word> words, int at) {
        if (at >= words.size()) {
            return null;
        }
        String word = words.get(at).text();
        Matcher minutes = MINUTES.matcher(word);
        if (minutes.matches()) {
            return possible(1, number(minutes.group(1)));
        }
        Matcher hours = HOURS.matcher(word);
        if (hours.matches()) {
            String rest = hours.group(2);
            return possible(1, number(hours.group(1)) * 60 + (rest == null ? 0 : number(rest)));
        }
        if (at + 1 < words.size() && BARE_NUMBER.matcher(word).matches()) {
            String unit = words.get(at + 1).text();
            if (MINUTES_WORD.matcher(unit).matches()) {
                return possible(2, number(word));
            }
            if (HOURS_WORD.matcher(unit).matches()) {
                return possible(2, number(word) * 60);
            }
        }
        return null;
    }

    private static @Nullable Duration possible(int words, double minutes) {
        return minutes <= GripeRules.MINUTES_MAX ? new Duration(words, minutes) : null;
    }

    private static double number(String text) {
        return new BigDecimal(text.replace(',', '.')).doubleValue();
    }

    private static String plainNumber(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** The line without its spans; the spaces around a span become one. Without spans the line stays as it is. */
    private static String rest(String line, List<Span> spans) {
        if (spans.isEmpty()) {
            return line;
        }
        StringBuilder rest = new StringBuilder();
        int at = 0;
        for (Span span : spans) {
            rest.append(line, at, span.start());
            at = span.end();
            while (at < line.length()
                    && Character.isWhitespace(line.charAt(at))
                    && (rest.isEmpty() || Character.isWhitespace(rest.charAt(rest.length() - 1)))) {
                at++;
            }
        }
        return rest.append(line, at, line.length()).toString().strip();
    }
}
