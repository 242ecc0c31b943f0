package gripe.painpoint;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pain point in a list, in figures of the period that was asked for.
 *
 * @param minutes of its gripes; those that say none count as the median of its gripes that do
 * @param estimated how many of its gripes in the period say no minutes, and so count as {@code estimate} each
 * @param perWeek minutes a week over the last twelve weeks, or since it was first seen
 * @param perWeekLow the 95 % range of perWeek begins here
 * @param perWeekHigh the range ends here
 * @param firstAt of the period; of all time where the period has none, as what is fixed may have
 * @param lastAt the same
 * @param trend of the last four weeks against the eight before: rising, steady or falling
 * @param weeks minutes of each of the last twelve calendar weeks, oldest first, the present one last
 * @param status open, fixed, returned or ignored
 * @param fixedAt since when it is fixed, null while it is not
 * @param returnedAt when it came back, null unless that is its status
 * @param ignoredUntil when it is to be thought of again, null unless it is ignored
 * @param remindedAt since when it is to be thought of again, as whoever ignored it had wanted; null for none
 * @param saved minutes that its fixes have saved so far
 * @param fix the note of what helps
 * @param theme the id of the coarser group that it belongs to, null for none
 * @param money that minutes come to at the workspace's rate, null while there is none
 */
public record PainPointItem(
        String id,
        String label,
        boolean pinned,
        String status,
        long count,
        double minutes,
        long estimated,
        double estimate,
        double perWeek,
        double perWeekLow,
        double perWeekHigh,
        String trend,
        List<Double> weeks,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant fixedAt,
        @Nullable Instant returnedAt,
        @Nullable Instant ignoredUntil,
        @Nullable Instant remindedAt,
        double saved,
        @Nullable String fix,
        @Nullable String theme,
        @Nullable Double money) {
    public PainPointItem {
        weeks = List.copyOf(weeks);
    }
}
