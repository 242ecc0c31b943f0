package gripe.painpoint;

import gripe.Gripe;
import gripe.Workspace;
import gripe.grouping.Progress;
import gripe.index.GripeIndex;
import gripe.painpoint.Catalogue.View;
import gripe.storage.StoredPainPoint;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Says which gripe is in the middle of each pain point, and names those that have no name or one that is out of date: a
 * label stays until its pain point has twice, or half, of the gripes that it was chosen for.
 */
final class Naming {
    private final Workspace workspace;
    private final GripeIndex index;
    private final View view;
    private final Gathered gathered;
    private final Changes changes;
    private final Progress progress;
    private int named;

    Naming(Workspace workspace, GripeIndex index, View view, Gathered gathered, Changes changes, Progress progress) {
        this.view = view;
        this.workspace = workspace;
        this.index = index;
        this.gathered = gathered;
        this.changes = changes;
        this.progress = progress;
    }

    /** @param members the numbers of each pain point's gripes */
    void name(Map<String, int[]> members) {
        Map<String, List<Labels.Text>> texts = new TreeMap<>();
        Set<String> taken = new HashSet<>();
        members.forEach((id, of) -> {
            progress.at("grouping", named++, 2L * members.size());
            float[] middle = middle(of);
            List<Integer> central = central(of, middle);
            changes.put(changes.current(id).withCentral(gathered.id(central.get(0))));
            StoredPainPoint painPoint = changes.current(id);
            String given = view.law().label(id);
            if (given != null) {
                taken.add(Phrases.plain(given));
            }
            if (fits(painPoint, of.length)) {
                taken.add(Phrases.plain(painPoint.label()));
                // What people read in place of the label, where a chat model gave it one.
                taken.add(Phrases.plain(view.label(painPoint)));
            } else {
                texts.put(id, texts(central, middle));
            }
        });
        Labels labels = new Labels();
        texts.values().forEach(labels::count);
        texts.forEach((id, of) -> {
            progress.at("grouping", named++, 2L * members.size());
            Labels.Chosen chosen = Labels.distinct(labels.candidates(of), taken);
            int[] all = members.getOrDefault(id, new int[0]);
            changes.put(changes.current(id).withLabel(chosen.label(), all.length));
        });
    }

    private static boolean fits(StoredPainPoint painPoint, int size) {
        return !painPoint.label().isEmpty() && size < 2 * painPoint.labelled() && 2L * size > painPoint.labelled();
    }

    private float[] middle(int[] members) {
        Alikeness.Sum sum = new Alikeness.Sum();
        for (int member : members) {
            sum.add(gathered.vector(member));
        }
        return sum.middle();
    }

    /** Nearest to the middle first; no more than a label needs. */
    private List<Integer> central(int[] members, float[] middle) {
        double[] cosines = IntStream.of(members)
                .mapToDouble(member -> Alikeness.dot(middle, gathered.vector(member)))
                .toArray();
        return IntStream.range(0, members.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer at) -> -cosines[at])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(Labels.READ_EACH)
                .map(at -> members[at])
                .toList();
    }

    private List<Labels.Text> texts(List<Integer> central, float[] middle) {
        Map<String, Double> centrality = new HashMap<>();
        central.forEach(i -> centrality.put(gathered.id(i), Alikeness.dot(middle, gathered.vector(i))));
        return index.find(workspace, centrality.keySet()).stream()
                .sorted(Comparator.comparing(Gripe::id))
                .map(gripe -> new Labels.Text(gripe.id(), gripe.text(), centrality.getOrDefault(gripe.id(), 0.0)))
                .toList();
    }
}
