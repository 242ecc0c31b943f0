package gripe.painpoint;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A period for those who read it once a week: what was lost in it, what is new, rises or came back, what fixes saved, and
 * what is worth fixing.
 *
 * @param from gripes before it belong to the period before, which is as long as this one
 * @param to the end of the period
 * @param zone in which its days are told
 * @param count of all gripes in the period
 * @param minutes that they cost; those that say none count as the median of their pain point
 * @param money that minutes come to at the workspace's rate, null while there is none
 * @param countBefore of the period before
 * @param minutesBefore of the period before
 * @param alone how many gripes of the period belong to no pain point
 * @param aloneMinutes that those cost
 * @param saved minutes that fixes saved in the period; less than 0 when it got worse
 * @param costliest what cost most
 * @param fresh what was first seen in the period, most expensive first
 * @param rising what rises for certain, fastest first
 * @param returned what came back after a fix in the period, latest first
 * @param fixed what was fixed at the end of the period, by what the fixes saved in it
 * @param worthFixing what costs most a week and is neither fixed nor ignored
 * @param reminders what was ignored until a time that came in the period
 * @param staleSince when KeyDB was heard of last; null while the index follows it
 */
public record Digest(
        Instant from,
        Instant to,
        String zone,
        long count,
        double minutes,
        @Nullable Double money,
        @Nullable String currency,
        long countBefore,
        double minutesBefore,
        long alone,
        double aloneMinutes,
        double saved,
        List<Line> costliest,
        List<Line> fresh,
        List<Line> rising,
        List<Line> returned,
        List<Line> fixed,
        List<Line> worthFixing,
        List<Line> reminders,
        @Nullable Instant staleSince) {

    /**
     * A pain point.
     *
     * @param count of its gripes in the period
     * @param minutes that they cost
     * @param minutesBefore in the period before
     * @param perWeek minutes a week over the last twelve weeks, or since it was first seen
     * @param saved minutes that its fixes saved in the period
     * @param status open, fixed, returned or ignored
     * @param fix the note of what helps
     * @param hoursWithinQuarter of fixing that 13 weeks at its present rate are worth
     */
    public record Line(
            String id,
            String label,
            long count,
            double minutes,
            double minutesBefore,
            double perWeek,
            double saved,
            String status,
            @Nullable String fix,
            double hoursWithinQuarter) {}
}
