package gripe.painpoint;

import gripe.painpoint.Catalogue.View;
import gripe.painpoint.Law.Fix;
import gripe.painpoint.Law.Status;
import gripe.painpoint.PainPointDetail.FixCourse;
import gripe.storage.StoredPainPoint;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All pain points as of one moment, with their courses. Immutable by convention. */
final class Moment {
    static final int SPARK_WEEKS = 12;
    static final double WEEK_MILLIS = 7 * 24 * 3_600_000.0;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    final View view;
    final Map<String, Course> courses;
    final @Nullable Instant staleSince;
    final long millis;

    Moment(View view, Map<String, Course> courses, @Nullable Instant staleSince, long millis) {
        this.view = view;
        this.courses = courses;
        this.staleSince = staleSince;
        this.millis = millis;
    }

    List<PainPointItem> items(@Nullable Instant from) {
        long begin = from == null ? Long.MIN_VALUE : bounded(from);
        List<PainPointItem> items = new ArrayList<>();
        for (StoredPainPoint painPoint : view.painPoints()) {
            PainPointItem item = item(painPoint, begin);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    /** Null when it has no gripe in the period. */
    @Nullable
    PainPointItem item(StoredPainPoint painPoint, long begin) {
        Course whole = courses.get(painPoint.id());
        if (painPoint.into() != null || whole == null) {
            return null;
        }
        Course known = whole.within(Long.MIN_VALUE, millis + 1);
        Course course = known.within(begin, millis + 1);
        if (course.count() == 0) {
            return null;
        }
        Law law = view.law();
        Law.State state = law.state(painPoint.id(), millis);
        Course.Rate rate = known.rate(millis);
        double minutes = course.minutes();
        return new PainPointItem(
                painPoint.id(),
                view.label(painPoint),
                law.pinned(painPoint.id()),
                state.status().wireName(),
                course.count(),
                minutes,
                whole.estimated(),
                whole.estimate(),
                rate.minutes(),
                rate.low(),
                rate.high(),
                known.trend(millis).wireName(),
                known.weeks(millis, SPARK_WEEKS, ZoneId.systemDefault()),
                Instant.ofEpochMilli(course.firstMillis()),
                Instant.ofEpochMilli(course.lastMillis()),
                at(state, Status.FIXED),
                at(state, Status.RETURNED),
                at(state, Status.IGNORED),
                reminded(painPoint.id()),
                fixes(painPoint.id(), known).stream()
                        .mapToDouble(FixCourse::saved)
                        .sum(),
                law.note(painPoint.id()),
                painPoint.theme(),
                money(minutes));
    }

    private @Nullable Instant at(Law.State state, Status wanted) {
        return state.status() == wanted && state.at() != Long.MAX_VALUE ? Instant.ofEpochMilli(state.at()) : null;
    }

    private @Nullable Instant reminded(String painPoint) {
        long at = view.law().remindedAt(painPoint);
        return at == Long.MIN_VALUE || at > millis ? null : Instant.ofEpochMilli(at);
    }

    /** Before, after and saved, for each fix that was there by then. */
    List<FixCourse> fixes(String painPoint, Course known) {
        List<FixCourse> fixes = new ArrayList<>();
        for (Fix fix : view.law().fixes(painPoint)) {
            if (fix.at() > millis) {
                continue;
            }
            Long endedAt = fix.endedAt();
            long end = endedAt == null ? millis : Math.min(millis, endedAt);
            Course.Rate before = known.rate(fix.at());
            double weeks = Math.max(0, (end - fix.at()) / WEEK_MILLIS);
            double minutes = known.minutesBetween(fix.at(), end);
            fixes.add(new FixCourse(
                    fix.decision(),
                    Instant.ofEpochMilli(fix.at()),
                    fix.note(),
                    before.minutes(),
                    weeks == 0 ? 0 : minutes / Math.max(weeks, 1),
                    before.minutes() * weeks - minutes,
                    endedAt == null ? null : Instant.ofEpochMilli(endedAt),
                    fix.returned(),
                    fix.evidence()));
        }
        return fixes;
    }

    double rise(String painPoint) {
        return courses.getOrDefault(painPoint, Course.NONE).rise(millis);
    }

    /** What so many minutes cost; null while an hour has no price. */
    @Nullable
    Double money(double minutes) {
        Law.Price price = view.law().price();
        return price == null ? null : minutes / 60 * price.hourly();
    }

    @Nullable
    String currency() {
        Law.Price price = view.law().price();
        return price == null ? null : price.currency();
    }

    /** As it stands in a list, though it has no gripe. */
    PainPointItem empty(StoredPainPoint painPoint) {
        Law law = view.law();
        Law.State state = law.state(painPoint.id(), millis);
        Instant made = Instant.ofEpochMilli(painPoint.made());
        return new PainPointItem(
                painPoint.id(),
                view.label(painPoint),
                law.pinned(painPoint.id()),
                state.status().wireName(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Course.Trend.STEADY.wireName(),
                Collections.nCopies(SPARK_WEEKS, 0.0),
                made,
                made,
                at(state, Status.FIXED),
                at(state, Status.RETURNED),
                at(state, Status.IGNORED),
                reminded(painPoint.id()),
                0,
                law.note(painPoint.id()),
                painPoint.theme(),
                null);
    }

    /** As near as milliseconds come: a year of nine digits has more than fit. */
    static long bounded(Instant time) {
        return time.isBefore(EARLIEST)
                ? EARLIEST.toEpochMilli()
                : time.isAfter(LATEST) ? LATEST.toEpochMilli() : time.toEpochMilli();
    }
}
