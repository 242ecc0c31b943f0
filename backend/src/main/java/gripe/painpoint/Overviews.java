package gripe.painpoint;

import gripe.Workspace;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
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

    /** What was lost, what costs most, what changed and what was fixed, in a period. */
    public Overview of(Workspace workspace, @Nullable Instant from, @Nullable Instant to) {
        Moment now = moments.at(workspace, to);
        long begin = from == null ? Long.MIN_VALUE : Moment.bounded(from);
        Figures.Whole whole = figures.whole(workspace);
        Course all = whole.all().within(begin, now.millis + 1);
        Course alone = whole.alone().within(begin, now.millis + 1);
        List<PainPointItem> items = now.items(from);
        double minutes = items.stream().mapToDouble(PainPointItem::minutes).sum() + alone.minutes();
        List<PainPointItem> rising = new ArrayList<>(items);
        PainPoints.sort(rising, "rising", now);
        rising.removeIf(item -> now.rise(item.id()) <= 0);
        List<PainPointItem> returned = new ArrayList<>(items);
        PainPoints.sort(returned, "returned", now);
        List<PainPointItem> fixed =
                items.stream().filter(item -> item.fixedAt() != null).toList();
        items.sort(PainPoints.COSTLIEST);
        return new Overview(
                all.count(),
                minutes,
                now.money(minutes),
                now.currency(),
                whole.all().estimated(),
                alone.count(),
                alone.minutes(),
                Course.weeksFrom(now.millis, Details.YEAR_WEEKS, ZoneId.systemDefault()),
                whole.all()
                        .within(Long.MIN_VALUE, now.millis + 1)
                        .weeks(now.millis, Details.YEAR_WEEKS, ZoneId.systemDefault()),
                first(items),
                first(rising),
                first(returned),
                fixed,
                items.stream().mapToDouble(PainPointItem::saved).sum(),
                now.staleSince);
    }

    private static List<PainPointItem> first(List<PainPointItem> items) {
        return items.subList(0, Math.min(EACH_MAX, items.size()));
    }
}
