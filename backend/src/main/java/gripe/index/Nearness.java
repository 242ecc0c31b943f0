package gripe.index;

import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;

/**
 * Every gripe at least so near to a vector, for one view of the index. Not thread-safe.
 *
 * <p>Looks at every vector, since a sum that somebody reads must be right. Walking the graph instead miscounted 12 to 33
 * of 100 answers, for lack of a bound on how far it has to walk, and its p99 was 13 to 133 ms against 4 to 16 (p50 1.8 to
 * 9.7 against 3.4 to 5.1; 50,000 clustered vectors of 384 numbers, thresholds .8 to .5, a busy host of two processors).
 * A glance at a sketch of one bit a number, then one at 8 bits a number, leaves few to compare exactly. Where a filter
 * leaves few, only those are looked at.
 */
final class Nearness {
    /** Far more than the 8 bits that a number is kept in for comparing are off; only what may be near is compared exactly. */
    private static final double ROUGHLY = 0.02;

    /** To look at a vector in 8 bits takes about so much longer than to look at its sketch; an estimate. */
    private static final int SKETCHES_FOR_A_LOOK = 20;

    private final IndexSearcher searcher;
    private final Sketches sketches;
    private final String vectorField;
    private final float[] vector;
    private final double threshold;
    private final Visitor visitor;

    /** Is told of each, segment by segment, in the order of documents. */
    interface Visitor {
        void begin(LeafReaderContext leaf) throws IOException;

        /** @param document in its segment */
        void near(int document, float cosine) throws IOException;
    }

    /** @param vector of unit length, as those in the index are, so that the dot product is the cosine */
    Nearness(
            IndexSearcher searcher,
            Sketches sketches,
            String vectorField,
            float[] vector,
            double threshold,
            Visitor visitor) {
        this.searcher = searcher;
        this.sketches = sketches;
        this.vectorField = vectorField;
        this.vector = vector;
        this.threshold = threshold;
        this.visitor = visitor;
    }

    void visit(Query filter) throws IOException {
        Weight allowed = searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            FloatVectorValues values = leaf.reader().getFloatVectorValues(vectorField);
            ScorerSupplier permitted = values == null ? null : allowed.scorerSupplier(leaf);
            if (values == null || permitted == null) {
                continue;
            }
            visitor.begin(leaf);
            if (permitted.cost() < values.size() / SKETCHES_FOR_A_LOOK) {
                lookAtEach(leaf.reader(), values, permitted.get(Long.MAX_VALUE).iterator());
            } else {
                lookAtSketches(
                        leaf.reader(), values, permitted.get(Long.MAX_VALUE).iterator());
            }
        }
    }

    private void lookAtEach(LeafReader reader, FloatVectorValues values, DocIdSetIterator permitted)
            throws IOException {
        Bits live = reader.getLiveDocs();
        KnnVectorValues.DocIndexIterator embedded = values.iterator();
        for (int document = permitted.nextDoc();
                document != DocIdSetIterator.NO_MORE_DOCS;
                document = permitted.nextDoc()) {
            if ((live == null || live.get(document)) && at(embedded, document)) {
                compare(document, values.vectorValue(embedded.index()));
            }
        }
    }

    private void lookAtSketches(LeafReader reader, FloatVectorValues values, DocIdSetIterator permitted)
            throws IOException {
        Sketches.Segment sketched = sketches.of(reader);
        if (sketched == null) {
            return;
        }
        Bits live = reader.getLiveDocs();
        VectorScorer roughly = values.scorer(vector);
        DocIdSetIterator scored = roughly.iterator();
        // Lucene's score for the dot product of unit vectors is (1 + cosine) / 2, here of the vectors in 8 bits.
        float wanted = (float) (1 + threshold - ROUGHLY) / 2;
        for (int ordinal : sketched.near(vector, threshold)) {
            int document = values.ordToDoc(ordinal);
            if ((live == null || live.get(document)) && at(permitted, document)) {
                scored.advance(document);
                if (roughly.score() >= wanted) {
                    compare(document, values.vectorValue(ordinal));
                }
            }
        }
    }

    private static boolean at(DocIdSetIterator iterator, int document) throws IOException {
        return (iterator.docID() < document ? iterator.advance(document) : iterator.docID()) == document;
    }

    private void compare(int document, float[] other) throws IOException {
        float cosine = VectorUtil.dotProduct(vector, other);
        if (cosine >= threshold) {
            visitor.near(document, cosine);
        }
    }
}
