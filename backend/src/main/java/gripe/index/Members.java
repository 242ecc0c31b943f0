package gripe.index;

import gripe.Gripe;
import gripe.Workspace;
import gripe.index.GripeIndex.MemberVisitor;
import gripe.index.GripeIndex.VectorVisitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Which gripes belong to which pain point, for one view of the index. */
final class Members {
    private Members() {}

    /** A query's documents of these pain points. */
    static Query query(Query of, Collection<String> painPoints) {
        return new BooleanQuery.Builder()
                .add(of, Occur.FILTER)
                .add(new TermInSetQuery(GripeDocument.PAIN_POINT, terms(painPoints)), Occur.FILTER)
                .build();
    }

    /** A query's documents that belong to any pain point. */
    static Query query(Query of) {
        return new BooleanQuery.Builder()
                .add(of, Occur.FILTER)
                .add(new FieldExistsQuery(GripeDocument.PAIN_POINT), Occur.FILTER)
                .build();
    }

    /** A query's documents but for these gripes. */
    static Query without(Query of, Workspace workspace, Collection<String> ids) {
        return ids.isEmpty()
                ? of
                : new BooleanQuery.Builder()
                        .add(of, Occur.FILTER)
                        .add(new TermInSetQuery(GripeDocument.KEY, keys(workspace, ids)), Occur.MUST_NOT)
                        .build();
    }

    private static List<BytesRef> keys(Workspace workspace, Collection<String> ids) {
        return ids.stream()
                .map(id -> new BytesRef(GripeDocument.key(workspace, id).text()))
                .toList();
    }

    private static List<BytesRef> terms(Collection<String> texts) {
        return texts.stream().map(BytesRef::new).toList();
    }

    private interface Leaf {
        void at(LeafReaderContext leaf, DocIdSetIterator documents) throws IOException;
    }

    private static void visit(IndexSearcher searcher, Query query, Leaf visitor) throws IOException {
        Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Scorer scorer = weight.scorer(leaf);
            if (scorer != null) {
                visitor.at(leaf, new Live(scorer.iterator(), leaf));
            }
        }
    }

    /** Without those that are deleted but not merged away yet. */
    private static final class Live extends DocIdSetIterator {
        private final DocIdSetIterator all;
        private final org.apache.lucene.util.@Nullable Bits live;

        Live(DocIdSetIterator all, LeafReaderContext leaf) {
            this.all = all;
            live = leaf.reader().getLiveDocs();
        }

        @Override
        public int docID() {
            return all.docID();
        }

        @Override
        public int nextDoc() throws IOException {
            return skipDead(all.nextDoc());
        }

        @Override
        public int advance(int target) throws IOException {
            return skipDead(all.advance(target));
        }

        private int skipDead(int from) throws IOException {
            int document = from;
            while (document != NO_MORE_DOCS && live != null && !live.get(document)) {
                document = all.nextDoc();
            }
            return document;
        }

        @Override
        public long cost() {
            return all.cost();
        }
    }

    /** Answers how many there are. */
    static long visit(IndexSearcher searcher, Query query, MemberVisitor visitor) throws IOException {
        long[] count = {0};
        visit(searcher, query, (leaf, documents) -> {
            SortedDocValues painPoints = DocValues.getSorted(leaf.reader(), GripeDocument.PAIN_POINT);
            NumericDocValues minutes = DocValues.getNumeric(leaf.reader(), GripeDocument.MINUTES);
            SortedNumericDocValues times = DocValues.getSortedNumeric(leaf.reader(), GripeDocument.HAPPENED_AT);
            @Nullable String[] names = new @Nullable String[painPoints.getValueCount()];
            for (int document = documents.nextDoc();
                    document != DocIdSetIterator.NO_MORE_DOCS;
                    document = documents.nextDoc()) {
                if (!times.advanceExact(document)) {
                    continue;
                }
                int ordinal = painPoints.advanceExact(document) ? painPoints.ordValue() : -1;
                if (ordinal >= 0 && names[ordinal] == null) {
                    names[ordinal] = painPoints.lookupOrd(ordinal).utf8ToString();
                }
                visitor.member(
                        ordinal < 0 ? null : names[ordinal],
                        times.nextValue(),
                        minutes.advanceExact(document) ? Double.longBitsToDouble(minutes.longValue()) : Double.NaN);
                count[0]++;
            }
        });
        return count[0];
    }

    static List<Member> of(IndexSearcher searcher, Query of, Collection<String> painPoints) throws IOException {
        List<Member> members = new ArrayList<>();
        visit(searcher, query(of, painPoints), (leaf, documents) -> {
            GripeDocument.Records records = GripeDocument.records(leaf.reader());
            SortedDocValues names = DocValues.getSorted(leaf.reader(), GripeDocument.PAIN_POINT);
            for (int document = documents.nextDoc();
                    document != DocIdSetIterator.NO_MORE_DOCS;
                    document = documents.nextDoc()) {
                String name = Nearest.text(names, document);
                if (name != null) {
                    members.add(new Member(records.at(document), name));
                }
            }
        });
        return members;
    }

    static List<Gripe> find(IndexSearcher searcher, Workspace workspace, Collection<String> ids) throws IOException {
        List<Gripe> found = new ArrayList<>(ids.size());
        visit(searcher, new TermInSetQuery(GripeDocument.KEY, keys(workspace, ids)), (leaf, documents) -> {
            GripeDocument.Records records = GripeDocument.records(leaf.reader());
            for (int document = documents.nextDoc();
                    document != DocIdSetIterator.NO_MORE_DOCS;
                    document = documents.nextDoc()) {
                found.add(records.at(document));
            }
        });
        return found;
    }

    /** Answers how many there are. */
    static long visitVectors(IndexSearcher searcher, String vectorField, Query of, VectorVisitor visitor)
            throws IOException {
        long[] count = {0};
        visit(searcher, of, (leaf, documents) -> {
            Vectors vectors = Vectors.of(leaf.reader(), vectorField);
            if (vectors == null) {
                return;
            }
            SortedDocValues ids = DocValues.getSorted(leaf.reader(), GripeDocument.ID);
            SortedDocValues painPoints = DocValues.getSorted(leaf.reader(), GripeDocument.PAIN_POINT);
            for (int document = documents.nextDoc();
                    document != DocIdSetIterator.NO_MORE_DOCS;
                    document = documents.nextDoc()) {
                String id = vectors.at(document) ? Nearest.text(ids, document) : null;
                if (id != null) {
                    visitor.vector(id, Nearest.text(painPoints, document), vectors.vector());
                    count[0]++;
                }
            }
        });
        return count[0];
    }
}
