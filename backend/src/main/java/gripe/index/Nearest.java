package gripe.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/** The gripes nearest to a vector, with what they belong to. */
final class Nearest {
    private Nearest() {}

    static List<Near> of(IndexSearcher searcher, Neighbours neighbours, int count, @Nullable String exceptId)
            throws IOException {
        List<Near> near = new ArrayList<>(neighbours.size());
        Documents.bySegment(searcher, neighbours.documents(), (leaf, from, to) -> {
            SortedDocValues ids = DocValues.getSorted(leaf.reader(), GripeDocument.ID);
            SortedDocValues painPoints = DocValues.getSorted(leaf.reader(), GripeDocument.PAIN_POINT);
            for (int i = from; i < to; i++) {
                int document = neighbours.documents()[i] - leaf.docBase;
                String id = text(ids, document);
                if (id != null && !id.equals(exceptId)) {
                    near.add(new Near(id, text(painPoints, document), neighbours.cosines()[i]));
                }
            }
        });
        near.sort(Comparator.comparingDouble(Near::cosine).reversed().thenComparing(Near::id));
        return near.subList(0, Math.min(count, near.size()));
    }

    static @Nullable String text(SortedDocValues values, int document) throws IOException {
        return values.advanceExact(document)
                ? values.lookupOrd(values.ordValue()).utf8ToString()
                : null;
    }
}
