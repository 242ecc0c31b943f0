package gripe.capture;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.line.LineParser;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What each field of a gripe may hold. Answers the value to keep, or throws a Problem that names the field. */
final class GripeRules {
    static final int TEXT_CHARACTERS_MAX = 2_000;
    static final int TAGS_MAX = LineParser.TAGS_MAX;
    static final int TAG_CHARACTERS_MAX = LineParser.TAG_CHARACTERS_MAX;
    static final int PLACE_CHARACTERS_MAX = LineParser.PLACE_CHARACTERS_MAX;
    static final int SOURCE_CHARACTERS_MAX = 50;
    /** A year: longer than any single gripe can have lasted. */
    static final double MINUTES_MAX = LineParser.MINUTES_MAX;

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    /** Clocks differ, and a phone may be a day ahead by mistake. */
    private static final Duration FUTURE_MAX = Duration.ofDays(1);

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Clock clock;

    GripeRules(Clock clock) {
        this.clock = clock;
    }

    String id(String id) {
        if (!ID.matcher(id).matches()) {
            throw new Problem(Code.INVALID, "id", "An id has 1 to 64 letters, digits, '-' or '_'.");
        }
        return id;
    }

    /** The text exactly as given. */
    String text(String text) {
        unicode("text", text);
        atMost("text", text, TEXT_CHARACTERS_MAX);
        if (nothingVisible(text)) {
            throw new Problem(Code.BLANK, "text", "The text has nothing to read in it.");
        }
        return text;
    }

    @Nullable
    Double minutes(@Nullable Double minutes) {
        if (minutes == null) {
            return null;
        }
        if (!(minutes >= 0 && minutes <= MINUTES_MAX)) {
            throw new Problem(Code.OUT_OF_RANGE, "minutes", "Minutes are 0 to 527,040 (a year).");
        }
        return minutes;
    }

    OffsetDateTime happenedAt(OffsetDateTime at) {
        Instant instant = at.toInstant();
        if (instant.isBefore(EARLIEST) || instant.isAfter(clock.instant().plus(FUTURE_MAX))) {
            throw new Problem(Code.OUT_OF_RANGE, "happenedAt", "A gripe happened after 1970 and not after tomorrow.");
        }
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    List<String> tags(List<String> tags) {
        if (tags.size() > TAGS_MAX) {
            throw new Problem(Code.TOO_MANY, "tags", "A gripe has at most " + TAGS_MAX + " tags.");
        }
        Set<String> kept = new LinkedHashSet<>();
        for (String tag : tags) {
            unicode("tags", tag);
            String bare = tag.strip();
            bare = bare.startsWith("#") ? bare.substring(1) : bare;
            if (nothingVisible(bare)) {
                throw new Problem(Code.BLANK, "tags", "A tag has nothing to read in it.");
            }
            atMost("tags", bare, TAG_CHARACTERS_MAX);
            if (bare.codePoints().anyMatch(Character::isWhitespace)) {
                throw new Problem(Code.INVALID, "tags", "A tag is one word, without spaces.");
            }
            kept.add(Normalizer.normalize(bare, Normalizer.Form.NFC).toLowerCase(Locale.ROOT));
        }
        return List.copyOf(kept);
    }

    @Nullable
    String place(@Nullable String place) {
        return label("place", place, PLACE_CHARACTERS_MAX);
    }

    @Nullable
    String source(@Nullable String source) {
        return label("source", source, SOURCE_CHARACTERS_MAX);
    }

    private static @Nullable String label(String field, @Nullable String value, int max) {
        if (value == null) {
            return null;
        }
        unicode(field, value);
        atMost(field, value, max);
        return nothingVisible(value) ? null : value.strip();
    }

    private static void atMost(String field, String value, int max) {
        if (value.codePointCount(0, value.length()) > max) {
            throw new Problem(Code.TOO_LONG, field, "At most " + max + " characters.");
        }
    }

    private static void unicode(String field, String value) {
        for (int i = 0; i < value.length(); ) {
            int point = value.codePointAt(i);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                throw new Problem(Code.INVALID_UNICODE, field, "Half a character (a lone surrogate) at " + i + ".");
            }
            if (Character.getType(point) == Character.CONTROL && point != '\n' && point != '\t' && point != '\r') {
                throw new Problem(Code.CONTROL_CHARACTER, field, "Control character U+%04X at %d.".formatted(point, i));
            }
            i += Character.charCount(point);
        }
    }

    /** Spaces of all kinds, and characters of no width such as U+200B or U+FEFF. */
    private static boolean nothingVisible(String value) {
        return value.codePoints().allMatch(point -> {
            int type = Character.getType(point);
            return Character.isWhitespace(point)
                    || Character.isSpaceChar(point)
                    || type == Character.FORMAT
                    || type == Character.CONTROL
                    || point == 0x115F
                    || point == 0x1160
                    || point == 0x3164
                    || point == 0x2800;
        });
    }
}
