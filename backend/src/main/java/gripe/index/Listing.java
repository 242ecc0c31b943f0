package gripe.index;

import gripe.Gripe;
import gripe.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Lists without ranking. */
final class Listing {
    private static final Sort NEWEST_FIRST = new Sort(
            LongField.newSortField(
                    GripeDocument.HAPPENED_AT, true, org.apache.lucene.search.SortedNumericSelector.Type.MAX),
            new SortField(GripeDocument.ID, SortField.Type.STRING, true));

    /** Where nobody said how many: below all that did. */
    static final double NO_MINUTES = -1;

    private static final Sort OLDEST_FIRST = new Sort(
            LongField.newSortField(
                    GripeDocument.HAPPENED_AT, false, org.apache.lucene.search.SortedNumericSelector.Type.MAX),
            new SortField(GripeDocument.ID, SortField.Type.STRING));

    private static final Sort COSTS_MOST_FIRST = costsMostFirst();

    private Listing() {}

    private static Sort costsMostFirst() {
        SortField minutes = new SortField(GripeDocument.MINUTES, SortField.Type.DOUBLE, true, NO_MINUTES);
        return new Sort(minutes, NEWEST_FIRST.getSort()[0], NEWEST_FIRST.getSort()[1]);
    }

    /** A piece of a list that has a rank. */
    record Ordered(List<Hit> hits, @Nullable MatchCursor next) {}

    /** Without words nothing is more relevant than anything else: then the newest come first. */
    static Ordered ordered(IndexSearcher searcher, Query filter, Order order, int limit, @Nullable MatchCursor after)
            throws IOException {
        boolean byCost = order == Order.COST;
        FieldDoc from = null;
        if (after != null) {
            Object[] fields = byCost
                    ? new Object[] {after.rank(), after.happenedAtMillis(), new BytesRef(after.id())}
                    : new Object[] {after.happenedAtMillis(), new BytesRef(after.id())};
            from = new FieldDoc(Math.max(0, searcher.getIndexReader().maxDoc() - 1), Float.NaN, fields);
        }
        TopDocs top = searcher.searchAfter(from, filter, limit + 1, byCost ? COSTS_MOST_FIRST : NEWEST_FIRST);
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < Math.min(limit, top.scoreDocs.length); i++) {
            hits.add(new Hit(gripe(searcher, top.scoreDocs[i].doc), null, 0, 0));
        }
        if (top.scoreDocs.length <= limit || hits.isEmpty()) {
            return new Ordered(hits, null);
        }
        Gripe last = hits.get(hits.size() - 1).gripe();
        Double minutes = last.minutes();
        double rank = !byCost ? 0 : minutes == null ? NO_MINUTES : minutes;
        return new Ordered(
                hits,
                new MatchCursor(
                        rank,
                        last.happenedAt().toInstant().toEpochMilli(),
                        last.id(),
                        hits.size() + (after == null ? 0 : after.shown())));
    }

    /** The same as {@link #of(Workspace, Filter)}; all documents where nothing is to be filtered, which costs less. */
    static Query of(IndexSearcher searcher, Workspace workspace, Filter filter) throws IOException {
        IndexReader reader = searcher.getIndexReader();
        boolean all = filter.equals(Filter.NONE)
                && reader.docFreq(new Term(GripeDocument.WORKSPACE, workspace.name())) == reader.maxDoc();
        return all ? MatchAllDocsQuery.INSTANCE : searcher.rewrite(of(workspace, filter));
    }

    static Query of(Workspace workspace) {
        return new TermQuery(new Term(GripeDocument.WORKSPACE, workspace.name()));
    }

    static Query of(Workspace workspace, Filter filter) {
        return new BooleanQuery.Builder()
                .add(of(workspace), Occur.FILTER)
                .add(FilterQuery.of(filter), Occur.FILTER)
                .build();
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

    static List<Gripe> oldestFirst(IndexSearcher searcher, Query query, int limit) throws IOException {
        TopDocs top = searcher.search(query, limit, OLDEST_FIRST);
        List<Gripe> gripes = new ArrayList<>(top.scoreDocs.length);
        for (ScoreDoc one : top.scoreDocs) {
            gripes.add(gripe(searcher, one.doc));
        }
        return gripes;
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
            ids.add(id(searcher, found.doc));
        }
        return ids;
    }

    static String id(IndexSearcher searcher, int document) throws IOException {
        LeafReaderContext leaf = leaf(searcher, document);
        SortedDocValues values = DocValues.getSorted(leaf.reader(), GripeDocument.ID);
        if (!values.advanceExact(document - leaf.docBase)) {
            throw new IOException("Document " + document + " has no id");
        }
        return values.lookupOrd(values.ordValue()).utf8ToString();
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
