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
import java.util.Comparator;
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
    /** How pain points stood then, whatever became of them since. */
    final Law law;

    final Map<String, Course> courses;
    final @Nullable Instant staleSince;
    /** The moment itself. */
    final long millis;
    /** Gripes before it count: what happened just now does, what happened at the end of a period belongs to the next. */
    final long end;

    final ZoneId zone;

    /**
     * Looks from a moment.
     *
     * @param to end of the period that is asked for, null for the present
     */
    Moment(
            View view,
            Map<String, Course> courses,
            @Nullable Instant staleSince,
            long present,
            @Nullable Instant to,
            ZoneId zone) {
        this.view = view;
        this.courses = courses;
        this.staleSince = staleSince;
        end = to == null ? present + 1 : Math.min(present + 1, bounded(to));
        millis = Math.min(present, end);
        law = to == null ? view.law() : Law.of(view.decisions(), end);
        this.zone = zone;
    }

    /** Those that have a gripe in the period, and those whose fix holds: that they have none is what it is for. */
    List<PainPointItem> items(@Nullable Instant from) {
        long begin = from == null ? Long.MIN_VALUE : bounded(from);
        List<PainPointItem> items = new ArrayList<>();
        for (StoredPainPoint painPoint : view.painPoints()) {
            PainPointItem item = item(painPoint, begin);
            boolean holds = law.standing(painPoint.id()).status() == Status.FIXED;
            if (item != null && (item.count() > 0 || holds)) {
                items.add(item);
            }
        }
        return items;
    }

    /** Those that are to be thought of again, the latest first, whatever happened in the period. */
    List<PainPointItem> reminders(int atMost) {
        List<PainPointItem> reminders = new ArrayList<>();
        view.painPoints().stream()
                .filter(painPoint -> reminded(painPoint.id()) != null)
                .sorted(Comparator.comparingLong((StoredPainPoint painPoint) -> law.remindedAt(painPoint.id()))
                        .reversed())
                .forEach(painPoint -> {
                    PainPointItem item = reminders.size() < atMost ? item(painPoint, Long.MIN_VALUE) : null;
                    if (item != null) {
                        reminders.add(item);
                    }
                });
        return reminders;
    }

    /** What fixes have saved, and how many they are. */
    record Savings(double minutes, long fixes) {}

    /**
     * Of all pain points, whether or not something happened in the period.
     *
     * @param theme only those of this theme; null for all
     */
    Savings savings(@Nullable String theme) {
        double minutes = 0;
        long count = 0;
        for (StoredPainPoint painPoint : view.painPoints()) {
            Course whole = courses.get(painPoint.id());
            boolean fixed = !law.fixes(painPoint.id()).isEmpty();
            if (fixed
                    && painPoint.into() == null
                    && whole != null
                    && (theme == null || theme.equals(painPoint.theme()))) {
                List<FixCourse> fixes = fixes(painPoint.id(), whole.within(Long.MIN_VALUE, end));
                minutes += fixes.stream().mapToDouble(FixCourse::saved).sum();
                count += fixes.size();
            }
        }
        return new Savings(minutes, count);
    }

    /** Null when it had no gripe by then. */
    @Nullable
    PainPointItem item(StoredPainPoint painPoint, long begin) {
        Course whole = courses.get(painPoint.id());
        if (painPoint.into() != null || whole == null) {
            return null;
        }
        Course known = whole.within(Long.MIN_VALUE, end);
        if (known.count() == 0) {
            return null;
        }
        Course course = known.within(begin, end);
        Course dated = course.count() == 0 ? known : course;
        Law.State state = law.state(painPoint.id(), millis);
        Course.Rate rate = known.rate(end);
        double minutes = course.minutes();
        return new PainPointItem(
                painPoint.id(),
                view.label(painPoint),
                law.pinned(painPoint.id()),
                state.status().wireName(),
                course.count(),
                minutes,
                course.estimated(),
                course.estimate(),
                rate.minutes(),
                rate.low(),
                rate.high(),
                known.trend(end).wireName(),
                known.weeks(end - 1, SPARK_WEEKS, zone),
                Instant.ofEpochMilli(dated.firstMillis()),
                Instant.ofEpochMilli(dated.lastMillis()),
                at(state, Status.FIXED),
                at(state, Status.RETURNED),
                at(state, Status.IGNORED),
                reminded(painPoint.id()),
                fixes(painPoint.id(), known).stream()
                        .mapToDouble(FixCourse::saved)
                        .sum(),
                view.law().note(painPoint.id()),
                painPoint.theme(),
                money(minutes));
    }

    private @Nullable Instant at(Law.State state, Status wanted) {
        return state.status() == wanted && state.at() != Long.MAX_VALUE ? Instant.ofEpochMilli(state.at()) : null;
    }

    private @Nullable Instant reminded(String painPoint) {
        long at = law.remindedAt(painPoint);
        return at == Long.MIN_VALUE || at > millis ? null : Instant.ofEpochMilli(at);
    }

    /** Before, after and saved, for each fix that was there by then. */
    List<FixCourse> fixes(String painPoint, Course known) {
        List<FixCourse> fixes = new ArrayList<>();
        List<Course.Stretch> unfixed = new ArrayList<>();
        long held = Long.MIN_VALUE;
        List<Fix> ordered = law.fixes(painPoint).stream()
                .sorted(Comparator.comparingLong(Fix::at))
                .toList();
        for (Fix fix : ordered) {
            long end = fix.endedAt() == null ? Long.MAX_VALUE : fix.endedAt();
            // A fix whose time was corrected ended before it began, or while the corrected one held: no week is its
            // own.
            if (fix.at() > millis || end <= fix.at() || end <= held) {
                continue;
            }
            long begin = Math.max(held, fix.at());
            if (held < fix.at()) {
                unfixed.add(0, new Course.Stretch(held, fix.at()));
            }
            held = end;
            Long endedAt = fix.endedAt();
            long until = Math.min(millis, end);
            double before = known.perWeek(unfixed);
            double weeks = Math.max(0, (until - begin) / WEEK_MILLIS);
            double minutes = known.minutesBetween(begin, until);
            fixes.add(new FixCourse(
                    fix.decision(),
                    Instant.ofEpochMilli(fix.at()),
                    fix.note(),
                    before,
                    weeks == 0 ? 0 : minutes / Math.max(weeks, 1),
                    before * weeks - minutes,
                    endedAt == null ? null : Instant.ofEpochMilli(endedAt),
                    fix.returned(),
                    fix.evidence()));
        }
        return fixes;
    }

    double rise(String painPoint) {
        return courses.getOrDefault(painPoint, Course.NONE).rise(end);
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
                view.law().note(painPoint.id()),
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
