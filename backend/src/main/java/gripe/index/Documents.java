package gripe.index;

import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** The documents that a query matches, each of them. */
final class Documents {
    private Documents() {}

    /** In their order. */
    static int[] of(IndexSearcher searcher, Query query) throws IOException {
        IntStream.Builder found = IntStream.builder();
        each(searcher, query, new Visitor() {
            private int base;

            @Override
            public void begin(LeafReaderContext leaf) {
                base = leaf.docBase;
            }

            @Override
            public void at(int document) {
                found.add(base + document);
            }
        });
        return found.build().toArray();
    }

    /** Is told of the documents of each segment. */
    interface Segments {
        /** @param from index into the documents, to exclusive */
        void at(LeafReaderContext leaf, int from, int to) throws IOException;
    }

    /** Goes through documents that are in their order, segment by segment. */
    static void bySegment(IndexSearcher searcher, int[] sorted, Segments visitor) throws IOException {
        int at = 0;
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            int from = at;
            while (at < sorted.length && sorted[at] < end) {
                at++;
            }
            if (at > from) {
                visitor.at(leaf, from, at);
            }
        }
    }

    /** Is told of each, segment by segment. */
    interface Visitor {
        void begin(LeafReaderContext leaf) throws IOException;

        /** @param document in its segment */
        void at(int document) throws IOException;
    }

    static void each(IndexSearcher searcher, Query query, Visitor visitor) throws IOException {
        // One thread, segment by segment: the searcher has no executor.
        searcher.search(query, new org.apache.lucene.search.CollectorManager<SimpleCollector, Void>() {
            @Override
            public SimpleCollector newCollector() {
                return new SimpleCollector() {
                    @Override
                    protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
                        visitor.begin(leaf);
                    }

                    @Override
                    public void collect(int document) throws IOException {
                        visitor.at(document);
                    }

                    @Override
                    public ScoreMode scoreMode() {
                        return ScoreMode.COMPLETE_NO_SCORES;
                    }
                };
            }

            @Override
            @SuppressWarnings("NullAway") // Void has no other value
            public Void reduce(java.util.Collection<SimpleCollector> collectors) {
                return null;
            }
        });
    }
}
