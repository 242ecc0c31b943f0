package gripe.index;

import gripe.Gripe;
import gripe.Position;
import gripe.Problem;
import gripe.Workspace;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * The narrow door to Lucene: apply changes, make them visible, search. Thread-safe for any number of searches beside one
 * thread that applies, commits, clears and reopens. Throws Problem INDEX_UNAVAILABLE when Lucene or its files fail.
 */
public final class GripeIndex implements AutoCloseable {
    private final GripeDocument documents;
    private final Sketches sketches;
    private final IndexFiles files;
    /** Weak, since a view that is closed would be held by it. */
    private volatile WeakReference<Looked> looked = new WeakReference<>(null);

    private GripeIndex(Path directory, String modelVersion) {
        documents = new GripeDocument(modelVersion);
        sketches = new Sketches(documents.vectorField());
        files = new IndexFiles(directory, sketches);
    }

    /**
     * Opens what is there or starts empty; what cannot be read is thrown away, since all of it can be made anew.
     *
     * @param modelVersion of the vectors that will be applied and searched with
     * @throws Problem when another process has it open, or its files can neither be read nor replaced
     */
    public static GripeIndex open(Path directory, String modelVersion) {
        return new GripeIndex(directory, modelVersion);
    }

    /** Deletes an index that is not open. */
    public static void throwAway(Path directory) throws IOException {
        IndexFiles.throwAway(directory);
    }

    /** Brings gripes to their present state. All changes up to the position are then in the index. */
    public void apply(List<Update> updates, Position upTo) {
        IndexFiles.Opened current = files.opened();
        try {
            for (Update update : updates) {
                var key = GripeDocument.key(update.workspace(), update.id());
                var state = update.state();
                if (state == null || state.deleted()) {
                    current.writer().deleteDocuments(key);
                } else {
                    current.writer()
                            .updateDocument(
                                    key, documents.of(update.workspace(), state, update.vector(), update.painPoint()));
                }
            }
        } catch (IOException | RuntimeException | InternalError e) {
            throw unavailable(e);
        }
        updates.stream()
                .map(Update::workspace)
                .distinct()
                .forEach(workspace -> current.visibility().applied(workspace, upTo));
    }

    /** The position up to which all changes are in the index, visible or not. */
    public Position applied(Workspace workspace) {
        return files.opened().visibility().applied(workspace);
    }

    /** The position up to which searches show all changes at least. */
    public Position visible(Workspace workspace) {
        return files.opened().visibility().visible(workspace);
    }

    /** Waits until searches show everything up to the target; false when they do not by then. */
    public boolean awaitVisible(Workspace workspace, Position target, Duration atMost) {
        return files.opened().visibility().await(workspace, target, atMost);
    }

    /** The store that this index was derived from, empty when it is new. */
    public String storeId() {
        return files.storeId();
    }

    public void setStoreId(String storeId) {
        files.setStoreId(storeId);
    }

    /** Makes what was applied survive a kill, together with its position. */
    public void commit() {
        files.commit();
    }

    /** Empties the index and goes back to the start of the stream. */
    public void clear() {
        IndexFiles.Opened current = files.opened();
        current.visibility().reset();
        try {
            current.writer().deleteAll();
        } catch (IOException | RuntimeException | InternalError e) {
            throw unavailable(e);
        }
        commit();
        current.visibility().showAnew();
    }

    /** False after a failure that only {@link #reopen} can mend, a full disk or a broken file for example. */
    public boolean healthy() {
        return files.healthy();
    }

    /** Continues from the last commit, or from nothing when that is broken. */
    public void reopen() {
        files.reopen();
    }

    /**
     * Reads all files and compares their sums: what is broken would be found otherwise only when a search comes by, and
     * not always then. Takes about a second for a gigabyte; on any thread.
     */
    public void verify() {
        files.verify();
    }

    /** Whether something was read that looks like damage. */
    public boolean suspect() {
        return files.suspect();
    }

    /** Looks at what searches see now. */
    <T extends @Nullable Object> T searching(IndexFiles.Search<T> search) {
        return files.searching(search);
    }

    /**
     * The best candidates for a query by meaning or by words.
     *
     * @param vector of the query, waited for while the words are looked up; null to go by words alone
     */
    public SearchHits search(
            Workspace workspace, String query, Supplier<float @Nullable []> vector, Filter filter, int candidatesMax) {
        WordQuery words = WordQuery.of(query);
        return searching(searcher -> {
            Query allowed = Listing.of(searcher, workspace, filter);
            try (ByMeaning meaning =
                    ByMeaning.begin(searcher, sketches, documents.vectorField(), allowed, vector, candidatesMax)) {
                return new Ranking(searcher, allowed, words.clauses(searcher), meaning)
                        .best(words.beginning(), candidatesMax);
            }
        });
    }

    /**
     * Everything that matches a question, a page of it.
     *
     * @param vector of the question, waited for while the words are looked up; null to go by words alone
     * @param judge says from where on a candidate matches; not asked when there are no words
     */
    public Matches find(Workspace workspace, Question question, Supplier<float @Nullable []> vector, Judge judge) {
        WordQuery words = WordQuery.of(question.text());
        return searching(searcher ->
                new Matching(searcher, documents, sketches, workspace, question).find(words, vector, judge));
    }

    /**
     * The ids of everything that matches a question, in its order; limit and cursor do not count.
     *
     * @throws Problem TOO_MANY when there are more than max
     */
    public List<String> ids(
            Workspace workspace, Question question, Supplier<float @Nullable []> vector, Judge judge, int max) {
        WordQuery words = WordQuery.of(question.text());
        return searching(searcher ->
                new Matching(searcher, documents, sketches, workspace, question).ids(words, vector, judge, max));
    }

    /** The days of this zone that something happened on, with what it cost; the newest first, so many at most. */
    public List<Facet> days(Workspace workspace, Filter filter, ZoneId zone, int max) {
        return searching(searcher -> {
            ByDay days = new ByDay(zone);
            Documents.each(searcher, searcher.rewrite(Listing.of(workspace, filter)), days);
            return days.newestFirst(max);
        });
    }

    /** Every gripe with at least this cosine to the vector, but one; and the nearest of them. */
    public Similar similar(
            Workspace workspace, float[] vector, double threshold, int limit, @Nullable String exceptId) {
        return similarExcept(workspace, vector, threshold, limit, exceptId == null ? Set.of() : Set.of(exceptId));
    }

    /** The same but for a few. */
    public Similar similarExcept(
            Workspace workspace, float[] vector, double threshold, int limit, Set<String> exceptIds) {
        return searching(searcher -> {
            Neighbourhood neighbourhood = new Neighbourhood(limit, exceptIds);
            neighbourhood.add(searcher, nearness(searcher, workspace, vector).within(threshold));
            return neighbourhood.summary(searcher);
        });
    }

    /**
     * The gripes nearest to a vector, nearest first, with the pain point of each. Looked for among those that look
     * nearest, so that one of them may be missed now and then.
     */
    public List<Near> nearest(Workspace workspace, float[] vector, int count, @Nullable String exceptId) {
        // One more than asked for, since one may be left out.
        return searching(searcher ->
                Nearest.of(searcher, nearness(searcher, workspace, vector).nearest(count + 1), count, exceptId));
    }

    /** What was looked at last, and from where. */
    private record Looked(IndexReader view, Workspace workspace, float[] vector, Nearness nearness) {}

    /** Whoever asks what is like a text asks next what it belongs to: the same vector, and mostly the same view. */
    private Nearness nearness(IndexSearcher searcher, Workspace workspace, float[] vector) throws IOException {
        Looked last = looked.get();
        if (last != null
                && last.view().equals(searcher.getIndexReader())
                && last.workspace().equals(workspace)
                && last.vector() == vector) {
            return last.nearness();
        }
        Query all = Listing.of(searcher, workspace, Filter.NONE);
        Nearness nearness = new Nearness(searcher, sketches, documents.vectorField(), all, vector);
        looked = new WeakReference<>(new Looked(searcher.getIndexReader(), workspace, vector, nearness));
        return nearness;
    }

    /**
     * Gives every gripe that belongs to a pain point, in no order.
     *
     * @param painPoints only of these; null for all
     */
    public void forEachMember(Workspace workspace, @Nullable Collection<String> painPoints, MemberVisitor visitor) {
        var query = painPoints == null
                ? Members.query(Listing.of(workspace))
                : Members.query(Listing.of(workspace), painPoints);
        var unused = searching(searcher -> Members.visit(searcher, query, visitor));
    }

    /** Gives the gripes of these pain points but for some, in no order. */
    public void forEachOtherMember(
            Workspace workspace, Collection<String> painPoints, Collection<String> exceptIds, MemberVisitor visitor) {
        var query = Members.without(Members.query(Listing.of(workspace), painPoints), workspace, exceptIds);
        var unused = searching(searcher -> Members.visit(searcher, query, visitor));
    }

    /** Gives every gripe, in no order; those of no pain point with null for it. */
    public void forEachGripe(Workspace workspace, MemberVisitor visitor) {
        var unused = searching(searcher -> Members.visit(searcher, Listing.of(workspace), visitor));
    }

    /** The gripes of these pain points, in no order. */
    public List<Member> members(Workspace workspace, Collection<String> painPoints) {
        return searching(searcher -> Members.of(searcher, Listing.of(workspace), painPoints));
    }

    /** The first of these pain points' gripes that happened at a time or after it, oldest first. */
    public List<Gripe> membersSince(Workspace workspace, Collection<String> painPoints, Instant from, int limit) {
        return searching(searcher -> Listing.oldestFirst(
                searcher, Members.query(Listing.of(workspace, Filter.between(from, null)), painPoints), limit));
    }

    /** The gripes of these pain points, newest first. */
    public Page listMembers(
            Workspace workspace, Collection<String> painPoints, Filter filter, int limit, @Nullable Cursor after) {
        return searching(searcher ->
                Listing.newestFirst(searcher, Members.query(Listing.of(workspace, filter), painPoints), limit, after));
    }

    /** Gripes by their ids, in no order; those that are gone are left out. */
    public List<Gripe> find(Workspace workspace, Collection<String> ids) {
        return searching(searcher -> Members.find(searcher, workspace, ids));
    }

    /**
     * Gives every gripe that has a vector, in no order.
     *
     * @param painPoints only of these; null for all
     */
    public void forEachVector(Workspace workspace, @Nullable Collection<String> painPoints, VectorVisitor visitor) {
        var query = painPoints == null ? Listing.of(workspace) : Members.query(Listing.of(workspace), painPoints);
        var unused = searching(searcher -> Members.visitVectors(searcher, documents.vectorField(), query, visitor));
    }

    /** The same of what a filter leaves. */
    public void forEachVectorWithin(Workspace workspace, Filter filter, VectorVisitor visitor) {
        var unused = searching(searcher ->
                Members.visitVectors(searcher, documents.vectorField(), Listing.of(workspace, filter), visitor));
    }

    /** Takes members one by one. */
    public interface MemberVisitor {
        /** @param minutes not a number where nobody said how many */
        void member(@Nullable String painPoint, long happenedAtMillis, double minutes);
    }

    /** Takes vectors one by one. */
    public interface VectorVisitor {
        /** @param vector reused for the next one */
        void vector(String id, @Nullable String painPoint, float[] vector);
    }

    /** Of two vectors of unit length. */
    public static float cosine(float[] a, float[] b) {
        return VectorUtil.dotProduct(a, b);
    }

    /** Computes what the first question about likeness would have to wait for, and answers of how many segments. */
    int warm() {
        return searching(searcher -> {
            List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
            for (LeafReaderContext leaf : leaves) {
                sketches.of(leaf.reader());
            }
            return leaves.size();
        });
    }

    /** Newest first, gripes of the same moment by their ids backwards. */
    public Page list(Workspace workspace, Filter filter, int limit, @Nullable Cursor after) {
        return searching(searcher -> Listing.newestFirst(searcher, workspace, filter, limit, after));
    }

    public long count(Workspace workspace) {
        return searching(searcher -> (long) searcher.count(Listing.of(workspace)));
    }

    /** How many have no vector of this model version yet. */
    public long countWithoutVector(Workspace workspace) {
        return searching(searcher -> (long) searcher.count(Listing.of(workspace))
                - searcher.count(Listing.embedded(workspace, documents.embeddedByThis())));
    }

    /** Some of those without a vector of this model version, as of this moment. */
    public List<String> idsWithoutVector(Workspace workspace, int max) {
        files.refresh();
        return searching(
                searcher -> Listing.ids(searcher, Listing.notEmbedded(workspace, documents.embeddedByThis()), max));
    }

    public int segments() {
        return searching(searcher -> searcher.getIndexReader().leaves().size());
    }

    /** Commits and closes. */
    @Override
    public void close() {
        files.close();
    }

    static Problem unavailable(Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        return new Problem(
                Problem.Code.INDEX_UNAVAILABLE,
                null,
                "The index cannot be used just now (" + failure.getMessage() + "). Gripes are kept all the same.",
                failure);
    }
}
