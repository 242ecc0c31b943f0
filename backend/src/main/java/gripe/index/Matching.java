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
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.IntroSorter;
import org.jspecify.annotations.Nullable;

/**
 * Answers one question from one view of the index: what matches, all of it counted and summed, and a page of it. Not
 * thread-safe.
 */
final class Matching {
    /** How many are looked at to tell whether a query has an answer at all. */
    private static final int CANDIDATES_MAX = 300;

    private static final int WEAK_MAX = 10;
    /** Scores of words are summed in another order than Lucene sums them. */
    private static final double ROUNDED = 1e-5;

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
        Query filter = Listing.of(searcher, workspace, question.filter());
        try (ByMeaning meaning = meaning(filter, vectorOfQuery)) {
            return find(words, filter, meaning, judge);
        }
    }

    private Matches find(WordQuery words, Query filter, ByMeaning meaning, Judge judge) throws IOException {
        List<WordQuery.Clause> clauses = words.clauses(searcher);
        Ranking ranking = new Ranking(searcher, filter, clauses, meaning);
        Ranking.Candidates candidates = ranking.candidates(CANDIDATES_MAX);
        int[] bestFirst = candidates.scored().bestFirst();
        Cut cut = cut(candidates.scored(), bestFirst, judge);
        Ranking.Scored withWords = withWords(ranking, cut);
        Neighbours matching = matching(ranking, filter, withWords, cut);
        summarise(matching.documents());
        Ranked ranked = question.order() == Order.RELEVANCE && question.after() == null
                ? byRelevance(ranking.score(first(candidates, withWords, matching)))
                : ranked(ranking, matching);
        int[] page = ranked.page();
        return new Matches(
                hits(ranking, ranked, page),
                weak(candidates.scored(), bestFirst, cut),
                summary.count(),
                summary.minutes(),
                summary.facets(),
                ranked.next(page, matching.size()),
                new MatchedWords(clauses, words.beginning()));
    }

    /** All that matches, in order. */
    List<String> ids(WordQuery words, Supplier<float @Nullable []> vectorOfQuery, Judge judge, int max)
            throws IOException {
        Query filter = Listing.of(searcher, workspace, question.filter());
        try (ByMeaning meaning = meaning(filter, vectorOfQuery)) {
            Ranking ranking = new Ranking(searcher, filter, words.clauses(searcher), meaning);
            Neighbours matching = question.text().isBlank() ? all(filter) : matching(ranking, filter, judge);
            requireAtMost(max, matching.size());
            return ranked(ranking, matching).ids();
        }
    }

    private Neighbours all(Query filter) throws IOException {
        int[] documents = Documents.of(searcher, filter);
        return new Neighbours(documents, new float[documents.length]);
    }

    private Neighbours matching(Ranking ranking, Query filter, Judge judge) throws IOException {
        Ranking.Scored candidates = ranking.candidates(CANDIDATES_MAX).scored();
        Cut cut = cut(candidates, candidates.bestFirst(), judge);
        return matching(ranking, filter, withWords(ranking, cut), cut);
    }

    private static void requireAtMost(int max, int matching) {
        if (matching > max) {
            throw new Problem(
                    Problem.Code.TOO_MANY,
                    "q",
                    String.format(
                            Locale.ROOT,
                            "%,d gripes match, and at most %,d can be taken at once; narrow it.",
                            matching,
                            max));
        }
    }

    private ByMeaning meaning(Query filter, Supplier<float @Nullable []> vectorOfQuery) {
        return ByMeaning.begin(searcher, sketches, documents.vectorField(), filter, vectorOfQuery, CANDIDATES_MAX);
    }

    private static @Nullable Cut cut(Ranking.Scored candidates, int[] bestFirst, Judge judge) {
        return judge.cut(Arrays.stream(bestFirst).mapToObj(candidates::at).toList());
    }

    private List<Hit> hits(Ranking ranking, Ranked ranked, int[] page) throws IOException {
        int[] sorted = Arrays.stream(page).map(ranked::document).sorted().toArray();
        Ranking.Scored scored = ranking.score(ranking.withCosines(sorted));
        List<Hit> hits = new ArrayList<>(page.length);
        for (int at : page) {
            int document = ranked.document(at);
            hits.add(new Hit(Listing.gripe(searcher, document), scored.at(Arrays.binarySearch(sorted, document))));
        }
        return hits;
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

    private static Ranking.Scored withWords(Ranking ranking, @Nullable Cut cut) throws IOException {
        return cut == null || cut.equals(Cut.NONE) ? Ranking.Scored.NONE : ranking.withAllWords();
    }

    /** Everything that the cut admits. */
    private Neighbours matching(Ranking ranking, Query filter, Ranking.Scored withWords, @Nullable Cut cut)
            throws IOException {
        if (cut == null) {
            return Neighbours.NONE;
        }
        if (cut.equals(Cut.NONE)) {
            return ranking.withCosines(Documents.of(searcher, filter));
        }
        Neighbours.Growing admitted = new Neighbours.Growing();
        for (int i = 0; i < withWords.documents().length; i++) {
            if (cut.admits(withWords.at(i))) {
                admitted.add(withWords.documents()[i], withWords.cosines()[i]);
            }
        }
        Nearness nearness = ranking.nearness();
        return nearness == null
                ? admitted.grown()
                : nearness.within(cut.cosine()).and(admitted.grown());
    }

    /**
     * What may be on the first page. Most gripes that match are near and have few of the words: how many points words may
     * add to those is known, so that they need not be looked for in each (Fagin, Lotem and Naor 2001, Optimal aggregation
     * algorithms for middleware).
     */
    private Neighbours first(Ranking.Candidates candidates, Ranking.Scored withWords, Neighbours matching) {
        double[] scores = new double[matching.size()];
        Arrays.fill(scores, Double.NaN);
        note(candidates.scored(), matching, scores);
        note(withWords, matching, scores);
        double least = Ranking.least(
                Arrays.stream(scores).filter(score -> !Double.isNaN(score)).toArray(), question.limit());
        Neighbours.Growing first = new Neighbours.Growing();
        for (int i = 0; i < scores.length; i++) {
            float cosine = matching.cosines()[i];
            double atMost =
                    Double.isNaN(scores[i]) ? Ranking.byMeaning(cosine) + candidates.beyond() + ROUNDED : scores[i];
            if (atMost >= least) {
                first.add(matching.documents()[i], cosine);
            }
        }
        return first.grown();
    }

    private static void note(Ranking.Scored known, Neighbours matching, double[] scores) {
        for (int i = 0, at = 0; i < known.documents().length && at < scores.length; i++) {
            while (at < scores.length && matching.documents()[at] < known.documents()[i]) {
                at++;
            }
            if (at < scores.length && matching.documents()[at] == known.documents()[i]) {
                scores[at] = known.scores()[i];
            }
        }
    }

    private void summarise(int[] matching) throws IOException {
        Documents.bySegment(searcher, matching, (leaf, from, to) -> {
            summary.begin(leaf.reader());
            for (int i = from; i < to; i++) {
                summary.add(matching[i] - leaf.docBase);
            }
        });
        summary.end();
    }

    /** What matches, in the order that was asked for. */
    private Ranked ranked(Ranking ranking, Neighbours matching) throws IOException {
        return switch (question.order()) {
            case RELEVANCE -> byRelevance(ranking.score(matching));
            case TIME -> new Ranked(matching.documents(), new double[matching.size()]);
            case COST -> new Ranked(matching.documents(), minutes(matching.documents()));
        };
    }

    private Ranked byRelevance(Ranking.Scored scored) throws IOException {
        return new Ranked(scored.documents(), scored.scores());
    }

    private double[] minutes(int[] matching) throws IOException {
        double[] minutes = new double[matching.length];
        Documents.bySegment(searcher, matching, (leaf, from, to) -> {
            NumericDocValues minutesOf = DocValues.getNumeric(leaf.reader(), GripeDocument.MINUTES);
            for (int i = from; i < to; i++) {
                minutes[i] = minutesOf.advanceExact(matching[i] - leaf.docBase)
                        ? Double.longBitsToDouble(minutesOf.longValue())
                        : Listing.NO_MINUTES;
            }
        });
        return minutes;
    }

    private long[] times(int[] matching) throws IOException {
        long[] times = new long[matching.length];
        Documents.bySegment(searcher, matching, (leaf, from, to) -> {
            SortedNumericDocValues timeOf = DocValues.getSortedNumeric(leaf.reader(), GripeDocument.HAPPENED_AT);
            for (int i = from; i < to; i++) {
                times[i] = timeOf.advanceExact(matching[i] - leaf.docBase) ? timeOf.nextValue() : 0;
            }
        });
        return times;
    }

    private record Tied(int at, String id) {}

    private final class Ranked {
        private final int[] documents;
        private final double[] ranks;
        private final long[] times;
        private final int[] order;
        private int from;

        Ranked(int[] documents, double[] ranks) throws IOException {
            this.documents = documents;
            this.ranks = ranks;
            times = times(documents);
            order = IntStream.range(0, documents.length).toArray();
            new BestFirst().sort(0, order.length);
            putTiesInOrder();
        }

        /** By rank, then the newest first. */
        private final class BestFirst extends IntroSorter {
            private int pivot;

            @Override
            protected void setPivot(int i) {
                pivot = order[i];
            }

            @Override
            protected int comparePivot(int j) {
                int byRank = Double.compare(ranks[order[j]], ranks[pivot]);
                return byRank != 0 ? byRank : Long.compare(times[order[j]], times[pivot]);
            }

            @Override
            protected void swap(int i, int j) {
                int first = order[i];
                order[i] = order[j];
                order[j] = first;
            }
        }

        int document(int at) {
            return documents[at];
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
            return Listing.id(searcher, documents[at]);
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
            from = after == null ? 0 : startAfter(after);
            return Arrays.copyOfRange(order, from, Math.min(order.length, from + question.limit()));
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
        MatchCursor next(int[] page, int total) throws IOException {
            int shown = from + page.length;
            if (page.length == 0 || shown == total) {
                return null;
            }
            int last = page[page.length - 1];
            return new MatchCursor(ranks[last], times[last], id(last), shown);
        }
    }

    /** All that passes the filter, newest first or what cost most first. */
    private Matches withoutWords() throws IOException {
        Query filter = Listing.of(searcher, workspace, question.filter());
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
