package gripe.embedding;

import gripe.embeddings.CompactVector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes kept for a vector: 8 bytes that name model version and text, then the vector in 8 bits a number. The
 * fingerprint makes a vector of another model, or of the text before an edit, worthless by itself: no step has to
 * delete it.
 */
public final class StoredVector {
    private static final int FINGERPRINT_BYTES = 8;

    private StoredVector() {}

    public static byte[] write(String modelVersion, String text, float[] vector) {
        byte[] fingerprint = fingerprint(modelVersion, text);
        byte[] compact = CompactVector.encode(vector);
        byte[] bytes = Arrays.copyOf(fingerprint, FINGERPRINT_BYTES + compact.length);
        System.arraycopy(compact, 0, bytes, FINGERPRINT_BYTES, compact.length);
        return bytes;
    }

    /** The unit vector, or null when the bytes are missing or belong to another model version or text. */
    public static float @Nullable [] read(String modelVersion, String text, byte @Nullable [] bytes) {
        if (bytes == null
                || bytes.length <= FINGERPRINT_BYTES
                || !Arrays.equals(bytes, 0, FINGERPRINT_BYTES, fingerprint(modelVersion, text), 0, FINGERPRINT_BYTES)) {
            return null;
        }
        return CompactVector.decode(Arrays.copyOfRange(bytes, FINGERPRINT_BYTES, bytes.length));
    }

    private static byte[] fingerprint(String modelVersion, String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(modelVersion.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            return Arrays.copyOf(sha.digest(text.getBytes(StandardCharsets.UTF_8)), FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
