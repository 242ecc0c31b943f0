package gripe.wire;

import org.jspecify.annotations.Nullable;

/**
 * A line to understand.
 *
 * @param now what the line's times are relative to, ISO 8601 with offset; this moment when absent
 * @param zone the writer's time zone, such as Europe/Berlin
 */
public record ParseRequest(
        @Nullable String line, java.time.@Nullable OffsetDateTime now, java.time.@Nullable ZoneId zone) {}
