package gripe.painpoint;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.painpoint.Digest.Line;
import gripe.painpoint.Law.Fix;
import gripe.painpoint.Law.Status;
import gripe.painpoint.PainPointDetail.FixCourse;
import gripe.storage.StoredPainPoint;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Tells of a period what somebody who reads it once has to know. Thread-safe. */
@Singleton
public final class Digests {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int EACH_MAX = 5;

    private final Moments moments;
    private final Figures figures;

    Digests(Moments moments, Figures figures) {
        this.moments = moments;
        this.figures = figures;
    }

    /**
     * Of the gripes that happened from one time on and before another.
     *
     * @param from null for a week before the end
     * @param to null for now
     * @param zone in which it is told
     */
    public Digest of(Workspace workspace, @Nullable Instant from, @Nullable Instant to, ZoneId zone) {
        Moment now = moments.at(workspace, to, zone);
        long begin = from == null ? now.millis - WEEK.toMillis() : Moment.bounded(from);
        if (begin >= now.millis) {
            throw new Problem(Code.OUT_OF_RANGE, "from", "A period begins before it ends, and before now.");
        }
        return new Period(now, begin, now.end).digest(figures.whole(workspace));
    }

    private record Period(Moment now, long begin, long end) {
        /** A pain point in the period, and what only the order of the lists asks for. */
        record Seen(Line line, double rise, long firstMillis, long returnedAt, long remindedAt) {}

        Digest digest(Figures.Whole whole) {
            List<Seen> all = new ArrayList<>();
            for (StoredPainPoint painPoint : now.view.painPoints()) {
                Course course = now.courses.get(painPoint.id());
                if (painPoint.into() == null && course != null) {
                    Course known = course.within(Long.MIN_VALUE, end);
                    if (known.count() > 0) {
                        all.add(seen(painPoint, known));
                    }
                }
            }
            Course alone = whole.alone().within(begin, end);
            long before = begin - (now.millis - begin);
            double minutes =
                    all.stream().mapToDouble(one -> one.line().minutes()).sum() + alone.minutes();
            return new Digest(
                    Instant.ofEpochMilli(begin),
                    Instant.ofEpochMilli(now.millis),
                    now.zone.getId(),
                    whole.all().countBetween(begin, end),
                    minutes,
                    now.money(minutes),
                    now.currency(),
                    whole.all().countBetween(before, begin),
                    all.stream().mapToDouble(one -> one.line().minutesBefore()).sum()
                            + whole.alone().minutesBetween(before, begin),
                    alone.count(),
                    alone.minutes(),
                    all.stream().mapToDouble(one -> one.line().saved()).sum(),
                    first(all, one -> one.line().count() > 0, one -> one.line().minutes()),
                    first(
                            all,
                            one -> one.firstMillis() >= begin,
                            one -> one.line().minutes()),
                    first(all, one -> one.rise() > 0, Seen::rise),
                    first(all, one -> one.returnedAt() >= begin && !is(one, Status.IGNORED), Seen::returnedAt),
                    first(all, one -> is(one, Status.FIXED), one -> one.line().saved()),
                    first(
                            all,
                            one -> (is(one, Status.OPEN) || is(one, Status.RETURNED))
                                    && one.line().perWeek() > 0,
                            one -> one.line().perWeek()),
                    first(all, one -> one.remindedAt() >= begin && one.remindedAt() < end, Seen::remindedAt),
                    now.staleSince);
        }

        private static boolean is(Seen one, Status status) {
            return one.line().status().equals(status.wireName());
        }

        private static List<Line> first(List<Seen> all, Predicate<Seen> wanted, ToDoubleFunction<Seen> most) {
            return all.stream()
                    .filter(wanted)
                    .sorted(Comparator.comparingDouble(most)
                            .reversed()
                            .thenComparing(one -> one.line().id()))
                    .limit(EACH_MAX)
                    .map(Seen::line)
                    .toList();
        }

        private Seen seen(StoredPainPoint painPoint, Course known) {
            String id = painPoint.id();
            Law law = now.law;
            double perWeek = known.rate(end).minutes();
            Line line = new Line(
                    id,
                    now.view.label(painPoint),
                    known.countBetween(begin, end),
                    known.minutesBetween(begin, end),
                    known.minutesBetween(begin - (now.millis - begin), begin),
                    perWeek,
                    saved(id, known),
                    law.state(id, now.millis).status().wireName(),
                    now.view.law().note(id),
                    perWeek * Details.QUARTER_WEEKS / 60);
            long returnedAt = law.fixes(id).stream()
                    .filter(Fix::returned)
                    .map(Fix::endedAt)
                    .mapToLong(at -> at == null || at >= end ? Long.MIN_VALUE : at)
                    .max()
                    .orElse(Long.MIN_VALUE);
            return new Seen(line, known.rise(end), known.firstMillis(), returnedAt, law.remindedAt(id));
        }

        /** What the rate before each fix would have come to in the part of the period in which it held, but for what did. */
        private double saved(String painPoint, Course known) {
            double saved = 0;
            for (FixCourse fix : now.fixes(painPoint, known)) {
                Instant endedAt = fix.endedAt();
                long since = Math.max(begin, fix.at().toEpochMilli());
                long until = endedAt == null ? now.millis : Math.min(now.millis, endedAt.toEpochMilli());
                if (since < until) {
                    saved += fix.before() * (until - since) / Moment.WEEK_MILLIS - known.minutesBetween(since, until);
                }
            }
            return saved;
        }
    }
}
