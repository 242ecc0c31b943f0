package gripe.painpoint;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pain points and some of their gripes on a plane, on which near means alike. All lengths are in one unit, from the upper
 * left corner.
 *
 * @param items most expensive first
 * @param loose some of the gripes that belong to no pain point
 * @param total how many pain points there are in the period
 * @param gripes how many gripes there are in the period
 * @param dots how many of those are drawn
 * @param currency of every money figure, null while the workspace has no rate
 * @param staleSince when KeyDB was heard of last; null while the index follows it
 */
public record PainPointMap(
        double width,
        double height,
        List<Item> items,
        List<Loose> loose,
        long total,
        long gripes,
        long dots,
        @Nullable String currency,
        @Nullable Instant staleSince) {

    /**
     * A pain point: a disc, with a dot for each of some of its gripes, the most typical in its middle.
     *
     * @param count of its gripes in the period
     * @param minutes that they cost
     * @param status open, fixed, returned or ignored
     * @param theme the id of the coarser group that it belongs to, null for none
     */
    public record Item(
            String id,
            String label,
            double x,
            double y,
            double radius,
            long count,
            double minutes,
            @Nullable Double money,
            String status,
            @Nullable String theme,
            List<Dot> dots) {}

    /** A gripe. */
    public record Dot(String gripe, double x, double y, double minutes) {}

    /**
     * A gripe that belongs to no pain point.
     *
     * @param text its first words
     */
    public record Loose(String gripe, String text, double x, double y, double minutes) {}
}
