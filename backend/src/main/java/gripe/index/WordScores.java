package gripe.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** What a query's words say of gripes, for one view of the index. Not thread-safe. */
final class WordScores {
    /** What a word counts for where it is only begun; far above what one with a wrong letter counts for. */
    private static final double COMPLETED = 0.995;

    private static final double NEARLY = 0.5;

    private final IndexSearcher searcher;
    private final List<Weighed> words = new ArrayList<>();
    private final Query any;
    private final double whole;

    /**
     * A word, and what tells where it is and how much it counts there.
     *
     * @param rarity inverse document frequency
     */
    private record Weighed(
            WordQuery.Clause clause,
            double rarity,
            @Nullable Weight exactly,
            @Nullable Weight completed,
            @Nullable Weight nearly) {}

    WordScores(IndexSearcher searcher, List<WordQuery.Clause> clauses) throws IOException {
        this.searcher = searcher;
        any = searcher.rewrite(WordQuery.any(clauses));
        double sum = 0;
        for (WordQuery.Clause clause : clauses) {
            double rarity = rarity(clause.word());
            sum += rarity;
            words.add(new Weighed(
                    clause,
                    rarity,
                    weight(clause.exactly(), 1),
                    weight(clause.completed(), WordQuery.PREFIX_BOOST),
                    weight(clause.nearly(), WordQuery.FUZZY_BOOST)));
        }
        whole = sum;
    }

    private @Nullable Weight weight(Query rewritten, float boost) throws IOException {
        return rewritten instanceof MatchNoDocsQuery
                ? null
                : searcher.createWeight(rewritten, ScoreMode.COMPLETE, boost);
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

    /** The best by BM25, best first. */
    ScoreDoc[] best(Query filter, int count) throws IOException {
        Query allowed = new BooleanQuery.Builder()
                .add(any, Occur.MUST)
                .add(filter, Occur.FILTER)
                .build();
        return searcher.search(allowed, new TopScoreDocCollectorManager(count, null, count)).scoreDocs;
    }

    /** Whether a word is nowhere whole, and somewhere begun. */
    boolean torn() throws IOException {
        for (Weighed word : words) {
            if (word.completed() != null && !isAnywhere(word.exactly()) && isAnywhere(word.completed())) {
                return true;
            }
        }
        return false;
    }

    private boolean isAnywhere(@Nullable Weight weight) throws IOException {
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Scorer scorer = weight == null ? null : weight.scorer(leaf);
            DocIdSetIterator found = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
            Bits live = leaf.reader().getLiveDocs();
            for (int document = found.nextDoc();
                    document != DocIdSetIterator.NO_MORE_DOCS;
                    document = found.nextDoc()) {
                if (live == null || live.get(document)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * What passes a filter and may have all words, as {@link Cut#ALL_WORDS} means it: what counts for little may be missing.
     * None where there are no words.
     */
    int[] withAllWords(Query filter) throws IOException {
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(filter, Occur.FILTER);
        boolean some = false;
        for (Weighed word : words) {
            if (word.rarity() * (1 - NEARLY) > (1 - Cut.ALL_WORDS) * whole) {
                some = true;
                all.add(
                        new BooleanQuery.Builder()
                                .add(word.clause().exactly(), Occur.SHOULD)
                                .add(word.clause().completed(), Occur.SHOULD)
                                .build(),
                        Occur.FILTER);
            }
        }
        return some ? Documents.of(searcher, all.build()) : new int[0];
    }

    /**
     * Of some documents.
     *
     * @param scores by BM25, 0 where no word is
     * @param coverage share of the words, weighted by their rarity
     */
    record Of(float[] scores, double[] coverage) {}

    /** @param sorted documents */
    Of of(int[] sorted) throws IOException {
        double[] scores = new double[sorted.length];
        double[] coverage = new double[sorted.length];
        Documents.bySegment(searcher, sorted, (leaf, from, to) -> {
            for (Weighed word : words) {
                Place exactly = new Place(word.exactly(), leaf);
                Place completed = new Place(word.completed(), leaf);
                Place nearly = new Place(word.nearly(), leaf);
                for (int i = from; i < to; i++) {
                    int document = sorted[i] - leaf.docBase;
                    float asIs = exactly.score(document);
                    float begun = completed.score(document);
                    float wrong = nearly.score(document);
                    scores[i] += Math.max(asIs, Math.max(begun, wrong));
                    coverage[i] += word.rarity() * (asIs > 0 ? 1 : begun > 0 ? COMPLETED : wrong > 0 ? NEARLY : 0);
                }
            }
        });
        float[] rounded = new float[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            rounded[i] = (float) scores[i];
            coverage[i] = whole > 0 ? coverage[i] / whole : 0;
        }
        return new Of(rounded, coverage);
    }

    /** Where something is in a segment. */
    private static final class Place {
        private final @Nullable Scorer scorer;
        private final DocIdSetIterator documents;

        Place(@Nullable Weight weight, LeafReaderContext leaf) throws IOException {
            scorer = weight == null ? null : weight.scorer(leaf);
            documents = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
        }

        /** 0 where it is not; otherwise above 0. */
        float score(int document) throws IOException {
            if (scorer == null) {
                return 0;
            }
            int reached = documents.docID() < document ? documents.advance(document) : documents.docID();
            return reached == document ? Math.max(Float.MIN_VALUE, scorer.score()) : 0;
        }
    }
}
