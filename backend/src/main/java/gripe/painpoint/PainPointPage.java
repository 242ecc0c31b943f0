package gripe.painpoint;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of pain points.
 *
 * @param next cursor of the following page, null at the end
 * @param total how many there are in all, with those whose fix holds and that had no gripe in the period
 * @param minutes that all of them cost in the period
 * @param saved minutes that all fixes of these pain points have saved so far, whatever the period and the order
 * @param fixes how many fixes those are, with those that came to an end
 * @param reminders those that are to be thought of again, the latest first, whatever was asked for
 * @param currency of every money figure, null while the workspace has no rate
 * @param grouping the re-grouping that is under way or was last
 * @param staleSince when KeyDB was heard of last; null while the index follows it
 */
public record PainPointPage(
        List<PainPointItem> items,
        @Nullable String next,
        long total,
        double minutes,
        double saved,
        long fixes,
        List<PainPointItem> reminders,
        @Nullable String currency,
        GroupingStatus grouping,
        @Nullable Instant staleSince) {
    public PainPointPage {
        items = List.copyOf(items);
        reminders = List.copyOf(reminders);
    }
}
