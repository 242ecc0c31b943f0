package gripe.painpoint;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The coarser groups that pain points belong to, most expensive first.
 *
 * @param currency of every money figure, null while the workspace has no rate
 * @param staleSince when KeyDB was heard of last; null while the index follows it
 */
public record ThemePage(
        List<Theme> items,
        @Nullable String currency,
        @Nullable Instant staleSince) {

    /**
     * A theme, in figures of the period that was asked for.
     *
     * @param id of one of its pain points, which stands for all
     * @param label of the one that costs most
     * @param painPoints how many it has
     * @param count of their gripes
     * @param minutes that those cost
     * @param perWeek minutes a week over the last twelve weeks
     * @param saved minutes that fixes have saved so far
     */
    public record Theme(
            String id,
            String label,
            long painPoints,
            long count,
            double minutes,
            double perWeek,
            double saved,
            @Nullable Double money) {}
}
