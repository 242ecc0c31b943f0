package gripe.search;

import gripe.index.Filter;
import gripe.index.Order;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A search as it is asked for: the query, and the same as fields. All of them have to hold.
 *
 * @param q in the syntax of {@link QueryParser}
 * @param from inclusive
 * @param to exclusive
 * @param minMinutes at least so many, or null
 * @param zone in which the query's days and the answer's weeks begin
 */
public record SearchRequest(
        String q,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String tag,
        @Nullable String place,
        @Nullable String source,
        @Nullable Double minMinutes,
        ZoneId zone,
        Order order,
        int limit,
        @Nullable String cursor) {

    /** By the query alone, the best first. */
    public static SearchRequest of(String q, ZoneId zone, int limit) {
        return new SearchRequest(q, null, null, null, null, null, null, zone, Order.RELEVANCE, limit, null);
    }

    /** That what passes this filter, too. */
    Filter narrowed(Filter filter) {
        List<Filter.Condition> conditions = new ArrayList<>(filter.conditions());
        add(conditions, Filter.Field.TAG, withoutSign(tag, "#"));
        add(conditions, Filter.Field.PLACE, withoutSign(place, "@"));
        add(conditions, Filter.Field.SOURCE, source);
        if (minMinutes != null) {
            conditions.add(new Filter.Minutes(minMinutes, Double.MAX_VALUE));
        }
        return new Filter(
                Stream.of(from, filter.from())
                        .filter(java.util.Objects::nonNull)
                        .max(Instant::compareTo)
                        .orElse(null),
                Stream.of(to, filter.to())
                        .filter(java.util.Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null),
                conditions);
    }

    private static void add(List<Filter.Condition> conditions, Filter.Field field, @Nullable String value) {
        if (value != null) {
            conditions.add(new Filter.AnyOf(field, List.of(value)));
        }
    }

    static @Nullable String withoutSign(@Nullable String value, String sign) {
        return value != null && value.startsWith(sign) ? value.substring(1) : value;
    }
}
