package gripe.painpoint;

import gripe.Gripe;
import gripe.storage.StoredPainPoint;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All about one pain point.
 *
 * @param asked the id that was asked for; another one than its own when it has become part of this pain point
 * @param rank by cost among all, from 1
 * @param weeksFrom the Monday of the first of weeks
 * @param weeks minutes of each of the last 52 calendar weeks, oldest first, the present one last
 * @param heat minutes by weekday (Monday first) and hour, at the writers' own clocks
 * @param sources count and minutes by where the gripes came from, most expensive first
 * @param central its most central gripe, null while none is known
 * @param names other phrases that people used for it
 * @param title what a chat model made of its gripes, null where none was asked
 * @param fixes oldest first
 * @param payback null while nothing was lost lately
 * @param answered how many gripes came since the note was written, each of which it answered
 * @param preceding what often came shortly before
 * @param related others of the same theme
 * @param decisions of people about it, newest first
 * @param history what re-grouping did to it, oldest first
 */
public record PainPointDetail(
        PainPointItem painPoint,
        String asked,
        int rank,
        long total,
        LocalDate weeksFrom,
        List<Double> weeks,
        List<List<Double>> heat,
        Map<String, Share> sources,
        @Nullable Gripe central,
        List<String> names,
        @Nullable Title title,
        List<FixCourse> fixes,
        @Nullable Payback payback,
        long answered,
        List<Preceding> preceding,
        List<Related> related,
        List<DecisionLine> decisions,
        List<HistoryLine> history,
        @Nullable String currency,
        @Nullable Instant staleSince) {

    /**
     * What a chat model made of its gripes; people's own name for it counts more.
     *
     * @param summary null for none
     * @param by the model's name
     */
    public record Title(String text, @Nullable String summary, String by) {
        static @Nullable Title of(StoredPainPoint.@Nullable Title title) {
            return title == null ? null : new Title(title.text(), title.summary(), title.by());
        }
    }

    /** How many of its gripes, and what they cost. */
    public record Share(long count, double minutes) {}

    /**
     * A fix.
     *
     * @param before minutes a week over the last twelve weeks before it in which no other fix held
     * @param after minutes a week while it held
     * @param saved minutes in all while it held; less than 0 when it got worse
     * @param endedAt when it was reopened or came back, null while it holds
     * @param evidence ids of the first gripes that showed that it came back
     */
    public record FixCourse(
            String decision,
            Instant at,
            @Nullable String note,
            double before,
            double after,
            double saved,
            @Nullable Instant endedAt,
            boolean returned,
            List<String> evidence) {}

    /**
     * What a fix may cost and still pay off.
     *
     * @param hoursWithinQuarter of fixing that 13 weeks at the present rate are worth
     * @param hoursWithinHalfYear of fixing that 26 weeks are worth
     */
    public record Payback(double hoursWithinQuarter, double hoursWithinHalfYear) {}

    /**
     * Another pain point that came before this one more often than by chance.
     *
     * @param times of how many this one's gripes it came before
     * @param of this one's gripes
     * @param expected how many it would have been by chance
     * @param withinMinutes at most
     */
    public record Preceding(String id, String label, int times, int of, double expected, int withinMinutes) {}

    /** Another pain point of the same theme. */
    public record Related(String id, String label, double minutes) {}

    /**
     * A decision of somebody.
     *
     * @param by who decided: the owner, a device by its name, whoever the request named, or gripe by itself
     * @param painPoint the id of what it is about, empty for none
     * @param painPointLabel what that is called now, null when it is gone
     * @param otherLabel what the other pain point is called now, null when there is none
     * @param gripes ids of the first of those that it is about
     * @param gripeCount of how many it is about
     * @param gripeText of the first of them, null where there is none
     * @param undoneAt null while it holds
     */
    public record DecisionLine(
            String id,
            Instant at,
            String by,
            String kind,
            String painPoint,
            @Nullable String painPointLabel,
            @Nullable String text,
            @Nullable String other,
            @Nullable String otherLabel,
            List<String> gripes,
            int gripeCount,
            @Nullable String gripeText,
            @Nullable Instant undoneAt,
            @Nullable String undoneBy) {}

    /** What re-grouping did. */
    public record HistoryLine(
            Instant at,
            String kind,
            @Nullable String other,
            @Nullable String otherLabel,
            long gripes) {}
}
