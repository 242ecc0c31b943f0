package gripe.line;

import java.time.OffsetDateTime;

/**
 * From one moment to another.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record TimeRange(OffsetDateTime from, OffsetDateTime to) {}
