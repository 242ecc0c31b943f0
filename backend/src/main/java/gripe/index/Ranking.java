package gripe.index;

import gripe.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** One ranked question to one view of the index. Not thread-safe. */
final class Ranking {
    /**
     * cosine + 0.01 × BM25. The first experiment on gripes.tsv gave .95 to 1.0 of the identifiers with it and a loss of 15
     * points on queries in other words from 0.04 on. Here, by QualityReport, it gives .85 of the 20 identifiers: Lucene's
     * BM25 leaves out the factor k1 + 1 = 2.2, which the experiment's may have had; the bonus below makes up for it.
     */
    private static final double WORDS_WEIGHT = 0.01;
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
    /** What a word counts for where it is only begun; far above what one with a wrong letter counts for. */
    private static final double COMPLETED = 0.995;

    private static final double ALL_COMPLETED = 0.99;

    /**
     * Where a filter leaves no more than these they are all looked at, which finds the true nearest: at 100,000 the graph
     * with a filter of 10 % took 2 ms, and a glance at 8 bits a number 50 ns (an estimate from first experiments; gripe.benchmark.SearchBenchmark measures it).
     */
    private static final int SCANNED_MAX = 20_000;

    static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::score)
            .reversed()
            .thenComparing(hit -> hit.gripe().happenedAt().toInstant(), Comparator.reverseOrder())
            .thenComparing(hit -> hit.gripe().id(), Comparator.reverseOrder());

    private final IndexSearcher searcher;
    private final String vectorField;
    private final List<WordQuery.Clause> clauses;
    private final Query query;
    private final Query filter;
    /** Nothing is to be filtered: to collect what may be found would take longer than to find it. */
    private final boolean unfiltered;

    Ranking(
            IndexSearcher searcher,
            GripeDocument documents,
            Workspace workspace,
            Filter filter,
            List<WordQuery.Clause> clauses)
            throws IOException {
        this.searcher = searcher;
        this.vectorField = documents.vectorField();
        this.clauses = clauses;
        query = searcher.rewrite(WordQuery.any(clauses));
        unfiltered = filter.equals(Filter.NONE)
                && searcher.getIndexReader().docFreq(new Term(GripeDocument.WORKSPACE, workspace.name()))
                        == searcher.getIndexReader().maxDoc();
        this.filter = searcher.rewrite(Listing.of(workspace, filter));
    }

    /**
     * Gripes with what makes them near a query.
     *
     * @param documents in their order
     * @param cosines NaN where a vector is missing
     */
    record Scored(int[] documents, float[] cosines, double[] coverage, double[] scores) {
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

    Query filter() {
        return filter;
    }

    /** The best by words, and the nearest by meaning. */
    Scored candidates(Supplier<float @Nullable []> vectorOfQuery, int candidatesMax) throws IOException {
        Query allowed = new BooleanQuery.Builder()
                .add(query, Occur.MUST)
                .add(filter, Occur.FILTER)
                .build();
        IntStream found = documents(searcher.search(allowed, candidatesMax).scoreDocs);
        float[] vector = vectorOfQuery.get();
        if (vector != null) {
            found = IntStream.concat(found, nearest(vector, candidatesMax));
        }
        return score(found.sorted().distinct().toArray(), vector);
    }

    /** One that its meaning brought may have the words too, though many others have more of them: so all are scored alike. */
    Scored score(int[] sorted, float @Nullable [] vector) throws IOException {
        float[] byWords = scores(sorted, query, ScoreMode.COMPLETE);
        float[] cosines = cosines(sorted, vector);
        double[] coverage = coverage(sorted);
        double weight = torn() ? WORDS_WEIGHT_TORN : WORDS_WEIGHT;
        double[] scores = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            scores[i] = (Float.isNaN(cosines[i]) ? 0 : cosines[i])
                    + (Float.isNaN(byWords[i]) ? 0 : weight * byWords[i])
                    + bonus(coverage[i]);
        }
        return new Scored(sorted, cosines, coverage, scores);
    }

    /** Whether a word is nowhere whole, and somewhere begun. */
    private boolean torn() throws IOException {
        for (WordQuery.Clause clause : clauses) {
            if (searcher.count(clause.exactly()) == 0 && searcher.count(clause.completed()) > 0) {
                return true;
            }
        }
        return false;
    }

    SearchHits best(Supplier<float @Nullable []> vectorOfQuery, String beginning, int candidatesMax)
            throws IOException {
        Scored candidates = candidates(vectorOfQuery, candidatesMax);
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

    /** What passes the filter and has every word that counts for something; none where there are no words. */
    int[] withAllWords() throws IOException {
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(filter, Occur.FILTER);
        double whole = 0;
        for (WordQuery.Clause clause : clauses) {
            whole += rarity(clause.word());
        }
        boolean some = false;
        for (WordQuery.Clause clause : clauses) {
            if (rarity(clause.word()) > (1 - Cut.ALL_WORDS) * whole) {
                some = true;
                all.add(
                        new BooleanQuery.Builder()
                                .add(clause.exactly(), Occur.SHOULD)
                                .add(clause.completed(), Occur.SHOULD)
                                .build(),
                        Occur.FILTER);
            }
        }
        return some ? Documents.of(searcher, all.build()) : new int[0];
    }

    private static double bonus(double coverage) {
        return coverage >= ALL_WORDS ? ALL_WORDS_BONUS : coverage >= ALL_COMPLETED ? ALL_COMPLETED_BONUS : 0;
    }

    /** The lowest score among so many best ones. */
    private static double least(double[] scores, int best) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted.length <= best ? Double.NEGATIVE_INFINITY : sorted[sorted.length - best];
    }

    /** By 8 bits a number. Walks the graph where a filter leaves many, and looks at each where it leaves few. */
    private IntStream nearest(float[] vector, int count) throws IOException {
        if (unfiltered) {
            return documents(searcher.search(new KnnFloatVectorQuery(vectorField, vector, count), count).scoreDocs);
        }
        if (Documents.cost(searcher, filter) > SCANNED_MAX) {
            return documents(
                    searcher.search(new KnnFloatVectorQuery(vectorField, vector, count, filter), count).scoreDocs);
        }
        Weight allowed = searcher.createWeight(filter, ScoreMode.COMPLETE_NO_SCORES, 1);
        PriorityQueue<ScoreDoc> nearest = new PriorityQueue<>(Comparator.comparingDouble(one -> one.score));
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            FloatVectorValues values = leaf.reader().getFloatVectorValues(vectorField);
            Scorer permitted = values == null ? null : allowed.scorer(leaf);
            if (values == null || permitted == null) {
                continue;
            }
            Bits live = leaf.reader().getLiveDocs();
            VectorScorer similarity = values.scorer(vector);
            DocIdSetIterator both =
                    ConjunctionUtils.intersectIterators(List.of(permitted.iterator(), similarity.iterator()));
            for (int at = both.nextDoc(); at != DocIdSetIterator.NO_MORE_DOCS; at = both.nextDoc()) {
                if (live == null || live.get(at)) {
                    nearest.add(new ScoreDoc(leaf.docBase + at, similarity.score()));
                    if (nearest.size() > count) {
                        nearest.remove();
                    }
                }
            }
        }
        return documents(nearest.toArray(new ScoreDoc[0]));
    }

    /** Exact cosines from the full vectors, in the order of the sorted documents; NaN where one is missing. */
    private float[] cosines(int[] sorted, float @Nullable [] vector) throws IOException {
        float[] cosines = new float[sorted.length];
        Arrays.fill(cosines, Float.NaN);
        if (vector == null) {
            return cosines;
        }
        int at = 0;
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            FloatVectorValues values = leaf.reader().getFloatVectorValues(vectorField);
            KnnVectorValues.DocIndexIterator iterator = values == null ? null : values.iterator();
            int end = leaf.docBase + leaf.reader().maxDoc();
            for (; at < sorted.length && sorted[at] < end; at++) {
                int document = sorted[at] - leaf.docBase;
                if (values == null || iterator == null) {
                    continue;
                }
                int reached = iterator.docID() < document ? iterator.advance(document) : iterator.docID();
                if (reached == document) {
                    cosines[at] = VectorUtil.dotProduct(vector, values.vectorValue(iterator.index()));
                }
            }
        }
        return cosines;
    }

    /** For each of the sorted documents the share of the words that it has, weighted by their rarity. */
    private double[] coverage(int[] sorted) throws IOException {
        double[] covered = new double[sorted.length];
        double whole = 0;
        for (WordQuery.Clause clause : clauses) {
            double weight = rarity(clause.word());
            whole += weight;
            boolean[] exactly = matches(sorted, clause.exactly());
            boolean[] completed = matches(sorted, clause.completed());
            boolean[] nearly = matches(sorted, clause.nearly());
            for (int i = 0; i < sorted.length; i++) {
                covered[i] += exactly[i] ? weight : completed[i] ? weight * COMPLETED : nearly[i] ? weight / 2 : 0;
            }
        }
        for (int i = 0; i < sorted.length && whole > 0; i++) {
            covered[i] /= whole;
        }
        return covered;
    }

    /** Inverse document frequency, as in BM25 (Robertson and Zaragoza 2009); of the rarest term of a word. */
    private double rarity(WordQuery.Word word) throws IOException {
        double all = searcher.getIndexReader().maxDoc();
        double with = all;
        for (String term : word.terms()) {
            with = Math.min(with, searcher.getIndexReader().docFreq(new Term(GripeDocument.TEXT, term)));
        }
        return Math.log(1 + (all - with + 0.5) / (with + 0.5));
    }

    private boolean[] matches(int[] sorted, Query rewritten) throws IOException {
        float[] scores = scores(sorted, rewritten, ScoreMode.COMPLETE_NO_SCORES);
        boolean[] matches = new boolean[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            matches[i] = !Float.isNaN(scores[i]);
        }
        return matches;
    }

    /** What a rewritten query gives each of the sorted documents; NaN where it does not match. */
    private float[] scores(int[] sorted, Query rewritten, ScoreMode mode) throws IOException {
        float[] scores = new float[sorted.length];
        Arrays.fill(scores, Float.NaN);
        Weight weight = searcher.createWeight(rewritten, mode, 1);
        int at = 0;
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            Scorer scorer = at < sorted.length && sorted[at] < end ? weight.scorer(leaf) : null;
            DocIdSetIterator iterator = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
            for (; at < sorted.length && sorted[at] < end; at++) {
                int document = sorted[at] - leaf.docBase;
                int reached = iterator.docID() < document ? iterator.advance(document) : iterator.docID();
                if (scorer != null && reached == document) {
                    scores[at] = mode.needsScores() ? scorer.score() : 0;
                }
            }
        }
        return scores;
    }

    private static IntStream documents(ScoreDoc[] found) {
        return Arrays.stream(found).mapToInt(one -> one.doc);
    }
}
