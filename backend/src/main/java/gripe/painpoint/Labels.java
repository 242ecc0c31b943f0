package gripe.painpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names pain points by what people wrote: a phrase out of one of the most central gripes, whose words are common inside
 * of the group and rare outside (class-based TF-IDF, Grootendorst 2022), and that no other pain point has.
 */
final class Labels {
    /** So many of the most central gripes of each group are read for it. */
    static final int READ_EACH = 30;

    /** How much a word's weight counts beside how central the gripe is; both are 0 to 1. */
    private static final double WORDS_WEIGHT = 1.0;
    /** What a phrase of many words has to be better by, for each of them above {@link #WORDS_GOOD}. */
    private static final double WORD_TOO_MANY = 0.06;

    private static final int WORDS_GOOD = 6;

    private final Map<String, Double> frequency = new HashMap<>();
    private double words;
    private int groups;

    /**
     * A gripe of a group.
     *
     * @param centrality cosine to the group's middle
     */
    record Text(String gripe, String text, double centrality) {}

    /** A label and the gripe that it is taken from. */
    record Chosen(String label, String gripe) {}

    /** Takes the words of one group into the counts of all. */
    void count(List<Text> texts) {
        groups++;
        for (Text text : texts) {
            for (String word : Phrases.words(text.text())) {
                frequency.merge(word, 1.0, Double::sum);
                words++;
            }
        }
    }

    /** Candidates for a group's label, best first; never empty when there is a text. */
    List<Chosen> candidates(List<Text> texts) {
        Map<String, Double> inside = new HashMap<>();
        for (Text text : texts) {
            // A word counts once for each gripe, so that one who repeats it does not outweigh the others.
            for (String word : new HashSet<>(Phrases.words(text.text()))) {
                inside.merge(word, 1.0, Double::sum);
            }
        }
        Map<String, Double> weights = new HashMap<>();
        double average = words / Math.max(1, groups);
        double most = 0;
        for (Map.Entry<String, Double> entry : inside.entrySet()) {
            double outside = Math.max(entry.getValue(), frequency.getOrDefault(entry.getKey(), 0.0));
            double weight = entry.getValue() / texts.size() * Math.log1p(average / outside);
            weights.put(entry.getKey(), weight);
            most = Math.max(most, weight);
        }
        record Scored(Chosen chosen, double score) {}
        List<Scored> scored = new ArrayList<>();
        for (Text text : texts) {
            for (String phrase : Phrases.of(text.text())) {
                Set<String> said = new HashSet<>(Phrases.words(phrase));
                double best = said.stream()
                        .map(word -> weights.getOrDefault(word, 0.0))
                        .sorted(Comparator.reverseOrder())
                        .limit(3)
                        .mapToDouble(Double::doubleValue)
                        .sum();
                double score = text.centrality()
                        + WORDS_WEIGHT * (most == 0 ? 0 : best / (3 * most))
                        - WORD_TOO_MANY * Math.max(0, said.size() - WORDS_GOOD);
                scored.add(new Scored(new Chosen(Phrases.asLabel(phrase), text.gripe()), score));
            }
        }
        scored.sort(Comparator.comparingDouble(Scored::score)
                .reversed()
                .thenComparing(one -> one.chosen().label()));
        List<Chosen> candidates = new ArrayList<>();
        scored.forEach(one -> candidates.add(one.chosen()));
        if (candidates.isEmpty()) {
            for (Text text : texts) {
                String phrase = Phrases.first(text.text());
                if (phrase != null) {
                    candidates.add(new Chosen(Phrases.asLabel(phrase), text.gripe()));
                }
            }
        }
        return candidates;
    }

    /** The best candidate that nobody else has; the best one with a number when all are taken. */
    static Chosen distinct(List<Chosen> candidates, Set<String> taken) {
        for (Chosen candidate : candidates) {
            if (taken.add(Phrases.plain(candidate.label()))) {
                return candidate;
            }
        }
        Chosen best = candidates.isEmpty() ? new Chosen("Unnamed", "") : candidates.get(0);
        for (int number = 2; ; number++) {
            String numbered = best.label() + " (" + number + ")";
            if (taken.add(Phrases.plain(numbered))) {
                return new Chosen(numbered, best.gripe());
            }
        }
    }
}
