package gripe.line;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;

/** Numbers written as words, as far as they count minutes, hours or days: {@code a}, {@code ten}, {@code forty-five}. */
final class NumberWords {
    private static final Map<String, Integer> ONES = Map.ofEntries(
            entry("a", 1),
            entry("an", 1),
            entry("one", 1),
            entry("two", 2),
            entry("three", 3),
            entry("four", 4),
            entry("five", 5),
            entry("six", 6),
            entry("seven", 7),
            entry("eight", 8),
            entry("nine", 9),
            entry("ten", 10),
            entry("eleven", 11),
            entry("twelve", 12),
            entry("thirteen", 13),
            entry("fourteen", 14),
            entry("fifteen", 15),
            entry("sixteen", 16),
            entry("seventeen", 17),
            entry("eighteen", 18),
            entry("nineteen", 19));
    private static final Map<String, Integer> TENS = Map.of(
            "twenty", 20, "thirty", 30, "forty", 40, "fifty", 50, "sixty", 60, "seventy", 70, "eighty", 80, "ninety",
            90);

    /** What a pattern may hold in place of digits; each alternative ends where a word does. */
    static final String WORD = "(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
            + "(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|"
            + "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
            + "one|two|three|four|five|six|seven|eight|nine|an?)(?![\\p{L}\\p{M}])";

    private NumberWords() {}

    /** @param written digits, or what {@link #WORD} matches */
    static int value(String written) {
        if (PlainLine.isDigit(written.charAt(0))) {
            return Integer.parseInt(written);
        }
        String[] words = written.toLowerCase(Locale.ROOT).split("[- ]", 2);
        Integer tens = TENS.get(words[0]);
        String last = words[words.length - 1];
        int ones = ONES.getOrDefault(last, 0);
        return tens == null ? ones : tens + ones;
    }
}
