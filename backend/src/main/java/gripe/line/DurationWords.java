package gripe.line;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads durations as people write them: {@code 25m}, {@code 1h30}, {@code 1,5 hours}, {@code half an hour}, {@code 2 x
 * 10m}, {@code 1h + 20m}. Says what stands there; whether it is the time lost is decided by where it stands, see {@link
 * TimeLost}.
 */
final class DurationWords {
    /** How much the form of a duration leaves in doubt. */
    enum Form {
        PLAIN,
        /** {@code 10m}, which may be ten metres or ten million. */
        BARE_M,
        /** {@code 25M}, which is more often a number of millions than of minutes. */
        UPPER_M,
        /** {@code an hour}, which may be "per hour". */
        ARTICLE,
        /** {@code 5 minute}, as in a 5 minute build. */
        SINGULAR,
        SECONDS
    }

    record Read(int end, double minutes, Form form) {}

    private static final int TERMS_MAX = 5;

    private static final Map<String, Double> FRACTIONS =
            Map.of("½", 0.5, "¼", 0.25, "¾", 0.75, "1/2", 0.5, "1/4", 0.25, "3/4", 0.75);

    private static final String FRACTION = "½|¼|¾|1/2|1/4|3/4";
    private static final String HOUR = "hours?|hrs?|h|stunden?|std";
    private static final String MINUTE = "minutes?|mins?|m|minuten";
    private static final String SECOND = "seconds?|secs?|s";
    /** Not before a letter, so that 10mb is none; a digit may follow the h of 1h30. */
    private static final String NO_LETTER = "(?![\\p{L}\\p{M}_])";

    private static final Pattern NAMED =
            Patterns.ignoringCase("(?<quarters>three[ -]quarters|(?:a )?quarter) (?:of an )?hour" + NO_LETTER
                    + "|(?<half>(?:a )?half(?:-| an? | )hour)" + NO_LETTER
                    + "|(?:(?:an|a|one|1) )?hour and (?:a (?<and>half|quarter))" + NO_LETTER);
    private static final Pattern CLOCK =
            Patterns.ignoringCase("(\\d{1,3}):([0-5]\\d) ?(?:" + HOUR + ")" + NO_LETTER + "(?!\\d)");
    private static final Pattern ISO =
            Patterns.ignoringCase("pt(?=\\d)(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?" + NO_LETTER + "(?!\\d)");
    private static final Pattern QUANTITY = Patterns.ignoringCase("(?<word>" + NumberWords.WORD + ")(?= )|"
            + "(?<whole>\\d{1,5}(?:[.,]\\d{1,2})?|\\.\\d{1,2})?(?:(?<space> ?)(?<fraction>" + FRACTION
            + "))?(?![\\d/½¼¾])");
    private static final Pattern AND_A_HALF = Patterns.ignoringCase(" and a half(?= )");
    private static final Pattern HOURS = Patterns.ignoringCase(" ?(" + HOUR + ")" + NO_LETTER);
    private static final Pattern MINUTES = Patterns.ignoringCase(" ?(" + MINUTE + ")" + NO_LETTER);
    private static final Pattern SECONDS = Patterns.ignoringCase(" ?(" + SECOND + ")" + NO_LETTER + "(?!\\d)");
    private static final Pattern MINUTES_AFTER_HOURS = Patterns.ignoringCase("(?: ?(?:,|and|&) | ?)(\\d{1,3}|"
            + NumberWords.WORD + ") ?(?:" + MINUTE + ")" + "(?![\\p{L}\\p{M}_])(?!\\d(?!\\d? ?s))");
    private static final Pattern BARE_MINUTES = Patterns.ignoringCase("([0-5]?\\d)(?![\\p{L}\\p{N}])");
    private static final Pattern SPACED_BARE_MINUTES = Patterns.ignoringCase(" ([0-5]\\d)(?![\\p{L}\\p{N}])");
    private static final Pattern SECONDS_AFTER_MINUTES =
            Patterns.ignoringCase("(?: ?(?:,|and) | ?)([0-5]?\\d) ?(?:" + SECOND + ")" + NO_LETTER + "(?!\\d)");
    private static final Pattern AFTER_HOURS_AND_A_HALF = Patterns.ignoringCase(" and a (half|quarter)" + NO_LETTER);
    /** What may follow 1h 30 when the 30 are minutes, not thirty of something: no noun. */
    private static final Pattern NO_NOUN = Patterns.ignoringCase(
            " +(?:\\p{L}+ing|in|on|for|at|to|of|with|because|by|from|without|no|not|while|when|lost|wasted|"
                    + "again|until)(?![\\p{L}])| *(?:\\n|$|[#@,;:.!?)–—-])");

    private static final Pattern TIMES = Patterns.ignoringCase("(\\d{1,2}) ?(?:x|×|\\*|times) ?(?=\\S)");
    private static final Pattern TIMES_AFTER =
            Patterns.ignoringCase(" ?(?:x|×|\\*) ?(\\d{1,2})(?![\\p{L}\\p{N}/]|[.,:]\\d)");
    private static final Pattern PLUS = Patterns.ignoringCase(" ?\\+ ?| and | & ");

    private static final Pattern ABOUT = Patterns.ignoringCase(
            "(?:for )?(?:(?:about|around|approximately|roughly|approx\\.?|circa|ca\\.?|almost|nearly) |[~≈] ?)?");

    private DurationWords() {}

    /** What begins exactly there, as long as it goes on; null when that is no duration. */
    static @Nullable Read at(String line, int start) {
        Read first = term(line, start);
        if (first == null) {
            return null;
        }
        Read sum = first;
        for (int terms = 1; terms < TERMS_MAX; terms++) {
            Matcher plus = Patterns.matcher(PLUS, line, sum.end());
            Read next = plus == null ? null : term(line, plus.end());
            if (next == null || next.form() == Form.ARTICLE) {
                break;
            }
            sum = new Read(next.end(), sum.minutes() + next.minutes(), Form.PLAIN);
        }
        return sum;
    }

    /** One with what may stand before it: for about 25m. */
    static @Nullable Read about(String line, int start) {
        Read read = at(line, start);
        if (read != null) {
            return read;
        }
        Matcher about = Patterns.matcher(ABOUT, line, start);
        return about == null || about.end() == start ? null : at(line, about.end());
    }

    /** Whether it is the measure of what follows, as in a 24h gym. */
    static boolean namesWhatFollows(String line, int end) {
        return Patterns.matcher(NO_NOUN, line, end) == null;
    }

    private static @Nullable Read term(String line, int start) {
        Matcher times = Patterns.matcher(TIMES, line, start);
        Read each = single(line, times == null ? start : times.end());
        if (each == null) {
            return null;
        }
        if (times != null) {
            // Twice an hour is how often, not how long.
            return each.form() == Form.ARTICLE
                    ? null
                    : new Read(each.end(), Integer.parseInt(times.group(1)) * each.minutes(), Form.PLAIN);
        }
        Matcher after = Patterns.matcher(TIMES_AFTER, line, each.end());
        return after == null
                ? each
                : new Read(after.end(), Integer.parseInt(after.group(1)) * each.minutes(), Form.PLAIN);
    }

    private static @Nullable Read single(String line, int start) {
        Read named = named(line, start);
        if (named != null) {
            return named;
        }
        Matcher quantity = Patterns.matcher(QUANTITY, line, start);
        if (quantity == null || quantity.end() == start) {
            return null;
        }
        String word = quantity.group("word");
        double number = word == null ? number(quantity) : NumberWords.value(word);
        if (Double.isNaN(number)) {
            return null;
        }
        int end = quantity.end();
        Matcher half = Patterns.matcher(AND_A_HALF, line, end);
        if (half != null) {
            number += 0.5;
            end = half.end();
        }
        return withUnit(line, end, number, word != null && word.length() <= 2);
    }

    private static @Nullable Read named(String line, int start) {
        Matcher named = Patterns.matcher(NAMED, line, start);
        if (named != null) {
            if (named.group("half") != null) {
                return new Read(named.end(), 30, Form.PLAIN);
            }
            String quarters = named.group("quarters");
            if (quarters != null) {
                return new Read(named.end(), quarters.toLowerCase(Locale.ROOT).startsWith("t") ? 45 : 15, Form.PLAIN);
            }
            return new Read(named.end(), named.group("and").equalsIgnoreCase("half") ? 90 : 75, Form.PLAIN);
        }
        Matcher clock = Patterns.matcher(CLOCK, line, start);
        if (clock != null) {
            return new Read(
                    clock.end(), Integer.parseInt(clock.group(1)) * 60 + Integer.parseInt(clock.group(2)), Form.PLAIN);
        }
        Matcher iso = Patterns.matcher(ISO, line, start);
        return iso == null ? null : new Read(iso.end(), whole(iso.group(1)) * 60 + whole(iso.group(2)), Form.PLAIN);
    }

    private static @Nullable Read withUnit(String line, int end, double number, boolean article) {
        Matcher hours = Patterns.matcher(HOURS, line, end);
        if (hours != null) {
            return hours(line, hours, number, article);
        }
        Matcher minutes = Patterns.matcher(MINUTES, line, end);
        if (minutes != null) {
            return minutes(line, minutes, number, article);
        }
        Matcher seconds = Patterns.matcher(SECONDS, line, end);
        // 90s are years as well.
        if (seconds == null || seconds.group(1).length() == 1 || article) {
            return null;
        }
        return new Read(seconds.end(), number / 60, Form.SECONDS);
    }

    private static @Nullable Read hours(String line, Matcher unit, double number, boolean article) {
        int end = unit.end();
        if (article && unit.group(1).length() < 4) {
            return null;
        }
        double minutes = number * 60;
        Matcher more = Patterns.matcher(MINUTES_AFTER_HOURS, line, end);
        if (more != null) {
            minutes += NumberWords.value(more.group(1));
            Matcher seconds = Patterns.matcher(SECONDS_AFTER_MINUTES, line, more.end());
            return seconds == null
                    ? new Read(more.end(), minutes, Form.PLAIN)
                    : new Read(seconds.end(), minutes + Integer.parseInt(seconds.group(1)) / 60.0, Form.PLAIN);
        }
        Matcher half = Patterns.matcher(AFTER_HOURS_AND_A_HALF, line, end);
        if (half != null) {
            return new Read(half.end(), minutes + (half.group(1).equalsIgnoreCase("half") ? 30 : 15), Form.PLAIN);
        }
        if (PlainLine.isDigit(charAt(line, end))) {
            Matcher bare = Patterns.matcher(BARE_MINUTES, line, end);
            return bare == null ? null : new Read(bare.end(), minutes + Integer.parseInt(bare.group(1)), Form.PLAIN);
        }
        Matcher spaced = Patterns.matcher(SPACED_BARE_MINUTES, line, end);
        // 1 h 30, as Gripe writes it; of 1h 30 only when no thirty things follow.
        boolean asGripeWrites = unit.group().equalsIgnoreCase(" h");
        if (spaced != null && !article && (asGripeWrites || !namesWhatFollows(line, spaced.end()))) {
            return new Read(spaced.end(), minutes + Integer.parseInt(spaced.group(1)), Form.PLAIN);
        }
        return new Read(end, minutes, form(unit.group(1), number, article));
    }

    private static @Nullable Read minutes(String line, Matcher unit, double number, boolean article) {
        String name = unit.group(1);
        boolean bare = name.length() == 1;
        if ((bare && unit.group().length() > 1) || (article && name.length() < 6)) {
            return null;
        }
        Matcher seconds = Patterns.matcher(SECONDS_AFTER_MINUTES, line, unit.end());
        if (seconds != null) {
            return new Read(seconds.end(), number + Integer.parseInt(seconds.group(1)) / 60.0, Form.PLAIN);
        }
        if (PlainLine.isDigit(charAt(line, unit.end()))) {
            return null;
        }
        if (bare) {
            return new Read(unit.end(), number, name.equals("M") ? Form.UPPER_M : Form.BARE_M);
        }
        return new Read(unit.end(), number, form(name, number, article));
    }

    private static Form form(String unit, double number, boolean article) {
        if (article) {
            return Form.ARTICLE;
        }
        boolean spelled = List.of("hour", "minute").contains(unit.toLowerCase(Locale.ROOT));
        return spelled && number > 1 ? Form.SINGULAR : Form.PLAIN;
    }

    private static double number(Matcher quantity) {
        String whole = quantity.group("whole");
        String fraction = quantity.group("fraction");
        if (whole == null && fraction == null) {
            return Double.NaN;
        }
        boolean joined =
                whole != null && fraction != null && quantity.group("space").isEmpty();
        // 21/2 is a fraction of its own, not two and a half.
        if (joined && fraction.length() > 1) {
            return Double.NaN;
        }
        double number = whole == null ? 0 : new BigDecimal(whole.replace(',', '.')).doubleValue();
        return number + (fraction == null ? 0 : FRACTIONS.getOrDefault(fraction, 0.0));
    }

    private static int whole(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static char charAt(String line, int at) {
        return at < line.length() ? line.charAt(at) : ' ';
    }
}
