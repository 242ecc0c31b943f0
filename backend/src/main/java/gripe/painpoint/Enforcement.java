package gripe.painpoint;

import gripe.grouping.Groups;
import gripe.painpoint.Catalogue.View;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Takes out of each group whom the law does not let in; they go to the next best or stay alone. */
final class Enforcement {
    private final View view;
    private final Gathered gathered;
    private final Identities identities;
    private final Map<String, Set<String>> banned;
    private final Map<String, String> held;

    Enforcement(View view, Gathered gathered, Identities identities) {
        this.view = view;
        this.gathered = gathered;
        this.identities = identities;
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
        view.law().apart().forEach(apart -> separate(apart, found));
    }

    private void separate(Set<String> apart, Groups found) {
        int[] group = found.group();
        List<Integer> there = apart.stream()
                .map(gathered::number)
                .filter(number -> number >= 0)
                // Who is held in a pain point stays, the others give way.
                .sorted(Comparator.comparing((Integer i) -> !held.containsKey(gathered.id(i)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        Set<Integer> taken = new HashSet<>();
        for (int i : there) {
            if (group[i] >= 0 && taken.contains(group[i])) {
                Set<String> bans = banned.getOrDefault(gathered.id(i), Set.of());
                group[i] = found.nextBest(i, number -> !taken.contains(number) && !isBanned(bans, number));
            }
            if (group[i] >= 0) {
                taken.add(group[i]);
            }
        }
    }

    private boolean isBanned(Set<String> bans, int number) {
        String painPoint = identities.of(number);
        return painPoint != null
                && bans.stream().anyMatch(ban -> view.resolved(ban).equals(painPoint));
    }
}
