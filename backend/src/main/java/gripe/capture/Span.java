package gripe.capture;

/**
 * A part of a line that was understood.
 *
 * @param start of it in UTF-16 units, inclusive
 * @param end exclusive
 * @param kind {@code minutes}, {@code tag} or {@code place}
 * @param value what it came to
 */
public record Span(int start, int end, String kind, String value) {}
