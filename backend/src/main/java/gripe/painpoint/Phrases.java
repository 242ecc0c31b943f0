package gripe.painpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Short phrases that somebody wrote, cut out of the texts of gripes at the places where people pause. */
final class Phrases {
    static final int CHARACTERS_MAX = 60;
    private static final int CHARACTERS_MIN = 6;
    private static final int WORDS_MIN = 2;
    private static final int WORDS_MAX = 10;

    /** A full stop inside of a name or a number is none. */
    private static final Pattern PAUSE =
            Pattern.compile("[.!?]+(?:\\s+|$)|[;:,]\\s+|\\s+[-–—]+\\s+|[()\\[\\]\"“”\\n\\r]+");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** What people begin with that says nothing of the cause. */
    private static final Pattern OPENING = Pattern.compile(
            "^(?:again|and|but|so|ugh|argh|yet again|once again|today|this morning|still)\\b[ ,]*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern CLOSING = Pattern.compile(
            "[ ,]+(?:again|and|but|or|the|a|an|to|of|in|on|for|with|yet again)$", Pattern.CASE_INSENSITIVE);

    private Phrases() {}

    /** All phrases of a text that could stand for it, in their order. */
    static List<String> of(String text) {
        List<String> phrases = new ArrayList<>();
        for (String piece : PAUSE.split(text, -1)) {
            String phrase = tidy(piece);
            int words = phrase.isEmpty() ? 0 : SPACES.split(phrase, -1).length;
            if (phrase.length() >= CHARACTERS_MIN && words >= WORDS_MIN) {
                String fit = words > WORDS_MAX || phrase.length() > CHARACTERS_MAX ? shortened(phrase) : phrase;
                if (fit.length() >= CHARACTERS_MIN) {
                    phrases.add(fit);
                }
            }
        }
        return phrases;
    }

    /** The first phrase of a text; the text itself, cut to the length of one, where it has none; null when it is empty. */
    static @Nullable String first(String text) {
        List<String> phrases = of(text);
        if (!phrases.isEmpty()) {
            return phrases.get(0);
        }
        String bare = SPACES.matcher(text).replaceAll(" ").strip();
        if (bare.isEmpty()) {
            return null;
        }
        String fit = shortened(bare);
        return fit.isEmpty() ? cut(bare, CHARACTERS_MAX) : fit;
    }

    private static String tidy(String piece) {
        String phrase = SPACES.matcher(piece).replaceAll(" ").strip();
        phrase = OPENING.matcher(phrase).replaceFirst("");
        String before;
        do {
            before = phrase;
            phrase = CLOSING.matcher(phrase).replaceFirst("").strip();
        } while (!phrase.equals(before));
        return phrase;
    }

    /** To whole words, and not ending with one that only leads on. */
    private static String shortened(String phrase) {
        StringBuilder kept = new StringBuilder();
        int words = 0;
        for (String word : SPACES.split(phrase, -1)) {
            if (words == WORDS_MAX || kept.length() + word.length() + 1 > CHARACTERS_MAX) {
                break;
            }
            kept.append(kept.isEmpty() ? "" : " ").append(word);
            words++;
        }
        if (kept.isEmpty()) {
            // One long word.
            return cut(phrase, CHARACTERS_MAX - 1);
        }
        return tidy(kept.toString());
    }

    /** Between characters, never inside of one. */
    private static String cut(String text, int charactersMax) {
        int characters = Math.min(charactersMax, text.codePointCount(0, text.length()));
        return text.substring(0, text.offsetByCodePoints(0, characters));
    }

    /** What two phrases have to share to read as the same: letters and digits alone. */
    static String plain(String phrase) {
        StringBuilder plain = new StringBuilder();
        phrase.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    /** The words of a text in lower case, those of one letter left out. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            if (word.length() > 1) {
                words.add(word);
            }
        }
        return words;
    }

    /** With a capital letter, unless it begins with a name that has its own way of being written. */
    static String asLabel(String phrase) {
        int first = phrase.codePointAt(0);
        int second = phrase.length() > Character.charCount(first) ? phrase.codePointAt(Character.charCount(first)) : 0;
        if (!Character.isLowerCase(first) || Character.isUpperCase(second) || looksLikeCode(phrase)) {
            return phrase;
        }
        return new StringBuilder()
                .appendCodePoint(Character.toUpperCase(first))
                .append(phrase, Character.charCount(first), phrase.length())
                .toString();
    }

    private static boolean looksLikeCode(String phrase) {
        String word = SPACES.split(phrase, -1)[0];
        return word.chars().anyMatch(one -> one == '_' || one == '/' || one == '.' || Character.isDigit(one));
    }
}
