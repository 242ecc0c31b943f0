package gripe.painpoint;

import gripe.Workspace;
import gripe.storage.StoredPainPoint;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums up a period. Thread-safe. */
@Singleton
public final class Overviews {
    private static final int EACH_MAX = 10;

    private final Moments moments;
    private final Figures figures;

    Overviews(Moments moments, Figures figures) {
        this.moments = moments;
        this.figures = figures;
    }

    /**
     * What was lost, what costs most, what changed and what was fixed, in a period.
     *
     * @param zone in which weeks begin
     */
    public Overview of(Workspace workspace, @Nullable Instant from, @Nullable Instant to, ZoneId zone) {
        Moment now = moments.at(workspace, to, zone);
        long begin = from == null ? Long.MIN_VALUE : Moment.bounded(from);
        Figures.Whole whole = figures.whole(workspace);
        Course all = whole.all().within(begin, now.end);
        Course alone = whole.alone().within(begin, now.end);
        List<PainPointItem> items = now.items(from);
        double minutes = items.stream().mapToDouble(PainPointItem::minutes).sum() + alone.minutes();
        List<PainPointItem> rising = new ArrayList<>(items);
        PainPoints.sort(rising, "rising", now);
        rising.removeIf(item -> now.rise(item.id()) <= 0);
        List<PainPointItem> returned = new ArrayList<>(items);
        PainPoints.sort(returned, "returned", now);
        List<PainPointItem> fixed =
                items.stream().filter(item -> item.fixedAt() != null).toList();
        items.removeIf(item -> item.count() == 0);
        items.sort(PainPoints.COSTLIEST);
        return new Overview(
                all.count(),
                minutes,
                now.money(minutes),
                now.currency(),
                all.estimated(),
                alone.count(),
                alone.minutes(),
                Course.weeksFrom(now.end - 1, Details.YEAR_WEEKS, zone),
                weeks(now, whole.alone()),
                first(items),
                first(rising),
                first(returned),
                fixed,
                now.savings(null).minutes(),
                now.staleSince);
    }

    /** Counted as the sum is: what says no minutes has the median of its own pain point in both. */
    static List<Double> weeks(Moment now, Course alone) {
        List<Course> all = new ArrayList<>(List.of(alone));
        now.courses.forEach((id, course) -> {
            StoredPainPoint painPoint = now.view.find(id);
            if (painPoint != null && painPoint.into() == null) {
                all.add(course);
            }
        });
        double[] weeks = new double[Details.YEAR_WEEKS];
        for (Course course : all) {
            List<Double> some = course.within(Long.MIN_VALUE, now.end).weeks(now.end - 1, Details.YEAR_WEEKS, now.zone);
            for (int i = 0; i < weeks.length; i++) {
                weeks[i] += some.get(i);
            }
        }
        return Arrays.stream(weeks).boxed().toList();
    }

    private static List<PainPointItem> first(List<PainPointItem> items) {
        return items.subList(0, Math.min(EACH_MAX, items.size()));
    }
}
