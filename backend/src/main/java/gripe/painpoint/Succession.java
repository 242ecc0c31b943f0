package gripe.painpoint;

import gripe.painpoint.Catalogue.View;
import gripe.storage.StoredPainPoint.Event;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes down what became of pain points whose gripes are elsewhere now: split, merged, or dissolved. */
final class Succession {
    private final View view;
    private final Changes changes;
    private final Map<String, Map<String, Long>> moved = new TreeMap<>();
    private final Map<String, Long> had = new TreeMap<>();
    private final Set<String> alive = new HashSet<>();

    Succession(View view, Changes changes) {
        this.view = view;
        this.changes = changes;
    }

    /** Tells of a gripe where it was and where it is; null for nowhere. */
    void take(@Nullable String before, @Nullable String after) {
        if (after != null) {
            alive.add(after);
        }
        if (before == null) {
            return;
        }
        had.merge(before, 1L, Long::sum);
        if (after != null && !after.equals(before)) {
            moved.computeIfAbsent(before, key -> new TreeMap<>()).merge(after, 1L, Long::sum);
        }
    }

    void record() {
        long now = changes.now();
        moved.forEach((from, targets) -> targets.forEach((to, count) -> {
            long all = had.getOrDefault(from, 0L);
            if (alive.contains(from)) {
                if (view.find(to) == null && count * 3 >= all) {
                    changes.event(from, new Event(now, "split-from", to, count));
                    changes.event(to, new Event(now, "split-off", from, count));
                }
            } else if (count * 2 > all && !view.law().decidedOn(from)) {
                changes.event(from, new Event(now, "merged-into", to, count));
                changes.event(to, new Event(now, "took-in", from, count));
                changes.put(changes.current(from).withTheme(null).withInto(to));
            }
        }));
        had.forEach((from, count) -> {
            if (!alive.contains(from)
                    && view.find(from) != null
                    && changes.current(from).into() == null) {
                changes.event(from, new Event(now, "dissolved", null, count));
            }
        });
    }
}
