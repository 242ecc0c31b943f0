package gripe.search;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What somebody asked for: words, and terms that narrow it. Any string is a query, see {@link QueryParser}; printed and
 * parsed again it is the same one.
 *
 * @param finished the last word is whole, since a space follows it
 */
public record Query(List<Term> terms, boolean finished) {
    public Query {
        terms = List.copyOf(terms);
    }

    /** A part of a query. */
    public sealed interface Term {
        /** As it may be typed. */
        String print();
    }

    /** A word to be looked for, in meaning too. */
    public record Word(String text) implements Term {
        @Override
        public String print() {
            boolean taken = LIKE_QUOTED.matcher(text).matches() || !QueryParser.isWord(text);
            return taken ? "\\" + text : text;
        }
    }

    /** A word that must not be there. */
    public record NotWord(String text) implements Term {
        @Override
        public String print() {
            return "-" + text;
        }
    }

    /** Words that stand one after the other. */
    public record Phrase(String text, boolean not) implements Term {
        @Override
        public String print() {
            return sign(not) + quoted(text);
        }
    }

    /** What a label may be of. */
    public enum Label {
        TAG("#"),
        PLACE("@"),
        SOURCE("source:");

        private final String prefix;

        Label(String prefix) {
            this.prefix = prefix;
        }

        String prefix() {
            return prefix;
        }

        /** Whether a value needs no quotes. */
        boolean isBare(String value) {
            return (this == SOURCE ? BARE : BARE_LABEL).matcher(value).matches();
        }
    }

    /** A tag, a place or a source. Tags all have to be there, of places and sources one. */
    public record Labelled(Label label, String value, boolean not) implements Term {
        @Override
        public String print() {
            return sign(not) + label.prefix() + (label.isBare(value) ? value : quoted(value));
        }
    }

    /** How minutes are compared. */
    public enum Comparison {
        MORE(">"),
        AT_LEAST(">="),
        LESS("<"),
        AT_MOST("<="),
        EQUAL("=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /** How much was lost. */
    public record Cost(Comparison comparison, double minutes) implements Term {
        @Override
        public String print() {
            return comparison.sign() + plain(minutes) + "m";
        }
    }

    /** Which end of the time that words mean counts. */
    public enum Bound {
        /** From its beginning on. */
        SINCE,
        /** Up to its end. */
        UNTIL,
        /** Before its beginning. */
        BEFORE,
        /** From its beginning to its end. */
        ON
    }

    /** When it happened, in words of time. */
    public record Time(Bound bound, String words) implements Term {
        @Override
        public String print() {
            return bound.name().toLowerCase(Locale.ROOT) + ":"
                    + (BARE.matcher(words).matches() ? words : quoted(words));
        }
    }

    /** A unit of the time that ends now. */
    public enum Unit {
        HOURS("h"),
        DAYS("d"),
        WEEKS("w"),
        MONTHS("mo"),
        YEARS("y");

        private final String letters;

        Unit(String letters) {
            this.letters = letters;
        }

        String letters() {
            return letters;
        }
    }

    /** The time that ends now. */
    public record Last(int count, Unit unit) implements Term {
        @Override
        public String print() {
            return "last:" + count + unit.letters();
        }
    }

    /** What a gripe may or may not say. */
    public enum Said {
        PAINPOINT,
        MINUTES,
        TAGS,
        PLACE
    }

    /** Whether it says something about this at all. */
    public record Saying(Said what, boolean has) implements Term {
        @Override
        public String print() {
            return (has ? "has:" : "no:") + what.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Without what {@link QueryParser#isSpace} takes for a space, the separators among the control characters included. */
    private static final Pattern BARE = Pattern.compile("[^\\s\\p{Z}\\x1c-\\x1f\"][^\\s\\p{Z}\\x1c-\\x1f]*");
    /** A ticket, an error code, a part's number: what the letters and digits of such a name mean no model knows. */
    private static final Pattern NAME = Pattern.compile("(?=.*\\p{L})(?=.*\\p{N}).{5,}");
    /** As in a capture line: a letter first, so that issue numbers stay words. */
    private static final Pattern BARE_LABEL =
            Pattern.compile("\\p{L}[\\p{L}\\p{M}\\p{N}_/-]*", Pattern.UNICODE_CHARACTER_CLASS);

    /** What the parser would take for the beginning of something quoted, which may reach beyond a word. */
    private static final Pattern LIKE_QUOTED = Pattern.compile("-?(?:[#@]|\\p{Alpha}+:)?\".*", Pattern.DOTALL);

    /** The words and phrases that are looked for, as they would be written; a space at its end says that it is finished. */
    public String text() {
        String text = terms.stream()
                .map(term -> switch (term) {
                    case Word word -> word.text();
                    case Phrase phrase -> phrase.not() ? "" : phrase.text();
                    default -> "";
                })
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return text.isEmpty() || !finished ? text : text + " ";
    }

    /** Whether there are words to be judged by their meaning, beside phrases that have to stand as they are. */
    public boolean hasWords() {
        return terms.stream().anyMatch(Word.class::isInstance);
    }

    boolean endsWithWord() {
        return !terms.isEmpty() && terms.get(terms.size() - 1) instanceof Word;
    }

    /** Whether all its words are names that have no meaning a model could know. */
    boolean hasOnlyNames() {
        return terms.stream()
                .allMatch(term -> !(term instanceof Word(String text))
                        || NAME.matcher(text).matches());
    }

    public String print() {
        String printed = terms.stream().map(Term::print).collect(Collectors.joining(" "));
        return finished ? printed + " " : printed;
    }

    private static String sign(boolean not) {
        return not ? "-" : "";
    }

    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
