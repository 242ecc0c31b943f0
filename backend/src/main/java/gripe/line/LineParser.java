package gripe.line;

import java.time.ZonedDateTime;
import java.util.List;

/**
 * Reads a capture line such as {@code 25m waiting for the flaky CI again #ci @office yesterday 3pm}. When in doubt a word
 * stays text. {@code docs/LINE.md} says for people what is understood.
 */
public final class LineParser {
    public static final int TAGS_MAX = 20;
    public static final int TAG_CHARACTERS_MAX = 50;
    public static final int PLACE_CHARACTERS_MAX = 200;
    /** A year. */
    public static final double MINUTES_MAX = 366 * 24 * 60;
    /** More than the longest text with all its tags; a longer line is not read but all text. */
    private static final int LINE_UNITS_MAX = 10_000;

    private LineParser() {}

    /**
     * Any string is a line; nothing is dropped: spans and text together make up the input, but for the spaces around a
     * span.
     *
     * @param now the moment that the line's times are relative to, in the writer's zone
     */
    public static ParsedLine parse(String written, ZonedDateTime now) {
        if (written.length() > LINE_UNITS_MAX) {
            return new ParsedLine(written, null, List.of(), null, null, List.of());
        }
        MarkedLine line = new MarkedLine(written);
        TimeWords times = new TimeWords(now);
        Literals.mark(line, times);
        Labels labels = Labels.read(line);
        SaidTime time = TimeOfLine.read(line, times);
        Double minutes = TimeLost.read(line);
        List<Span> spans = Remainder.withPunctuation(line);
        return new ParsedLine(Remainder.text(written, spans), minutes, labels.tags(), labels.place(), time, spans);
    }
}
