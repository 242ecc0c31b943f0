package gripe.index;

import gripe.Gripe;
import gripe.Workspace;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Lists without ranking, and the filters that ranking shares with them. */
final class Listing {
    private static final Sort NEWEST_FIRST = new Sort(
            LongField.newSortField(
                    GripeDocument.HAPPENED_AT, true, org.apache.lucene.search.SortedNumericSelector.Type.MAX),
            new SortField(GripeDocument.ID, SortField.Type.STRING, true));

    /** Beyond every time that a gripe may have. */
    private static final Instant EARLIEST = Instant.parse("-9999-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("+99999-01-01T00:00:00Z");

    private Listing() {}

    static Query of(Workspace workspace) {
        return new TermQuery(new Term(GripeDocument.WORKSPACE, workspace.name()));
    }

    static Query of(Workspace workspace, Filter filter) {
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(of(workspace), Occur.FILTER);
        Instant from = filter.from();
        Instant to = filter.to();
        if (from != null || to != null) {
            all.add(
                    LongField.newRangeQuery(
                            GripeDocument.HAPPENED_AT,
                            from == null ? Long.MIN_VALUE : millis(from),
                            to == null ? Long.MAX_VALUE : millis(to) - 1),
                    Occur.FILTER);
        }
        if (filter.tag() != null) {
            all.add(new TermQuery(new Term(GripeDocument.TAG, filter.tag())), Occur.FILTER);
        }
        return all.build();
    }

    /** As near as a gripe can be: a year of nine digits has more milliseconds than fit. */
    private static long millis(Instant time) {
        Instant bounded = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        return bounded.toEpochMilli();
    }

    static Query embedded(Workspace workspace, Term by) {
        return new BooleanQuery.Builder()
                .add(of(workspace), Occur.FILTER)
                .add(new TermQuery(by), Occur.FILTER)
                .build();
    }

    static Query notEmbedded(Workspace workspace, Term by) {
        return new BooleanQuery.Builder()
                .add(of(workspace), Occur.FILTER)
                .add(new TermQuery(by), Occur.MUST_NOT)
                .build();
    }

    static Page newestFirst(
            IndexSearcher searcher, Workspace workspace, Filter filter, int limit, @Nullable Cursor after)
            throws IOException {
        return newestFirst(searcher, of(workspace, filter), limit, after);
    }

    static Page newestFirst(IndexSearcher searcher, Query query, int limit, @Nullable Cursor after) throws IOException {
        FieldDoc from = after == null
                ? null
                : new FieldDoc(
                        // Nothing ties with a cursor but its own gripe, and that is to be left out.
                        Math.max(0, searcher.getIndexReader().maxDoc() - 1),
                        Float.NaN,
                        new Object[] {after.happenedAtMillis(), new BytesRef(after.id())});
        // One more than asked for tells whether there is a next page.
        TopDocs top = searcher.searchAfter(from, query, limit + 1, NEWEST_FIRST);
        int shown = Math.min(limit, top.scoreDocs.length);
        List<Gripe> gripes = new ArrayList<>(shown);
        for (int i = 0; i < shown; i++) {
            gripes.add(gripe(searcher, top.scoreDocs[i].doc));
        }
        if (top.scoreDocs.length <= limit || gripes.isEmpty()) {
            return new Page(gripes, null);
        }
        Gripe last = gripes.get(gripes.size() - 1);
        return new Page(gripes, new Cursor(last.happenedAt().toInstant().toEpochMilli(), last.id()));
    }

    static List<String> ids(IndexSearcher searcher, Query query, int max) throws IOException {
        List<String> ids = new ArrayList<>();
        for (ScoreDoc found : searcher.search(query, max).scoreDocs) {
            LeafReaderContext leaf = leaf(searcher, found.doc);
            SortedDocValues values = leaf.reader().getSortedDocValues(GripeDocument.ID);
            if (values != null && values.advanceExact(found.doc - leaf.docBase)) {
                ids.add(values.lookupOrd(values.ordValue()).utf8ToString());
            }
        }
        return ids;
    }

    static Gripe gripe(IndexSearcher searcher, int document) throws IOException {
        LeafReaderContext leaf = leaf(searcher, document);
        return GripeDocument.records(leaf.reader()).at(document - leaf.docBase);
    }

    private static LeafReaderContext leaf(IndexSearcher searcher, int document) {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        return leaves.get(ReaderUtil.subIndex(document, leaves));
    }
}
