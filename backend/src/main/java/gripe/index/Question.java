package gripe.index;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param text in words; blank for all that passes the filter
 * @param limit how many matches at once
 * @param after where the page before ended
 * @param zone in which weeks begin
 */
public record Question(
        String text,
        Filter filter,
        Order order,
        int limit,
        @Nullable MatchCursor after,
        ZoneId zone) {}
