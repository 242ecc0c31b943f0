package gripe.index;

import gripe.embeddings.CompactVector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The vectors of one segment, to be read in the order of its documents. Not thread-safe. */
final class Vectors {
    private final BinaryDocValues values;

    private Vectors(BinaryDocValues values) {
        this.values = values;
    }

    /** Null where no gripe has one. */
    static @Nullable Vectors of(LeafReader reader, String field) throws IOException {
        BinaryDocValues values = reader.getBinaryDocValues(field);
        return values == null ? null : new Vectors(values);
    }

    /** The form in which a vector is kept in the index: the same as in the store, so that nothing more is lost. */
    static BytesRef form(float[] vector) {
        return new BytesRef(CompactVector.encode(vector));
    }

    /** What the numbers of a vector in that form are to be multiplied by. */
    static float scale(BytesRef compact) {
        return ByteBuffer.wrap(compact.bytes).getFloat(compact.offset);
    }

    /** Goes to a document; false where it has no vector. */
    boolean at(int document) throws IOException {
        return values.advanceExact(document);
    }

    /** In the form of CompactVector; valid until the next one is read. */
    BytesRef compact() throws IOException {
        return values.binaryValue();
    }

    float[] vector() throws IOException {
        BytesRef compact = compact();
        return CompactVector.decode(Arrays.copyOfRange(compact.bytes, compact.offset, compact.offset + compact.length));
    }
}
