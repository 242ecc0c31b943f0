package gripe.index;

import gripe.Gripe;
import gripe.Position;
import gripe.Problem;
import gripe.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The narrow door to Lucene: apply changes, make them visible, search. Thread-safe for any number of searches beside one
 * thread that applies, commits, clears and reopens. Throws Problem INDEX_UNAVAILABLE when Lucene or its files fail.
 */
public final class GripeIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GripeIndex.class);
    /** Lucene's defaults for the graph: recall .986 at 100,000 with 200 candidates, rescored by float. */
    private static final int NEIGHBOURS = 16;

    private static final int BEAM = 100;
    /**
     * Smaller segments are scanned, 8 bits a number. To link a vector into a graph took 0.3 ms over all its merges, a sixth of
     * what embedding it takes.
     */
    private static final int GRAPH_FROM_VECTORS = 50_000;

    private static final double RAM_BUFFER_MEGABYTES = 32;
    /** Each segment is searched: few small ones keep the tail of a search short. */
    private static final double SEGMENTS_PER_TIER = 4;

    private static final double NEW_SEGMENT_MEGABYTES_MAX = 8;
    private static final double CACHED_MEGABYTES_MAX = 32;
    private static final String FORMAT = "format";
    private static final String STORE_ID = "store";
    private static final String APPLIED = "applied:";

    private final Path directory;
    private final GripeDocument documents;
    private final Sketches sketches;
    private volatile Opened opened;
    private volatile String storeId = "";
    /** A file turned out to be broken after it was opened. */
    private volatile boolean damaged;

    private volatile boolean suspect;

    /** What has to be opened anew after a failure. */
    private record Opened(FSDirectory files, IndexWriter writer, SearcherManager searchers, Visibility visibility) {}

    private GripeIndex(Path directory, String modelVersion) {
        this.directory = directory;
        documents = new GripeDocument(modelVersion);
        sketches = new Sketches(documents.vectorField());
        opened = openOrStartAnew();
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

    private Opened openOrStartAnew() {
        try {
            return openFiles();
        } catch (LockObtainFailedException e) {
            // Not broken but in use: to throw it away would break the other process.
            throw unavailable(e);
        } catch (IOException | RuntimeException | InternalError e) {
            LOG.warn("The index in {} cannot be read ({}); making it anew", directory, e.toString());
        }
        try {
            throwAway(directory);
            return openFiles();
        } catch (IOException | RuntimeException | InternalError e) {
            throw unavailable(e);
        }
    }

    /** Deletes an index that is not open. */
    public static void throwAway(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Opened openFiles() throws IOException {
        Files.createDirectories(directory);
        FSDirectory files = MMapDirectory.open(directory);
        IndexWriter writer = null;
        try {
            NRTCachingDirectory cached =
                    new NRTCachingDirectory(files, NEW_SEGMENT_MEGABYTES_MAX, CACHED_MEGABYTES_MAX);
            boolean existed = DirectoryReader.indexExists(files);
            writer = new IndexWriter(cached, writerConfiguration());
            Map<String, String> committed = asMap(writer.getLiveCommitData());
            if (existed && !GripeDocument.FORMAT.equals(committed.get(FORMAT))) {
                throw new IOException("made by another version of Gripe");
            }
            SearcherManager searchers = new SearcherManager(writer, null);
            Map<Workspace, Position> applied = new HashMap<>();
            for (Map.Entry<String, String> entry : committed.entrySet()) {
                if (entry.getKey().startsWith(APPLIED)) {
                    applied.put(
                            new Workspace(entry.getKey().substring(APPLIED.length())),
                            Position.parse(entry.getValue()));
                } else if (entry.getKey().equals(STORE_ID)) {
                    storeId = entry.getValue();
                }
            }
            damaged = false;
            return new Opened(files, writer, searchers, new Visibility(applied, searchers::maybeRefreshBlocking));
        } catch (IOException | RuntimeException | InternalError e) {
            if (writer != null) {
                writer.rollback();
            }
            files.close();
            throw e;
        }
    }

    private IndexWriterConfig writerConfiguration() {
        TieredMergePolicy merges = new TieredMergePolicy();
        merges.setSegmentsPerTier(SEGMENTS_PER_TIER);
        // Lucene takes the number of results from which on it expects a scan of so many vectors to be the shorter way.
        int scanned = (int) (GRAPH_FROM_VECTORS / Math.log(GRAPH_FROM_VECTORS));
        KnnVectorsFormat vectors = new Lucene104HnswScalarQuantizedVectorsFormat(
                ScalarEncoding.UNSIGNED_BYTE, NEIGHBOURS, BEAM, 1, null, scanned);
        return new IndexWriterConfig(TextAnalyzers.perField())
                .setRAMBufferSizeMB(RAM_BUFFER_MEGABYTES)
                .setMergePolicy(merges)
                // Else the first capture after a merge would wait for it.
                .setMergedSegmentWarmer(sketches::of)
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return vectors;
                    }
                });
    }

    /** Brings gripes to their present state. All changes up to the position are then in the index. */
    public void apply(List<Update> updates, Position upTo) {
        Opened current = opened;
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
        return opened.visibility().applied(workspace);
    }

    /** The position up to which searches show all changes at least. */
    public Position visible(Workspace workspace) {
        return opened.visibility().visible(workspace);
    }

    /** Waits until searches show everything up to the target; false when they do not by then. */
    public boolean awaitVisible(Workspace workspace, Position target, Duration atMost) {
        return opened.visibility().await(workspace, target, atMost);
    }

    /** The store that this index was derived from, empty when it is new. */
    public String storeId() {
        return storeId;
    }

    public void setStoreId(String storeId) {
        this.storeId = storeId;
    }

    /** Makes what was applied survive a kill, together with its position. */
    public void commit() {
        Opened current = opened;
        Map<String, String> data = new HashMap<>();
        data.put(FORMAT, GripeDocument.FORMAT);
        data.put(STORE_ID, storeId);
        // Positions first: what is applied between here and the commit is then applied again, which does no harm.
        current.visibility()
                .allApplied()
                .forEach((workspace, position) -> data.put(APPLIED + workspace.name(), position.toString()));
        try {
            if (!data.equals(asMap(current.writer().getLiveCommitData()))
                    || current.writer().hasUncommittedChanges()) {
                current.writer().setLiveCommitData(data.entrySet());
                current.writer().commit();
            }
        } catch (IOException | RuntimeException | InternalError e) {
            throw unavailable(e);
        }
    }

    private static Map<String, String> asMap(@Nullable Iterable<Map.Entry<String, String>> entries) {
        Map<String, String> map = new HashMap<>();
        if (entries != null) {
            entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        }
        return map;
    }

    /** Empties the index and goes back to the start of the stream. */
    public void clear() {
        Opened current = opened;
        current.visibility().reset();
        try {
            current.writer().deleteAll();
        } catch (IOException | RuntimeException | InternalError e) {
            throw unavailable(e);
        }
        commit();
    }

    /** False after a failure that only {@link #reopen} can mend, a full disk or a broken file for example. */
    public boolean healthy() {
        return !damaged && opened.writer().isOpen();
    }

    /** Continues from the last commit, or from nothing when that is broken. */
    public void reopen() {
        Opened failed = opened;
        if (!damaged) {
            // What made the writer give up may have been a file of the last commit.
            verify();
        }
        boolean anew = damaged;
        try {
            closeFiles(failed);
        } catch (IOException | RuntimeException | InternalError e) {
            LOG.debug("Closing the failed index: {}", e.toString());
        }
        if (anew) {
            LOG.warn("The index in {} is broken; making it anew", directory);
            try {
                throwAway(directory);
            } catch (IOException e) {
                throw unavailable(e);
            }
        }
        opened = openOrStartAnew();
    }

    /** Looks at what searches see now. */
    <T extends @Nullable Object> T searching(Search<T> search) {
        SearcherManager searchers = opened.searchers();
        try {
            var searcher = searchers.acquire();
            try {
                return search.on(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (CorruptIndexException e) {
            damaged = true;
            throw unavailable(e);
        } catch (IOException | UncheckedIOException | AlreadyClosedException e) {
            suspect = true;
            throw unavailable(e);
        } catch (InternalError e) {
            // A file that is mapped into memory became shorter.
            suspect = true;
            throw unavailable(e);
        } catch (Problem e) {
            throw e;
        } catch (RuntimeException e) {
            // Broken files are read as nonsense; a mistake of ours looks the same, so the files are looked at.
            suspect = true;
            throw e;
        }
    }

    /**
     * Reads all files and compares their sums: what is broken would be found otherwise only when a search comes by, and
     * not always then. Takes about a second for a gigabyte; on any thread.
     */
    public void verify() {
        suspect = false;
        Opened current = opened;
        try {
            var searcher = current.searchers().acquire();
            try {
                for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                    ((CodecReader) leaf.reader()).checkIntegrity();
                }
            } finally {
                current.searchers().release(searcher);
            }
        } catch (AlreadyClosedException e) {
            LOG.debug("The index was opened anew while its files were read", e);
        } catch (IOException | RuntimeException | InternalError e) {
            if (current.writer() == opened.writer()) {
                LOG.warn("The index in {} is damaged: {}", directory, e.toString());
                damaged = true;
            }
        }
    }

    /** Whether something was read that looks like damage. */
    public boolean suspect() {
        return suspect;
    }

    GripeDocument documents() {
        return documents;
    }

    /** A question to Lucene. */
    interface Search<T extends @Nullable Object> {
        T on(org.apache.lucene.search.IndexSearcher searcher) throws IOException;
    }

    /**
     * The best candidates for a query by meaning or by words.
     *
     * @param vector of the query, asked for when the words have been looked up; null to go by words alone
     */
    public SearchHits search(
            Workspace workspace, String query, Supplier<float @Nullable []> vector, Filter filter, int candidatesMax) {
        WordQuery words = WordQuery.of(query);
        return searching(searcher -> new Ranking(searcher, documents, workspace, filter, words.clauses(searcher))
                .best(vector, words.beginning(), candidatesMax));
    }

    /**
     * Everything that matches a question, a page of it.
     *
     * @param vector of the question, asked for when the words have been looked up; null to go by words alone
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
        return searching(searcher -> {
            Neighbourhood neighbourhood = new Neighbourhood(limit, exceptId);
            new Nearness(searcher, sketches, documents.vectorField(), vector, threshold, neighbourhood)
                    .visit(Listing.of(workspace));
            return neighbourhood.summary(searcher);
        });
    }

    /**
     * The gripes nearest to a vector, nearest first, with the pain point of each. Looked for among those whose signs
     * agree best, so that one of them may be missed now and then.
     */
    public List<Near> nearest(Workspace workspace, float[] vector, int count, @Nullable String exceptId) {
        return searching(searcher -> Nearest.of(
                searcher, sketches, documents.vectorField(), Listing.of(workspace), vector, count, exceptId));
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

    /** Gives every gripe, in no order; those of no pain point with null for it. */
    public void forEachGripe(Workspace workspace, MemberVisitor visitor) {
        var unused = searching(searcher -> Members.visit(searcher, Listing.of(workspace), visitor));
    }

    /** The gripes of these pain points, in no order. */
    public List<Member> members(Workspace workspace, Collection<String> painPoints) {
        return searching(searcher -> Members.of(searcher, workspace, painPoints));
    }

    /** The same, newest first. */
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
        try {
            opened.searchers().maybeRefreshBlocking();
        } catch (IOException | AlreadyClosedException e) {
            throw unavailable(e);
        }
        return searching(
                searcher -> Listing.ids(searcher, Listing.notEmbedded(workspace, documents.embeddedByThis()), max));
    }

    public int segments() {
        return searching(searcher -> searcher.getIndexReader().leaves().size());
    }

    private static void closeFiles(Opened current) throws IOException {
        // All of them even when one fails, or the lock would stay. Not the writer's close(): that would commit.
        IOUtils.close(current.visibility()::close, current.searchers(), current.writer()::rollback, current.files());
    }

    /** Commits and closes. */
    @Override
    public void close() {
        try {
            if (healthy()) {
                commit();
            }
            closeFiles(opened);
        } catch (IOException | RuntimeException | InternalError e) {
            LOG.warn("The index was not closed cleanly, it will catch up at the next start: {}", e.toString());
        }
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
