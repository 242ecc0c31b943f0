package gripe.index;

import gripe.Gripe;
import gripe.Workspace;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
     * cosine + 0.01 × BM25: measured on gripes.tsv and its queries, the right cause comes first for .95 to 1.0 of the
     * identifiers instead of .85, at no loss elsewhere; from 0.04 on, queries in other words lose 15 points.
     */
    private static final double WORDS_WEIGHT = 0.01;
    /** The first reach into the neighbourhood of a vector, widened fourfold while all of it is near enough. */
    private static final int SIMILAR_FIRST = 64;

    private static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::score)
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

    SearchHits best(WordQuery words, float @Nullable [] vector, int candidatesMax) throws IOException {
        Map<Integer, Float> byWords = new HashMap<>();
        Query query = new BooleanQuery.Builder()
                .add(words.query(), Occur.MUST)
                .add(filter, Occur.FILTER)
                .build();
        for (ScoreDoc found : searcher.search(query, candidatesMax).scoreDocs) {
            byWords.put(found.doc, found.score);
        }
        int[] candidates = byWords.keySet().stream().mapToInt(Integer::intValue).toArray();
        if (vector != null) {
            int[] near = Arrays.stream(nearest(vector, candidatesMax))
                    .mapToInt(found -> found.doc)
                    .toArray();
            int known = candidates.length;
            candidates = Arrays.copyOf(candidates, known + near.length);
            System.arraycopy(near, 0, candidates, known, near.length);
        }
        candidates = Arrays.stream(candidates).sorted().distinct().toArray();
        float[] cosines = cosines(candidates, vector);
        double[] coverage = coverage(candidates, words.words());
        List<Hit> hits = new ArrayList<>(candidates.length);
        Segment segment = null;
        for (int i = 0; i < candidates.length; i++) {
            segment = segmentOf(candidates[i], segment);
            Gripe gripe = segment.records().at(candidates[i] - segment.leaf().docBase);
            boolean compared = !Float.isNaN(cosines[i]);
            double score = (compared ? cosines[i] : 0) + WORDS_WEIGHT * byWords.getOrDefault(candidates[i], 0f);
            hits.add(new Hit(gripe, compared ? (double) cosines[i] : null, score, coverage[i]));
        }
        hits.sort(BEST_FIRST);
        return new SearchHits(hits.subList(0, Math.min(candidatesMax, hits.size())), words);
    }

    Similar similar(float[] vector, double threshold, int limit, @Nullable String exceptId) throws IOException {
        int[] near = new int[0];
        float[] cosines = new float[0];
        int all = searcher.getIndexReader().maxDoc();
        for (int reach = SIMILAR_FIRST; ; reach *= 4) {
            near = Arrays.stream(nearest(vector, Math.max(1, Math.min(reach, all))))
                    .mapToInt(found -> found.doc)
                    .sorted()
                    .toArray();
            cosines = cosines(near, vector);
            float furthest = 1;
            for (float cosine : cosines) {
                furthest = Math.min(furthest, cosine);
            }
            if (near.length < reach || reach >= all || furthest < threshold) {
                break;
            }
        }
        long count = 0;
        double minutes = 0;
        OffsetDateTime lastAt = null;
        List<Hit> hits = new ArrayList<>();
        Segment segment = null;
        for (int i = 0; i < near.length; i++) {
            if (!(cosines[i] >= threshold)) {
                continue;
            }
            segment = segmentOf(near[i], segment);
            Gripe gripe = segment.records().at(near[i] - segment.leaf().docBase);
            if (gripe.id().equals(exceptId)) {
                continue;
            }
            count++;
            Double said = gripe.minutes();
            minutes += said == null ? 0 : said;
            if (lastAt == null || gripe.happenedAt().isAfter(lastAt)) {
                lastAt = gripe.happenedAt();
            }
            hits.add(new Hit(gripe, (double) cosines[i], cosines[i], 0));
        }
        hits.sort(BEST_FIRST);
        return new Similar(count, minutes, lastAt, hits.subList(0, Math.min(limit, hits.size())));
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
    private double[] coverage(int[] sorted, List<WordQuery.Word> words) throws IOException {
        double[] covered = new double[sorted.length];
        double whole = 0;
        for (WordQuery.Word word : words) {
            double weight = rarity(word);
            whole += weight;
            boolean[] exactly = matches(sorted, word.exactly());
            boolean[] nearly = matches(sorted, word.nearly());
            for (int i = 0; i < sorted.length; i++) {
                covered[i] += exactly[i] ? weight : nearly[i] ? weight / 2 : 0;
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

    private boolean[] matches(int[] sorted, Query query) throws IOException {
        boolean[] matches = new boolean[sorted.length];
        Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        int at = 0;
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            Scorer scorer = at < sorted.length && sorted[at] < end ? weight.scorer(leaf) : null;
            DocIdSetIterator iterator = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
            for (; at < sorted.length && sorted[at] < end; at++) {
                int document = sorted[at] - leaf.docBase;
                int reached = iterator.docID() < document ? iterator.advance(document) : iterator.docID();
                matches[at] = reached == document;
            }
        }
        return matches;
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
