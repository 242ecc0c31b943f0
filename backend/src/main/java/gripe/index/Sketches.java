package gripe.index;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The signs of a vector's numbers, a bit each, to tell at a glance what cannot be near. Thread-safe; kept in memory for
 * as long as a segment lives, 52 bytes for a vector of 384 numbers.
 *
 * <p>Of a vector only its signs are known and how long it is along them, of the one that it is compared with four bits a
 * number; that tells the cosine without a bias (Gao and Long 2024, RaBitQ, without its random rotation). PERFORMANCE.md
 * says how often it is off by how much.
 */
final class Sketches {
    private final String vectorField;
    private final Map<IndexReader.CacheKey, Segment> segments = new ConcurrentHashMap<>();

    Sketches(String vectorField) {
        this.vectorField = vectorField;
    }

    /**
     * Those of one segment. Immutable.
     *
     * @param bits by the numbers of the documents, so many words each
     * @param lengths along the signs, of each; 0 where it has no vector
     */
    record Segment(int wordsEach, long[] bits, float[] lengths) {
        boolean has(int document) {
            return lengths[document] > 0;
        }

        /** About the cosine of a document's vector. */
        float cosine(int document, Glance glance) {
            long[] planes = glance.planes();
            int positive = 0;
            int sum = 0;
            for (int i = 0, at = document * wordsEach, plane = 0; i < wordsEach; i++, at++, plane += Glance.BITS) {
                long signs = bits[at];
                positive += Long.bitCount(signs);
                sum += Long.bitCount(signs & planes[plane])
                        + 2 * Long.bitCount(signs & planes[plane + 1])
                        + 4 * Long.bitCount(signs & planes[plane + 2])
                        + 8 * Long.bitCount(signs & planes[plane + 3]);
            }
            return (2 * (glance.least() * positive + glance.step() * sum) - glance.total()) / lengths[document];
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
        float[] lengths = new float[documents];
        long[] bits = new long[0];
        int dimensions = 0;
        int wordsEach = 0;
        for (int document = 0; document < documents; document++) {
            if (!vectors.at(document)) {
                continue;
            }
            BytesRef compact = vectors.compact();
            if (dimensions == 0) {
                dimensions = compact.length - Float.BYTES;
                wordsEach = (dimensions + Long.SIZE - 1) / Long.SIZE;
                bits = new long[documents * wordsEach];
            }
            int length = 0;
            for (int i = 0, at = compact.offset + Float.BYTES; i < dimensions; i++, at++) {
                // The sign of what is negated: 1 where the number is above zero.
                bits[document * wordsEach + i / Long.SIZE] |= (long) (-compact.bytes[at] >>> 31) << i;
                length += Math.abs(compact.bytes[at]);
            }
            lengths[document] = length * Vectors.scale(compact);
        }
        return new Segment(wordsEach, bits, lengths);
    }
}
