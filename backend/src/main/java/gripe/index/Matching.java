package gripe.index;

import gripe.Problem;
import gripe.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers one question from one view of the index: what matches, all of it counted and summed, and a page of it. Not
 * thread-safe.
 */
final class Matching {
    /** How many are looked at to tell whether a query has an answer at all. */
    private static final int CANDIDATES_MAX = 300;

    private static final int WEAK_MAX = 10;

    private final IndexSearcher searcher;
    private final GripeDocument documents;
    private final Sketches sketches;
    private final Workspace workspace;
    private final Question question;
    private final Summary summary;

    Matching(
            IndexSearcher searcher,
            GripeDocument documents,
            Sketches sketches,
            Workspace workspace,
            Question question) {
        this.searcher = searcher;
        this.documents = documents;
        this.sketches = sketches;
        this.workspace = workspace;
        this.question = question;
        summary = new Summary(question.zone());
    }

    Matches find(WordQuery words, Supplier<float @Nullable []> vectorOfQuery, Judge judge) throws IOException {
        if (question.text().isBlank()) {
            return withoutWords();
        }
        List<WordQuery.Clause> clauses = words.clauses(searcher);
        MatchedWords matched = new MatchedWords(clauses, words.beginning());
        Ranking ranking = new Ranking(searcher, documents, workspace, question.filter(), clauses);
        Once vector = new Once(vectorOfQuery);
        Ranking.Scored candidates = ranking.candidates(vector, CANDIDATES_MAX);
        int[] bestFirst = candidates.bestFirst();
        Cut cut = judge.cut(Arrays.stream(bestFirst).mapToObj(candidates::at).toList());
        int[] matching = cut == null ? new int[0] : matching(ranking, vector.get(), cut);
        List<Hit> weak = weak(candidates, bestFirst, cut);
        summarise(matching);
        Ranked ranked = ranked(ranking.score(matching, vector.get()));
        int[] page = ranked.page();
        List<Hit> items = new ArrayList<>(page.length);
        for (int at : page) {
            items.add(new Hit(
                    Listing.gripe(searcher, matching[at]), ranked.scored().at(at)));
        }
        return new Matches(
                items, weak, summary.count(), summary.minutes(), summary.facets(), ranked.next(items, page), matched);
    }

    /** All that matches, in order. */
    List<String> ids(WordQuery words, Supplier<float @Nullable []> vectorOfQuery, Judge judge, int max)
            throws IOException {
        Ranking.Scored scored;
        if (question.text().isBlank()) {
            int[] matching = Documents.of(searcher, searcher.rewrite(Listing.of(workspace, question.filter())));
            scored = new Ranking.Scored(
                    matching, new float[matching.length], new double[matching.length], new double[matching.length]);
        } else {
            Ranking ranking = new Ranking(searcher, documents, workspace, question.filter(), words.clauses(searcher));
            Once vector = new Once(vectorOfQuery);
            Ranking.Scored candidates = ranking.candidates(vector, CANDIDATES_MAX);
            Cut cut = judge.cut(Arrays.stream(candidates.bestFirst())
                    .mapToObj(candidates::at)
                    .toList());
            scored = ranking.score(cut == null ? new int[0] : matching(ranking, vector.get(), cut), vector.get());
        }
        if (scored.documents().length > max) {
            throw new Problem(
                    Problem.Code.TOO_MANY,
                    "q",
                    String.format(
                            Locale.ROOT,
                            "%,d gripes match, and at most %,d can be taken at once; narrow it.",
                            scored.documents().length,
                            max));
        }
        return ranked(scored).ids();
    }

    /** A vector that is asked for once, when it is first needed. */
    private static final class Once implements Supplier<float @Nullable []> {
        private final Supplier<float @Nullable []> source;
        private float @Nullable [] vector;
        private boolean asked;

        Once(Supplier<float @Nullable []> source) {
            this.source = source;
        }

        @Override
        public float @Nullable [] get() {
            if (!asked) {
                asked = true;
                vector = source.get();
            }
            return vector;
        }
    }

    private List<Hit> weak(Ranking.Scored candidates, int[] bestFirst, @Nullable Cut cut) throws IOException {
        List<Hit> weak = new ArrayList<>(WEAK_MAX);
        for (int at : bestFirst) {
            if (weak.size() == WEAK_MAX) {
                break;
            }
            Closeness closeness = candidates.at(at);
            if (cut == null || !cut.admits(closeness)) {
                weak.add(new Hit(Listing.gripe(searcher, candidates.documents()[at]), closeness));
            }
        }
        return weak;
    }

    /** Everything that the cut admits, in the order of documents. */
    private int[] matching(Ranking ranking, float @Nullable [] vector, Cut cut) throws IOException {
        if (cut.equals(Cut.NONE)) {
            return Documents.of(searcher, ranking.filter());
        }
        FixedBitSet bits = new FixedBitSet(Math.max(1, searcher.getIndexReader().maxDoc()));
        if (vector != null) {
            new Nearness(searcher, sketches, documents.vectorField(), vector, cut.cosine(), new Marking(bits))
                    .visit(ranking.filter());
        }
        int[] withWords = ranking.withAllWords();
        Ranking.Scored scored = ranking.score(withWords, vector);
        for (int i = 0; i < withWords.length; i++) {
            if (cut.admits(scored.at(i))) {
                bits.set(withWords[i]);
            }
        }
        int[] matching = new int[bits.cardinality()];
        BitSetIterator marked = new BitSetIterator(bits, matching.length);
        for (int i = 0; i < matching.length; i++) {
            matching[i] = marked.nextDoc();
        }
        return matching;
    }

    private static final class Marking implements Nearness.Visitor {
        private final FixedBitSet bits;
        private int base;

        Marking(FixedBitSet bits) {
            this.bits = bits;
        }

        @Override
        public void begin(LeafReaderContext leaf) {
            base = leaf.docBase;
        }

        @Override
        public void near(int document, float cosine) {
            bits.set(base + document);
        }
    }

    /** Those of each segment, one after the other. */
    private void bySegment(int[] sorted, Segments visitor) throws IOException {
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

    private interface Segments {
        /** @param from index into the documents, to exclusive */
        void at(LeafReaderContext leaf, int from, int to) throws IOException;
    }

    private void summarise(int[] matching) throws IOException {
        bySegment(matching, (leaf, from, to) -> {
            summary.begin(leaf.reader());
            for (int i = from; i < to; i++) {
                summary.add(matching[i] - leaf.docBase);
            }
        });
        summary.end();
    }

    /** What matches, in the order that was asked for. */
    private Ranked ranked(Ranking.Scored scored) throws IOException {
        int[] matching = scored.documents();
        long[] times = new long[matching.length];
        double[] ranks = question.order() == Order.RELEVANCE ? scored.scores() : new double[matching.length];
        bySegment(matching, (leaf, from, to) -> {
            LeafReader reader = leaf.reader();
            SortedNumericDocValues timeOf = DocValues.getSortedNumeric(reader, GripeDocument.HAPPENED_AT);
            NumericDocValues minutesOf = DocValues.getNumeric(reader, GripeDocument.MINUTES);
            for (int i = from; i < to; i++) {
                int document = matching[i] - leaf.docBase;
                times[i] = timeOf.advanceExact(document) ? timeOf.nextValue() : 0;
                if (question.order() == Order.COST) {
                    ranks[i] = minutesOf.advanceExact(document)
                            ? Double.longBitsToDouble(minutesOf.longValue())
                            : Listing.NO_MINUTES;
                }
            }
        });
        return new Ranked(scored, ranks, times);
    }

    private record Tied(int at, String id) {}

    private final class Ranked {
        private final Ranking.Scored scored;
        private final double[] ranks;
        private final long[] times;
        private final Integer[] order;

        Ranked(Ranking.Scored scored, double[] ranks, long[] times) throws IOException {
            this.scored = scored;
            this.ranks = ranks;
            this.times = times;
            order = IntStream.range(0, ranks.length).boxed().toArray(Integer[]::new);
            Arrays.sort(
                    order, Comparator.comparingDouble((Integer i) -> -ranks[i]).thenComparingLong(i -> -times[i]));
            putTiesInOrder();
        }

        /** By their ids backwards, which are looked up for those alone. */
        private void putTiesInOrder() throws IOException {
            for (int from = 0, to; from < order.length; from = to) {
                to = from + 1;
                while (to < order.length
                        && ranks[order[to]] == ranks[order[from]]
                        && times[order[to]] == times[order[from]]) {
                    to++;
                }
                if (to - from > 1) {
                    Tied[] tied = new Tied[to - from];
                    for (int i = from; i < to; i++) {
                        tied[i - from] = new Tied(order[i], id(order[i]));
                    }
                    Arrays.sort(tied, Comparator.comparing(Tied::id).reversed());
                    for (int i = from; i < to; i++) {
                        order[i] = tied[i - from].at();
                    }
                }
            }
        }

        private String id(int at) throws IOException {
            return Listing.id(searcher, scored.documents()[at]);
        }

        Ranking.Scored scored() {
            return scored;
        }

        List<String> ids() throws IOException {
            List<String> ids = new ArrayList<>(order.length);
            for (int at : order) {
                ids.add(id(at));
            }
            return ids;
        }

        int[] page() throws IOException {
            MatchCursor after = question.after();
            int from = after == null ? 0 : startAfter(after);
            return IntStream.range(from, Math.min(order.length, from + question.limit()))
                    .map(i -> order[i])
                    .toArray();
        }

        /**
         * After the gripe itself; where it would be when it is gone. All scores move a little when gripes come and go, so
         * by relevance that is where as many were shown as before.
         */
        private int startAfter(MatchCursor after) throws IOException {
            int wouldBe = 0;
            for (int i = 0; i < order.length; i++) {
                if (times[order[i]] == after.happenedAtMillis() && id(order[i]).equals(after.id())) {
                    return i + 1;
                }
                if (ranks[order[i]] > after.rank()
                        || (ranks[order[i]] == after.rank() && times[order[i]] > after.happenedAtMillis())
                        || (ranks[order[i]] == after.rank()
                                && times[order[i]] == after.happenedAtMillis()
                                && id(order[i]).compareTo(after.id()) > 0)) {
                    wouldBe = i + 1;
                }
            }
            return question.order() == Order.RELEVANCE ? Math.clamp(after.shown() - 1L, 0, order.length) : wouldBe;
        }

        @Nullable
        MatchCursor next(List<Hit> items, int[] page) {
            if (page.length == 0 || page[page.length - 1] == order[order.length - 1]) {
                return null;
            }
            int last = page[page.length - 1];
            int shown = Arrays.asList(order).indexOf(last) + 1;
            return new MatchCursor(
                    ranks[last],
                    times[last],
                    items.get(items.size() - 1).gripe().id(),
                    shown);
        }
    }

    /** All that passes the filter, newest first or what cost most first. */
    private Matches withoutWords() throws IOException {
        Query filter = searcher.rewrite(Listing.of(workspace, question.filter()));
        Documents.each(searcher, filter, new Documents.Visitor() {
            @Override
            public void begin(LeafReaderContext leaf) throws IOException {
                summary.begin(leaf.reader());
            }

            @Override
            public void at(int document) throws IOException {
                summary.add(document);
            }
        });
        summary.end();
        Listing.Ordered page = Listing.ordered(searcher, filter, question.order(), question.limit(), question.after());
        return new Matches(
                page.hits(),
                List.of(),
                summary.count(),
                summary.minutes(),
                summary.facets(),
                page.next(),
                new MatchedWords(List.of(), ""));
    }
}
