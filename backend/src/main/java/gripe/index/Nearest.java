package gripe.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** The gripes nearest to a vector, by a scan of the sketches and an exact comparison of the best of them. */
final class Nearest {
    /**
     * How many are compared for each one wanted: of 1,000,000 vectors the 1,000 with the best sketches, compared exactly,
     * held .975 of the nearest ten; fewer are needed for less.
     */
    private static final int COMPARED_EACH = 50;

    private static final Comparator<Found> FURTHEST_FIRST = Comparator.comparingDouble(Found::cosine)
            .thenComparing(Comparator.comparingInt(Found::document).reversed());

    private record Found(LeafReaderContext leaf, int document, double cosine) {}

    private Nearest() {}

    static List<Near> of(
            IndexSearcher searcher,
            Sketches sketches,
            String vectorField,
            Query filter,
            float[] vector,
            int count,
            @Nullable String exceptId)
            throws IOException {
        PriorityQueue<Found> nearest = new PriorityQueue<>(FURTHEST_FIRST);
        Weight allowed = searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            LeafReader reader = leaf.reader();
            FloatVectorValues values = reader.getFloatVectorValues(vectorField);
            Sketches.Segment sketched = sketches.of(reader);
            Scorer scorer = allowed.scorer(leaf);
            if (values == null || sketched == null || scorer == null) {
                continue;
            }
            DocIdSetIterator permitted = scorer.iterator();
            Bits live = reader.getLiveDocs();
            for (int ordinal : sketched.best(vector, count * COMPARED_EACH)) {
                int document = values.ordToDoc(ordinal);
                if ((live != null && !live.get(document)) || !at(permitted, document)) {
                    continue;
                }
                Found found = new Found(leaf, document, VectorUtil.dotProduct(vector, values.vectorValue(ordinal)));
                nearest.add(found);
                // One more than asked for, since one may be left out below.
                if (nearest.size() > count + 1) {
                    nearest.remove();
                }
            }
        }
        List<Near> near = new ArrayList<>(nearest.size());
        for (Found found : nearest) {
            LeafReader reader = found.leaf().reader();
            String id = text(DocValues.getSorted(reader, GripeDocument.ID), found.document());
            if (id != null && !id.equals(exceptId)) {
                String painPoint = text(DocValues.getSorted(reader, GripeDocument.PAIN_POINT), found.document());
                near.add(new Near(id, painPoint, found.cosine()));
            }
        }
        near.sort(Comparator.comparingDouble(Near::cosine).reversed().thenComparing(Near::id));
        return near.subList(0, Math.min(count, near.size()));
    }

    private static boolean at(DocIdSetIterator iterator, int document) throws IOException {
        return (iterator.docID() < document ? iterator.advance(document) : iterator.docID()) == document;
    }

    static @Nullable String text(SortedDocValues values, int document) throws IOException {
        return values.advanceExact(document)
                ? values.lookupOrd(values.ordValue()).utf8ToString()
                : null;
    }
}
