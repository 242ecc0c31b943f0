package gripe.index;

/**
 * Where a page of matches ended: the last gripe on it.
 *
 * @param rank what it was sorted by first: its score, its minutes, or 0 when sorted by time
 * @param shown how many matches there were up to here
 */
public record MatchCursor(double rank, long happenedAtMillis, String id, int shown) {}
