package gripe.backup;

import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import gripe.backup.BackupProblem.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a backup's bytes lie in a file: as they are, or in the age format, whose payload is ChaCha20-Poly1305 in the
 * STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): 64 KiB a chunk, its number and whether it is the last
 * one in the nonce, so that none can be taken out, added or moved. Not thread-safe.
 */
class BackupFile {
    private static final byte[] AGE = "age-encryption.org/v1\n".getBytes(StandardCharsets.US_ASCII);

    private final @Nullable PassphraseStanza stanza;

    BackupFile(@Nullable Passphrase passphrase) {
        this(passphrase, PassphraseStanza.WORK_FACTOR);
    }

    BackupFile(@Nullable Passphrase passphrase, int workFactor) {
        stanza = passphrase == null ? null : new PassphraseStanza(passphrase, workFactor);
    }

    /** Where a {@link BackupWriter} may write, so that the bytes come to the given stream. Holds one chunk. */
    OutputStream encrypting(OutputStream out) throws IOException {
        if (stanza == null) {
            return out;
        }
        try {
            return Channels.newOutputStream(new StandardEncryptingChannelFactory()
                    .newEncryptingChannel(Channels.newChannel(out), List.of(stanza)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has ChaCha20-Poly1305", e);
        }
    }

    /**
     * A reader of the bytes that come from the stream, which is closed with it, and closed when this fails.
     *
     * @throws BackupProblem when a passphrase is missing, wrong, or given for nothing: a backup that is not encrypted
     *     must not take the place of one that was
     */
    BackupReader open(InputStream raw) {
        boolean opened = false;
        try {
            BufferedInputStream in = new BufferedInputStream(raw);
            in.mark(AGE.length);
            boolean encrypted = Arrays.equals(in.readNBytes(AGE.length), AGE);
            in.reset();
            BackupReader reader = new BackupReader(encrypted ? decrypting(in) : plain(in));
            opened = true;
            return reader;
        } catch (IOException e) {
            throw new BackupProblem(Kind.DAMAGED, "The backup cannot be read: " + e.getMessage() + ".", e);
        } finally {
            if (!opened) {
                closeQuietly(raw);
            }
        }
    }

    private InputStream plain(InputStream in) {
        if (stanza != null) {
            throw new BackupProblem(
                    Kind.PASSPHRASE,
                    "The backup is not encrypted, though a passphrase is given. If that is as it should be, unset "
                            + Passphrase.VARIABLE + " and " + Passphrase.FILE_VARIABLE + ".");
        }
        return in;
    }

    private InputStream decrypting(InputStream in) throws IOException {
        if (stanza == null) {
            throw new BackupProblem(
                    Kind.PASSPHRASE,
                    "The backup is encrypted: set " + Passphrase.FILE_VARIABLE + " or " + Passphrase.VARIABLE + ".");
        }
        try {
            return Channels.newInputStream(new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(Channels.newChannel(in), List.of(stanza)));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new BackupProblem(
                    Kind.DAMAGED,
                    "The backup cannot be decrypted: the passphrase is another one, or its header is damaged.",
                    e);
        }
    }

    private static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // What is wrong with it is being said already.
        }
    }
}
