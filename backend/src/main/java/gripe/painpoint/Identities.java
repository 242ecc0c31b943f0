package gripe.painpoint;

import gripe.painpoint.Catalogue.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which pain point each group is. */
final class Identities {
    private final Map<Integer, String> painPoints = new HashMap<>();

    /**
     * Groups of a place go by its id, the others by that of the pain point they share most gripes with, or by a new one.
     *
     * @param group of each gripe, below 0 for none
     */
    Identities(View view, Gathered gathered, Held held, int[] group, Supplier<String> fresh) {
        record Overlap(int group, String painPoint, long shared) {}
        Map<Integer, Map<String, Long>> shared = new TreeMap<>();
        Set<String> used = new HashSet<>(held.places());
        for (int i = 0; i < group.length; i++) {
            if (group[i] < 0) {
                continue;
            }
            if (group[i] < held.places().size()) {
                painPoints.put(group[i], held.places().get(group[i]));
            }
            String assigned = gathered.assigned(i);
            Map<String, Long> of = shared.computeIfAbsent(group[i], key -> new TreeMap<>());
            if (assigned != null) {
                of.merge(view.resolved(assigned), 1L, Long::sum);
            }
        }
        List<Overlap> overlaps = new ArrayList<>();
        // Also by an id of which nothing else is known yet: an import says last what its pain points are.
        shared.forEach(
                (number, of) -> of.forEach((painPoint, count) -> overlaps.add(new Overlap(number, painPoint, count))));
        overlaps.sort(Comparator.comparingLong(Overlap::shared)
                .reversed()
                .thenComparing(Overlap::painPoint)
                .thenComparing(Overlap::group));
        for (Overlap overlap : overlaps) {
            if (!painPoints.containsKey(overlap.group()) && used.add(overlap.painPoint())) {
                painPoints.put(overlap.group(), overlap.painPoint());
            }
        }
        for (int number : shared.keySet()) {
            painPoints.computeIfAbsent(number, key -> fresh.get());
        }
    }

    /** Null for a group that nobody was in when these were found. */
    @Nullable
    String of(int group) {
        return painPoints.get(group);
    }
}
