package gripe.index;

import gripe.Gripe;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * Everything at least so near to a vector, for one view of the index. Not thread-safe.
 *
 * <p>Looks at every vector, since a sum that somebody reads must be right. Walking the graph instead miscounted 12 to 33
 * of 100 answers, for lack of a bound on how far it has to walk, and its p99 was 13 to 133 ms against 4 to 16 (p50 1.8 to
 * 9.7 against 3.4 to 5.1; 50,000 clustered vectors of 384 numbers, thresholds .8 to .5, a busy host of two processors).
 * A glance at a sketch of one bit a number, then one at 8 bits a number, leaves few to compare exactly.
 */
final class Neighbourhood {
    private static final Comparator<Near> FURTHEST_FIRST =
            Comparator.comparingDouble(Near::cosine).thenComparingLong(Near::happenedAtMillis);

    /** Far more than the 8 bits that a number is kept in for comparing are off; only what may be near is compared exactly. */
    private static final double ROUGHLY = 0.02;

    private record Near(int document, float cosine, long happenedAtMillis) {}

    private final IndexSearcher searcher;
    private final Sketches sketches;
    private final String vectorField;
    private final float[] vector;
    private final double threshold;
    private final int limit;
    private final @Nullable String exceptId;

    private final PriorityQueue<Near> nearest = new PriorityQueue<>(FURTHEST_FIRST);
    private @Nullable Near latest;
    private long count;
    private double minutes;

    private Neighbourhood(
            IndexSearcher searcher,
            Sketches sketches,
            String vectorField,
            float[] vector,
            double threshold,
            int limit,
            @Nullable String exceptId) {
        this.searcher = searcher;
        this.sketches = sketches;
        this.vectorField = vectorField;
        this.vector = vector;
        this.threshold = threshold;
        this.limit = limit;
        this.exceptId = exceptId;
    }

    /** @param vector of unit length, as those in the index are, so that the dot product is the cosine */
    static Similar of(
            IndexSearcher searcher,
            Sketches sketches,
            String vectorField,
            Query filter,
            float[] vector,
            double threshold,
            int limit,
            @Nullable String exceptId)
            throws IOException {
        Neighbourhood neighbourhood =
                new Neighbourhood(searcher, sketches, vectorField, vector, threshold, limit, exceptId);
        Weight allowed = searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            neighbourhood.lookAt(leaf, allowed.scorer(leaf));
        }
        return neighbourhood.summary();
    }

    private void lookAt(LeafReaderContext leaf, @Nullable Scorer allowed) throws IOException {
        LeafReader reader = leaf.reader();
        FloatVectorValues values = reader.getFloatVectorValues(vectorField);
        Sketches.Segment sketched = sketches.of(reader);
        if (values == null || sketched == null || allowed == null) {
            return;
        }
        NumericDocValues said = DocValues.getNumeric(reader, GripeDocument.MINUTES);
        SortedNumericDocValues times = DocValues.getSortedNumeric(reader, GripeDocument.HAPPENED_AT);
        SortedDocValues ids = DocValues.getSorted(reader, GripeDocument.ID);
        int except = exceptId == null ? -1 : ids.lookupTerm(new BytesRef(exceptId));
        Bits live = reader.getLiveDocs();
        DocIdSetIterator permitted = allowed.iterator();
        VectorScorer roughly = values.scorer(vector);
        DocIdSetIterator scored = roughly.iterator();
        // Lucene's score for the dot product of unit vectors is (1 + cosine) / 2, here of the vectors in 8 bits.
        float wanted = (float) (1 + threshold - ROUGHLY) / 2;
        for (int ordinal : sketched.near(vector, threshold)) {
            int document = values.ordToDoc(ordinal);
            if ((live == null || live.get(document)) && at(permitted, document)) {
                scored.advance(document);
                if (roughly.score() >= wanted) {
                    compare(leaf, document, values.vectorValue(ordinal), said, times, ids, except);
                }
            }
        }
    }

    private static boolean at(DocIdSetIterator iterator, int document) throws IOException {
        return (iterator.docID() < document ? iterator.advance(document) : iterator.docID()) == document;
    }

    private void compare(
            LeafReaderContext leaf,
            int document,
            float[] other,
            NumericDocValues said,
            SortedNumericDocValues times,
            SortedDocValues ids,
            int except)
            throws IOException {
        float cosine = VectorUtil.dotProduct(vector, other);
        if (cosine < threshold || (except >= 0 && ids.advanceExact(document) && ids.ordValue() == except)) {
            return;
        }
        count++;
        minutes += said.advanceExact(document) ? Double.longBitsToDouble(said.longValue()) : 0;
        long happenedAt = times.advanceExact(document) ? times.nextValue() : Long.MIN_VALUE;
        note(new Near(leaf.docBase + document, cosine, happenedAt));
    }

    private void note(Near near) {
        if (latest == null || near.happenedAtMillis() > latest.happenedAtMillis()) {
            latest = near;
        }
        nearest.add(near);
        if (nearest.size() > limit) {
            nearest.remove();
        }
    }

    private Similar summary() throws IOException {
        OffsetDateTime lastAt = latest == null
                ? null
                : Listing.gripe(searcher, latest.document()).happenedAt();
        List<Hit> hits = new ArrayList<>(nearest.size());
        for (Near near : nearest) {
            Gripe gripe = Listing.gripe(searcher, near.document());
            hits.add(new Hit(gripe, (double) near.cosine(), near.cosine(), 0));
        }
        hits.sort(Ranking.BEST_FIRST);
        return new Similar(count, minutes, lastAt, hits);
    }
}
