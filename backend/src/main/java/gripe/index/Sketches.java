package gripe.index;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * A glance at each vector, to tell what cannot be near without reading it. Thread-safe; kept in memory for as long as a
 * segment lives, 220 bytes for a vector of 384 numbers.
 */
final class Sketches {
    private final String vectorField;
    private final Map<IndexReader.CacheKey, Segment> segments = new ConcurrentHashMap<>();

    Sketches(String vectorField) {
        this.vectorField = vectorField;
    }

    /**
     * Those of one segment, by the numbers of its documents; the parts of {@link Glance} each in an array of its own, since
     * every search goes through all of them. Immutable.
     *
     * @param scales 0 for a document without a vector, which has nothing else
     * @param tangent the largest
     */
    record Segment(byte[][] packed, int[] sums, float[] scales, float tangent) {
        int documents() {
            return packed.length;
        }

        boolean has(int document) {
            return scales[document] > 0;
        }

        /** About the cosine of the vector of a document that has one. */
        float cosine(int document, Glance.Wanted wanted) {
            return wanted.cosine(packed[document], sums[document], scales[document]);
        }
    }

    /** Null where no gripe has a vector. Computed when asked for the first time. */
    @Nullable
    Segment of(LeafReader reader) throws IOException {
        IndexReader.CacheHelper core = reader.getCoreCacheHelper();
        Segment known = core == null ? null : segments.get(core.getKey());
        if (known != null) {
            return known;
        }
        Vectors vectors = Vectors.of(reader, vectorField);
        if (vectors == null) {
            return null;
        }
        Segment computed = computed(vectors, reader.maxDoc());
        if (core != null && segments.put(core.getKey(), computed) == null) {
            core.addClosedListener(segments::remove);
        }
        return computed;
    }

    private static Segment computed(Vectors vectors, int documents) throws IOException {
        byte[][] packed = new byte[documents][];
        int[] sums = new int[documents];
        float[] scales = new float[documents];
        float tangent = 0;
        for (int document = 0; document < documents; document++) {
            if (vectors.at(document)) {
                Glance glance = glance(vectors.compact());
                packed[document] = glance.packed();
                sums[document] = glance.sum();
                scales[document] = glance.scale();
                tangent = Math.max(tangent, glance.tangent());
            }
        }
        return new Segment(packed, sums, scales, tangent);
    }

    /** @param compact in the form of CompactVector */
    static Glance glance(BytesRef compact) {
        return Glance.of(
                compact.bytes, compact.offset + Float.BYTES, compact.length - Float.BYTES, Vectors.scale(compact));
    }
}
