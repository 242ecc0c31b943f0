package gripe.search;

import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record TimeSpan(Instant from, Instant to) {}
