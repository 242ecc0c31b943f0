package gripe.painpoint;

import gripe.grouping.Grouping;
import gripe.grouping.Groups;
import gripe.painpoint.Catalogue.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Takes out of each group whom the law does not let in; they go to the next best or stay alone. */
final class Enforcement {
    private final View view;
    private final Gathered gathered;
    private final Identities identities;
    private final int places;
    private final Map<String, Set<String>> banned;
    private final Map<String, String> held;

    /** @param places of what is held, which stay pain points however few they are */
    Enforcement(View view, Gathered gathered, Identities identities, Held places) {
        this.view = view;
        this.gathered = gathered;
        this.identities = identities;
        this.places = places.places().size();
        banned = view.law().banned();
        held = view.law().held();
    }

    void on(Groups found) {
        int[] group = found.group();
        new TreeMap<>(banned).forEach((id, bans) -> {
            int i = gathered.number(id);
            // Who is held somewhere was put there later than it was taken out.
            if (i >= 0 && group[i] >= 0 && !held.containsKey(id) && isBanned(bans, group[i])) {
                group[i] = found.nextBest(i, number -> !isBanned(bans, number));
            }
        });
        separate(found);
    }

    /** Whoever stands in several sets has to be apart from all of them at once, also when it goes elsewhere. */
    private void separate(Groups found) {
        int[] group = found.group();
        Map<Integer, List<Set<Integer>>> taken = new TreeMap<>(
                // Who is held in a pain point stays, the others give way.
                Comparator.comparing((Integer i) -> !held.containsKey(gathered.id(i)))
                        .thenComparing(Comparator.naturalOrder()));
        for (Set<String> apart : view.law().apart()) {
            Set<Integer> groups = new HashSet<>();
            apart.stream()
                    .map(gathered::number)
                    .filter(number -> number >= 0)
                    .forEach(number -> taken.computeIfAbsent(number, key -> new ArrayList<>())
                            .add(groups));
        }
        Set<Integer> left = new TreeSet<>();
        taken.forEach((i, of) -> {
            if (group[i] >= 0 && of.stream().anyMatch(groups -> groups.contains(group[i]))) {
                Set<String> bans = banned.getOrDefault(gathered.id(i), Set.of());
                left.add(group[i]);
                group[i] = found.nextBest(
                        i,
                        number -> of.stream().noneMatch(groups -> groups.contains(number)) && !isBanned(bans, number));
            }
            if (group[i] >= 0) {
                of.forEach(groups -> groups.add(group[i]));
            }
        });
        left.forEach(number -> end(group, number));
    }

    /** A group that has one gripe left is none, unless people decided about it. */
    private void end(int[] group, int number) {
        int[] there = IntStream.range(0, group.length)
                .filter(i -> group[i] == number)
                .limit(2)
                .toArray();
        if (number >= places && there.length == 1) {
            group[there[0]] = Grouping.FREE;
        }
    }

    private boolean isBanned(Set<String> bans, int number) {
        String painPoint = identities.of(number);
        return painPoint != null
                && bans.stream().anyMatch(ban -> view.resolved(ban).equals(painPoint));
    }
}
