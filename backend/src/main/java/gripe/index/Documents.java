package gripe.index;

import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.Weight;

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

    /** How many a rewritten query matches at most, as far as Lucene can tell without looking. */
    static long cost(IndexSearcher searcher, Query rewritten) throws IOException {
        Weight weight = searcher.createWeight(rewritten, ScoreMode.COMPLETE_NO_SCORES, 1);
        long cost = 0;
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            ScorerSupplier supplier = weight.scorerSupplier(leaf);
            cost += supplier == null ? 0 : supplier.cost();
        }
        return cost;
    }
}
