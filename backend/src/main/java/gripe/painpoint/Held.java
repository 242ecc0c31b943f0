package gripe.painpoint;

import gripe.grouping.Grouping;
import gripe.painpoint.Catalogue.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where each gripe has to stay: what the law holds, and whatever belongs to a pain point that people decided something
 * about.
 *
 * @param places pain points, by the numbers of the groups that are theirs
 * @param of each gripe its place, {@link Grouping#FREE} or {@link Grouping#ALONE}
 */
record Held(List<String> places, int[] of) {
    /** @param unproven gripes that only the grouping itself puts to a pain point, though people decided about that one */
    static Held by(View view, Gathered gathered, Set<String> unproven) {
        List<String> places = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        int[] of = new int[gathered.size()];
        for (int i = 0; i < of.length; i++) {
            String id = gathered.id(i);
            String painPoint = painPoint(view, id, unproven.contains(id) ? null : gathered.assigned(i));
            if (painPoint == null) {
                of[i] = Grouping.FREE;
            } else if (painPoint.equals(Law.NOWHERE)) {
                of[i] = Grouping.ALONE;
            } else {
                of[i] = numbers.computeIfAbsent(painPoint, key -> {
                    places.add(key);
                    return places.size() - 1;
                });
            }
        }
        return new Held(places, of);
    }

    private static @Nullable String painPoint(View view, String id, @Nullable String assigned) {
        String held = view.law().held().get(id);
        if (held != null) {
            return held.equals(Law.NOWHERE) ? held : view.resolved(held);
        }
        if (assigned == null) {
            return null;
        }
        String resolved = view.resolved(assigned);
        boolean stays = view.law().decidedOn(resolved)
                && !view.law().banned().getOrDefault(id, Set.of()).contains(resolved);
        return stays ? resolved : null;
    }
}
