package gripe.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.jspecify.annotations.Nullable;

/** One ranked question to one view of the index. Not thread-safe. */
final class Ranking {
    /**
     * cosine + 0.0085 × BM25. The first experiment on gripes.tsv gave .95 to 1.0 of the identifiers with 0.01 and a loss of
     * 15 points on queries in other words from 0.04 on. By RankingReport, which RankingTest holds, Banking77 loses a little
     * beyond noise with 0.01 (its first ten) and 0.012, and queries in other words lose with 0.005. What a small weight does
     * not do for identifiers the bonus below does.
     */
    private static final double WORDS_WEIGHT = 0.0085;
    /**
     * The same where the last word is only the beginning of one, which the model cannot read: it was taught whole words. By
     * RankingReport .38 of the first ten are right for the 10 unfinished queries instead of .29 (words alone: .38).
     */
    private static final double WORDS_WEIGHT_TORN = 0.03;

    /**
     * For a gripe that has every word of the query: the right cause then comes first for 1.0 of the identifiers instead of
     * .85, and no other query is worse for it (QualityReport; from 0.1 to 0.3 it made no difference).
     */
    private static final double ALL_WORDS_BONUS = 0.3;

    /**
     * The same where the last word is only the beginning of one: 1.0 of the unfinished queries instead of .70. Less, since
     * who typed ERR-1 means that rather than ERR-10.
     */
    private static final double ALL_COMPLETED_BONUS = 0.2;

    private static final double ALL_WORDS = 0.999;
    private static final double ALL_COMPLETED = Cut.ALL_WORDS;

    static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::score)
            .reversed()
            .thenComparing(hit -> hit.gripe().happenedAt().toInstant(), Comparator.reverseOrder())
            .thenComparing(hit -> hit.gripe().id(), Comparator.reverseOrder());

    private final IndexSearcher searcher;
    private final Query filter;
    private final List<WordQuery.Clause> clauses;
    private final WordScores words;
    private final double wordsWeight;
    private final ByMeaning meaning;

    /** @param meaning of what the same filter leaves */
    Ranking(IndexSearcher searcher, Query filter, List<WordQuery.Clause> clauses, ByMeaning meaning)
            throws IOException {
        this.searcher = searcher;
        this.filter = filter;
        this.clauses = clauses;
        this.meaning = meaning;
        words = new WordScores(searcher, clauses);
        wordsWeight = words.torn() ? WORDS_WEIGHT_TORN : WORDS_WEIGHT;
    }

    /**
     * Gripes with what makes them near a query.
     *
     * @param documents in their order
     * @param cosines NaN where a vector is missing
     */
    record Scored(int[] documents, float[] cosines, double[] coverage, double[] scores) {
        static final Scored NONE = new Scored(new int[0], new float[0], new double[0], new double[0]);

        Closeness at(int i) {
            return new Closeness(Float.isNaN(cosines[i]) ? null : (double) cosines[i], scores[i], coverage[i]);
        }

        /** Indices into the arrays, best first; of equal ones the later document. */
        int[] bestFirst() {
            return IntStream.range(0, documents.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -scores[i])
                            .thenComparing(Comparator.reverseOrder()))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    /**
     * What is looked at to tell whether a query has an answer at all.
     *
     * @param beyond what words add at most to the score of any other gripe, but for one that has them all
     */
    record Candidates(Scored scored, double beyond) {}

    /** Null when there is no vector of the query to be had. */
    @Nullable
    Nearness nearness() throws IOException {
        ByMeaning.Found found = meaning.found();
        return found == null ? null : found.nearness();
    }

    /** The best by words, and the nearest by meaning. */
    Candidates candidates(int candidatesMax) throws IOException {
        ScoreDoc[] byWords = words.best(filter, candidatesMax);
        double beyond = byWords.length < candidatesMax ? 0 : wordsWeight * byWords[byWords.length - 1].score;
        int[] found = Arrays.stream(byWords).mapToInt(one -> one.doc).sorted().toArray();
        ByMeaning.Found near = meaning.found();
        Neighbours nearest = near == null ? Neighbours.NONE : near.nearest();
        return new Candidates(score(withCosines(found).and(nearest)), beyond);
    }

    /** In the order of documents. */
    Neighbours withCosines(int[] sorted) throws IOException {
        Nearness near = nearness();
        if (near != null) {
            return near.cosines(sorted);
        }
        float[] none = new float[sorted.length];
        Arrays.fill(none, Float.NaN);
        return new Neighbours(sorted, none);
    }

    /** One that its meaning brought may have the words too, though many others have more of them: so all are scored alike. */
    Scored score(Neighbours gripes) throws IOException {
        WordScores.Of byWords = words.of(gripes.documents());
        float[] cosines = gripes.cosines();
        double[] coverage = byWords.coverage();
        double[] scores = new double[gripes.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = byMeaning(cosines[i]) + wordsWeight * byWords.scores()[i] + bonus(coverage[i]);
        }
        return new Scored(gripes.documents(), cosines, coverage, scores);
    }

    static double byMeaning(float cosine) {
        return Float.isNaN(cosine) ? 0 : cosine;
    }

    /** What passes the filter and may have every word that counts for something. */
    Scored withAllWords() throws IOException {
        return score(withCosines(words.withAllWords(filter)));
    }

    SearchHits best(String beginning, int candidatesMax) throws IOException {
        Scored candidates = candidates(candidatesMax).scored();
        double least = least(candidates.scores(), candidatesMax);
        List<Hit> hits = new ArrayList<>(candidatesMax);
        for (int i = 0; i < candidates.documents().length; i++) {
            // To read a record takes as long as all the rest of ranking it.
            if (candidates.scores()[i] >= least) {
                hits.add(new Hit(Listing.gripe(searcher, candidates.documents()[i]), candidates.at(i)));
            }
        }
        hits.sort(BEST_FIRST);
        return new SearchHits(
                hits.subList(0, Math.min(candidatesMax, hits.size())), new MatchedWords(clauses, beginning));
    }

    private static double bonus(double coverage) {
        return coverage >= ALL_WORDS ? ALL_WORDS_BONUS : coverage >= ALL_COMPLETED ? ALL_COMPLETED_BONUS : 0;
    }

    /** The lowest score among so many best ones. */
    static double least(double[] scores, int best) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted.length <= best ? Double.NEGATIVE_INFINITY : sorted[sorted.length - best];
    }
}
