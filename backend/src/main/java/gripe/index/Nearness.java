package gripe.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * What a filter leaves of one view of the index, as it is seen from one vector: the nearest, and all that is near enough.
 * Immutable, thread-safe for as long as the view is open.
 *
 * <p>Every sketch is looked at, once, since a sum that somebody reads must be right, and a graph of neighbours overlooks
 * some: it miscounted 12 to 33 of 100 answers, for lack of a bound on how far it has to be walked. RATIONALE.md has the
 * figures.
 */
final class Nearness {
    /** So many that look nearest are compared exactly to find the nearest. PERFORMANCE.md says what others find. */
    private static final int COMPARED = 500;

    /** The same for each that is wanted. */
    private static final int COMPARED_FOR_EACH = 4;

    /** So many are looked at in a quarter of a millisecond, beside which it is nothing to hand them over. */
    private static final int PART = 8_192;

    /** Into how many steps estimates of cosines are rounded, from -1 to 1. */
    private static final int STEPS = 1_024;

    private final IndexSearcher searcher;
    private final String vectorField;
    private final Probe probe;
    private final List<Seen> segments = new ArrayList<>();

    /**
     * A segment.
     *
     * @param tangent of its glances, the largest
     * @param documents that the filter leaves; null for all
     * @param steps about how near each of them is; 0 without a vector, or deleted
     */
    private record Seen(LeafReaderContext leaf, float tangent, int @Nullable [] documents, short[] steps) {
        int document(int at) {
            return documents == null ? at : documents[at];
        }
    }

    /** @param vector of unit length, as those in the index are, so that the dot product is the cosine */
    Nearness(IndexSearcher searcher, Sketches sketches, String vectorField, Query filter, float[] vector)
            throws IOException {
        this.searcher = searcher;
        this.vectorField = vectorField;
        probe = new Probe(vector);
        boolean unfiltered = filter instanceof MatchAllDocsQuery;
        Weight allowed = searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Sketches.Segment sketched = sketches.of(leaf.reader());
            Scorer permitted = sketched == null || unfiltered ? null : allowed.scorer(leaf);
            Bits live = leaf.reader().getLiveDocs();
            if (sketched != null && unfiltered) {
                segments.add(
                        new Seen(leaf, sketched.tangent(), null, steps(sketched, null, sketched.documents(), live)));
            } else if (sketched != null && permitted != null) {
                int[] documents = embedded(sketched, permitted.iterator(), live);
                segments.add(new Seen(
                        leaf, sketched.tangent(), documents, steps(sketched, documents, documents.length, live)));
            }
        }
    }

    private static int[] embedded(Sketches.Segment sketched, DocIdSetIterator permitted, @Nullable Bits live)
            throws IOException {
        int[] documents = new int[64];
        int size = 0;
        for (int document = permitted.nextDoc();
                document != DocIdSetIterator.NO_MORE_DOCS;
                document = permitted.nextDoc()) {
            if ((live == null || live.get(document)) && sketched.has(document)) {
                documents = ArrayUtil.grow(documents, size + 1);
                documents[size++] = document;
            }
        }
        return Arrays.copyOf(documents, size);
    }

    private short[] steps(Sketches.Segment sketched, int @Nullable [] documents, int count, @Nullable Bits live) {
        short[] steps = new short[count];
        Glance.Wanted wanted = probe.glance();
        // Most of the work of a question, and nothing in it waits: as many cores as there are take a part.
        IntStream.range(0, (count + PART - 1) / PART).parallel().forEach(part -> {
            int end = Math.min(count, (part + 1) * PART);
            for (int at = part * PART; at < end; at++) {
                int document = documents == null ? at : documents[at];
                if (sketched.has(document) && (live == null || live.get(document))) {
                    steps[at] = (short) step(sketched.cosine(document, wanted));
                }
            }
        });
        return steps;
    }

    private static int step(float cosine) {
        return Math.clamp((int) ((cosine + 1) * (STEPS / 2)), 1, STEPS);
    }

    /** The nearest, so many at most; one of them may be missed now and then. */
    Neighbours nearest(int count) throws IOException {
        int least = leastOf(Math.max(COMPARED, COMPARED_FOR_EACH * count));
        Neighbours.Growing compared = new Neighbours.Growing();
        for (Seen seen : segments) {
            compare(seen, least, Double.NEGATIVE_INFINITY, compared);
        }
        return compared.grown().nearest(count);
    }

    /** All that have at least this cosine. */
    Neighbours within(double cosine) throws IOException {
        Neighbours.Growing near = new Neighbours.Growing();
        for (Seen seen : segments) {
            double least = cosine - probe.glance().error(cosine, seen.tangent());
            compare(seen, step((float) least), cosine, near);
        }
        return near.grown();
    }

    /** The step that so many reach. */
    private int leastOf(int wanted) {
        int[] having = new int[STEPS + 1];
        for (Seen seen : segments) {
            for (short step : seen.steps()) {
                having[step]++;
            }
        }
        int least = STEPS;
        for (int held = having[STEPS]; held < wanted && least > 1; held += having[least]) {
            least--;
        }
        return least;
    }

    private void compare(Seen seen, int leastStep, double least, Neighbours.Growing into) throws IOException {
        LeafReader reader = seen.leaf().reader();
        Vectors vectors = Vectors.of(reader, vectorField);
        if (vectors == null) {
            return;
        }
        boolean all = least == Double.NEGATIVE_INFINITY;
        short[] steps = seen.steps();
        for (int at = 0; at < steps.length; at++) {
            if (steps[at] < leastStep) {
                continue;
            }
            int document = seen.document(at);
            if (!vectors.at(document)) {
                continue;
            }
            BytesRef compact = vectors.compact();
            if (all || probe.roughly(compact) + probe.error() >= least) {
                float cosine = probe.cosine(compact);
                if (cosine >= least) {
                    into.add(seen.leaf().docBase + document, cosine);
                }
            }
        }
    }

    /** Of any documents, in their order; filtered or not. */
    Neighbours cosines(int[] documents) throws IOException {
        float[] cosines = new float[documents.length];
        Arrays.fill(cosines, Float.NaN);
        Documents.bySegment(searcher, documents, (leaf, from, to) -> {
            Vectors vectors = Vectors.of(leaf.reader(), vectorField);
            for (int i = from; i < to && vectors != null; i++) {
                if (vectors.at(documents[i] - leaf.docBase)) {
                    cosines[i] = probe.cosine(vectors.compact());
                }
            }
        });
        return new Neighbours(documents, cosines);
    }
}
