package gripe.line;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Patterns that begin at a place in a line, and see what stands around it. */
final class Patterns {
    /** Where no word goes on. */
    static final String NO_WORD = "(?![\\p{L}\\p{M}\\p{N}_])";

    private Patterns() {}

    static Pattern ignoringCase(String text) {
        return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
    }

    /** What matches exactly from there on; null when it does not. */
    static @Nullable Matcher matcher(Pattern pattern, String line, int at) {
        Matcher matcher = pattern.matcher(line).region(at, line.length());
        matcher.useTransparentBounds(true).useAnchoringBounds(false);
        return matcher.lookingAt() ? matcher : null;
    }

    /** What matches all of it; null when it does not. */
    static @Nullable Matcher whole(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.matches() ? matcher : null;
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
