package gripe.line;

/**
 * A part of a line that was understood, or a backslash that kept a part from being understood.
 *
 * @param start of it in UTF-16 units, inclusive
 * @param end exclusive
 * @param kind {@code minutes}, {@code tag}, {@code place}, {@code time} or {@code escape}
 * @param value what it came to; of a backslash nothing
 */
public record Span(int start, int end, String kind, String value) {
    public static final String MINUTES = "minutes";
    public static final String TAG = "tag";
    public static final String PLACE = "place";
    public static final String TIME = "time";
    public static final String ESCAPE = "escape";
}
