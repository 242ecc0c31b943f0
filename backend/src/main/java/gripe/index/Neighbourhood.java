package gripe.index;

import gripe.Gripe;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Counts and sums what is near a vector, and keeps the nearest. Not thread-safe. */
final class Neighbourhood {
    private static final Comparator<Near> FURTHEST_FIRST =
            Comparator.comparingDouble(Near::cosine).thenComparingLong(Near::happenedAtMillis);

    private record Near(int document, float cosine, long happenedAtMillis) {}

    private final int limit;
    private final Set<String> exceptIds;
    private final PriorityQueue<Near> nearest = new PriorityQueue<>(FURTHEST_FIRST);
    private @Nullable Near latest;
    private long count;
    private double minutes;

    /** @param exceptIds those that do not count */
    Neighbourhood(int limit, Set<String> exceptIds) {
        this.limit = limit;
        this.exceptIds = exceptIds;
    }

    void add(IndexSearcher searcher, Neighbours neighbours) throws IOException {
        Documents.bySegment(
                searcher, neighbours.documents(), (leaf, from, to) -> addOfSegment(leaf, neighbours, from, to));
    }

    private void addOfSegment(LeafReaderContext leaf, Neighbours neighbours, int from, int to) throws IOException {
        LeafReader reader = leaf.reader();
        NumericDocValues minutesOf = DocValues.getNumeric(reader, GripeDocument.MINUTES);
        SortedNumericDocValues timeOf = DocValues.getSortedNumeric(reader, GripeDocument.HAPPENED_AT);
        SortedDocValues ids = DocValues.getSorted(reader, GripeDocument.ID);
        Set<Integer> except = new HashSet<>();
        for (String id : exceptIds) {
            int ordinal = ids.lookupTerm(new BytesRef(id));
            if (ordinal >= 0) {
                except.add(ordinal);
            }
        }
        for (int i = from; i < to; i++) {
            int document = neighbours.documents()[i] - leaf.docBase;
            if (!except.isEmpty() && ids.advanceExact(document) && except.contains(ids.ordValue())) {
                continue;
            }
            count++;
            minutes += minutesOf.advanceExact(document) ? Double.longBitsToDouble(minutesOf.longValue()) : 0;
            long happenedAt = timeOf.advanceExact(document) ? timeOf.nextValue() : Long.MIN_VALUE;
            note(new Near(neighbours.documents()[i], neighbours.cosines()[i], happenedAt));
        }
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

    /** What was near, for the view of the index that it was found in. */
    Similar summary(IndexSearcher searcher) throws IOException {
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
