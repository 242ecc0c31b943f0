package gripe.index;

import gripe.Gripe;
import gripe.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
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

    static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::score)
            .reversed()
            .thenComparing(hit -> hit.gripe().happenedAt().toInstant(), Comparator.reverseOrder())
            .thenComparing(hit -> hit.gripe().id(), Comparator.reverseOrder());

    private final IndexSearcher searcher;
    private final GripeDocument documents;
    private final Query filter;

    Ranking(IndexSearcher searcher, GripeDocument documents, Workspace workspace, Filter filter) {
        this.searcher = searcher;
        this.documents = documents;
        this.filter = Listing.of(workspace, filter);
    }

    SearchHits best(WordQuery words, Supplier<float @Nullable []> vectorOfQuery, int candidatesMax) throws IOException {
        List<WordQuery.Clause> clauses = words.clauses(searcher);
        Query query = searcher.rewrite(WordQuery.any(clauses));
        Query allowed = new BooleanQuery.Builder()
                .add(query, Occur.MUST)
                .add(filter, Occur.FILTER)
                .build();
        IntStream found = documents(searcher.search(allowed, candidatesMax).scoreDocs);
        float[] vector = vectorOfQuery.get();
        if (vector != null) {
            found = IntStream.concat(found, documents(nearest(vector, candidatesMax)));
        }
        int[] candidates = found.sorted().distinct().toArray();
        // Of all candidates: one that its meaning brought may have the words too, though many others have more of them.
        float[] byWords = scores(candidates, query, ScoreMode.COMPLETE);
        float[] cosines = cosines(candidates, vector);
        double[] coverage = coverage(candidates, clauses);
        double[] scores = new double[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            scores[i] = (Float.isNaN(cosines[i]) ? 0 : cosines[i])
                    + (Float.isNaN(byWords[i]) ? 0 : WORDS_WEIGHT * byWords[i])
                    + bonus(coverage[i]);
        }
        double least = least(scores, candidatesMax);
        List<Hit> hits = new ArrayList<>(candidatesMax);
        Segment segment = null;
        for (int i = 0; i < candidates.length; i++) {
            // To read a record takes as long as all the rest of ranking it.
            if (scores[i] >= least) {
                segment = segmentOf(candidates[i], segment);
                Gripe gripe = segment.records().at(candidates[i] - segment.leaf().docBase);
                Double cosine = Float.isNaN(cosines[i]) ? null : (double) cosines[i];
                hits.add(new Hit(gripe, cosine, scores[i], coverage[i]));
            }
        }
        hits.sort(BEST_FIRST);
        return new SearchHits(
                hits.subList(0, Math.min(candidatesMax, hits.size())), new MatchedWords(clauses, words.beginning()));
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

    private ScoreDoc[] nearest(float[] vector, int count) throws IOException {
        return searcher.search(new KnnFloatVectorQuery(documents.vectorField(), vector, count, filter), count)
                .scoreDocs;
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
            FloatVectorValues values = leaf.reader().getFloatVectorValues(documents.vectorField());
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
    private double[] coverage(int[] sorted, List<WordQuery.Clause> clauses) throws IOException {
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

    private record Segment(LeafReaderContext leaf, GripeDocument.Records records) {}

    private Segment segmentOf(int document, @Nullable Segment last) throws IOException {
        if (last != null
                && document < last.leaf().docBase + last.leaf().reader().maxDoc()) {
            return last;
        }
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(org.apache.lucene.index.ReaderUtil.subIndex(document, leaves));
        return new Segment(leaf, GripeDocument.records(leaf.reader()));
    }
}
