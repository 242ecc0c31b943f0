package gripe.index;

/** Where a page of a list ended: the last gripe on it. */
public record Cursor(long happenedAtMillis, String id) {}
