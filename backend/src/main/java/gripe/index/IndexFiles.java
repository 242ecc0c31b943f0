package gripe.index;

import gripe.Position;
import gripe.Problem;
import gripe.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of an index: opens what is there or starts anew, keeps what was applied, and notices damage. Thread-safe for
 * any number of searches beside one thread that changes, commits and reopens.
 */
final class IndexFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFiles.class);

    private static final double RAM_BUFFER_MEGABYTES = 32;
    /** Each segment is searched: few small ones keep the tail of a search short. */
    private static final double SEGMENTS_PER_TIER = 4;

    private static final double NEW_SEGMENT_MEGABYTES_MAX = 8;
    private static final double CACHED_MEGABYTES_MAX = 32;
    private static final String FORMAT = "format";
    private static final String STORE_ID = "store";
    private static final String APPLIED = "applied:";

    private final Path directory;
    private final Sketches sketches;
    private volatile Opened opened;
    private volatile String storeId = "";
    /** A file turned out to be broken after it was opened. */
    private volatile boolean damaged;

    private volatile boolean suspect;

    /** What has to be opened anew after a failure. */
    record Opened(FSDirectory files, IndexWriter writer, SearcherManager searchers, Visibility visibility) {}

    /**
     * Opens what is there or starts empty; what cannot be read is thrown away, since all of it can be made anew.
     *
     * @throws gripe.Problem when another process has it open, or its files can neither be read nor replaced
     */
    IndexFiles(Path directory, Sketches sketches) {
        this.directory = directory;
        this.sketches = sketches;
        opened = openOrStartAnew();
    }

    private Opened openOrStartAnew() {
        try {
            return openFiles();
        } catch (LockObtainFailedException e) {
            // Not broken but in use: to throw it away would break the other process.
            throw GripeIndex.unavailable(e);
        } catch (IOException | RuntimeException | InternalError e) {
            LOG.warn("The index in {} cannot be read ({}); making it anew", directory, e.toString());
        }
        try {
            throwAway(directory);
            return openFiles();
        } catch (IOException | RuntimeException | InternalError e) {
            throw GripeIndex.unavailable(e);
        }
    }

    /** Deletes an index that is not open. */
    static void throwAway(Path directory) throws IOException {
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
        return new IndexWriterConfig(TextAnalyzers.perField())
                .setRAMBufferSizeMB(RAM_BUFFER_MEGABYTES)
                .setMergePolicy(merges)
                // Else the first capture after a merge would wait for it.
                .setMergedSegmentWarmer(sketches::of);
    }

    Opened opened() {
        return opened;
    }

    /** The store that this index was derived from, empty when it is new. */
    String storeId() {
        return storeId;
    }

    void setStoreId(String storeId) {
        this.storeId = storeId;
    }

    /** Makes what was applied survive a kill, together with its position. */
    void commit() {
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
            throw GripeIndex.unavailable(e);
        }
    }

    private static Map<String, String> asMap(@Nullable Iterable<Map.Entry<String, String>> entries) {
        Map<String, String> map = new HashMap<>();
        if (entries != null) {
            entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        }
        return map;
    }

    /** False after a failure that only {@link #reopen} can mend, a full disk or a broken file for example. */
    boolean healthy() {
        return !damaged && opened.writer().isOpen();
    }

    /** Continues from the last commit, or from nothing when that is broken. */
    void reopen() {
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
                throw GripeIndex.unavailable(e);
            }
        }
        opened = openOrStartAnew();
    }

    /** Lets searches see what was applied until now. */
    void refresh() {
        try {
            opened.searchers().maybeRefreshBlocking();
        } catch (IOException | AlreadyClosedException e) {
            throw GripeIndex.unavailable(e);
        }
    }

    /** A question to Lucene. */
    interface Search<T extends @Nullable Object> {
        T on(IndexSearcher searcher) throws IOException;
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
            throw GripeIndex.unavailable(e);
        } catch (IOException | UncheckedIOException | AlreadyClosedException e) {
            suspect = true;
            throw GripeIndex.unavailable(e);
        } catch (InternalError e) {
            // A file that is mapped into memory became shorter.
            suspect = true;
            throw GripeIndex.unavailable(e);
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
    void verify() {
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
    boolean suspect() {
        return suspect;
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
}
