package gripe.painpoint;

import gripe.Workspace;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sums up pain points by the coarser groups that they belong to. Thread-safe. */
@Singleton
public final class Themes {
    private final Moments moments;

    Themes(Moments moments) {
        this.moments = moments;
    }

    /** Of the gripes of a period, so many themes at most. Pain points that were not grouped yet belong to none. */
    public ThemePage list(Workspace workspace, @Nullable Instant from, @Nullable Instant to, int max) {
        Moment now = moments.at(workspace, to);
        List<PainPointItem> items = now.items(from);
        items.sort(Comparator.comparingDouble(PainPointItem::minutes).reversed());
        Map<String, List<PainPointItem>> of = new LinkedHashMap<>();
        for (PainPointItem item : items) {
            String theme = item.theme();
            if (theme != null) {
                of.computeIfAbsent(theme, key -> new ArrayList<>()).add(item);
            }
        }
        List<ThemePage.Theme> themes = new ArrayList<>();
        of.forEach((id, members) -> themes.add(theme(id, members, now)));
        return new ThemePage(
                themes.stream()
                        .sorted(Comparator.comparingDouble(ThemePage.Theme::minutes)
                                .reversed()
                                .thenComparing(ThemePage.Theme::id))
                        .limit(max)
                        .toList(),
                now.currency(),
                now.staleSince);
    }

    /** @param members most expensive first */
    private static ThemePage.Theme theme(String id, List<PainPointItem> members, Moment now) {
        double minutes = members.stream().mapToDouble(PainPointItem::minutes).sum();
        return new ThemePage.Theme(
                id,
                members.get(0).label(),
                members.size(),
                members.stream().mapToLong(PainPointItem::count).sum(),
                minutes,
                members.stream().mapToDouble(PainPointItem::perWeek).sum(),
                members.stream().mapToDouble(PainPointItem::saved).sum(),
                now.money(minutes));
    }
}
