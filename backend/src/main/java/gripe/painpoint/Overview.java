package gripe.painpoint;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A period in one look.
 *
 * @param count of all gripes in the period
 * @param minutes that they cost; those that say none count as the median of their pain point
 * @param money that minutes come to at the workspace's rate, null while there is none
 * @param estimated how many gripes of the period say no minutes
 * @param alone how many gripes of the period belong to no pain point
 * @param aloneMinutes that those cost
 * @param weeksFrom the Monday of the first of weeks
 * @param weeks minutes, counted as {@code minutes} are, of each of 52 calendar weeks, oldest first, the one in which the period ends last
 * @param costliest what costs most
 * @param rising what rises for certain, fastest first
 * @param returned what came back after a fix, latest first
 * @param fixed what is fixed and stayed so, also where nothing happened in the period
 * @param saved minutes that all fixes have saved so far
 * @param staleSince when KeyDB was heard of last; null while the index follows it
 */
public record Overview(
        long count,
        double minutes,
        @Nullable Double money,
        @Nullable String currency,
        long estimated,
        long alone,
        double aloneMinutes,
        LocalDate weeksFrom,
        List<Double> weeks,
        List<PainPointItem> costliest,
        List<PainPointItem> rising,
        List<PainPointItem> returned,
        List<PainPointItem> fixed,
        double saved,
        @Nullable Instant staleSince) {}
