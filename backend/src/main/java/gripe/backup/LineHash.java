package gripe.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over all lines so far, each with its line end. Not thread-safe. */
final class LineHash {
    private final MessageDigest sha;
    private long lines;

    LineHash() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** @param line without its line end */
    void add(byte[] line) {
        sha.update(line);
        sha.update((byte) '\n');
        lines++;
    }

    long lines() {
        return lines;
    }

    String hexadecimal() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) sha.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own SHA-256 can be cloned", e);
        }
    }
}
