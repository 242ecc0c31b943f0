package gripe.index;

/**
 * What some of the matches have in common.
 *
 * @param value a tag, a place, a source, or the Monday that a week begins with
 * @param minutes lost by them
 */
public record Facet(String value, long count, double minutes) {}
