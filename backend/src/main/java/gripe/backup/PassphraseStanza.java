package gripe.backup;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.codec.CanonicalBase64;
import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.crypto.EncryptedFileKey;
import com.exceptionfactory.jagged.framework.crypto.FileKeyDecryptorFactory;
import com.exceptionfactory.jagged.framework.crypto.FileKeyEncryptorFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * The scrypt recipient of the age format (age-encryption.org/v1, C2SP): the file's key, encrypted with one made of the
 * passphrase by scrypt (RFC 7914; N = 2^work factor, r = 8, p = 1). Not thread-safe.
 */
final class PassphraseStanza implements RecipientStanzaReader, RecipientStanzaWriter {
    /** What age itself uses: a second and 256 MiB for each guess. More does not fit into the memory Gripe is run with. */
    static final int WORK_FACTOR = 18;

    private static final String TYPE = "scrypt";
    private static final byte[] SALT_LABEL = "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT_BYTES = 16;
    private static final int BLOCK_SIZE = 8;
    private static final int KEY_BYTES = 32;
    /** A file key of 16 bytes and its tag of 16. */
    private static final int ENCRYPTED_FILE_KEY_BYTES = 32;

    private final Passphrase passphrase;
    private final int workFactor;
    /** A backup is read several times, and each key takes a second. */
    private final Map<List<String>, byte[]> keys = new HashMap<>();

    PassphraseStanza(Passphrase passphrase, int workFactor) {
        this.passphrase = passphrase;
        this.workFactor = workFactor;
    }

    private record Stanza(String salt, String work, byte[] body) implements RecipientStanza {
        @Override
        public String getType() {
            return TYPE;
        }

        @Override
        public List<String> getArguments() {
            return List.of(salt, work);
        }

        @Override
        public byte[] getBody() {
            return body.clone();
        }
    }

    @Override
    public Iterable<RecipientStanza> getRecipientStanzas(FileKey fileKey) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        EncryptedFileKey encrypted = new FileKeyEncryptorFactory()
                .newFileKeyEncryptor()
                .getEncryptedFileKey(fileKey, new CipherKey(key(salt, workFactor)));
        String encoded = new String(CanonicalBase64.getEncoder().encode(salt), StandardCharsets.US_ASCII);
        return List.of(new Stanza(encoded, Integer.toString(workFactor), encrypted.getEncoded()));
    }

    @Override
    public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
        Iterator<RecipientStanza> all = stanzas.iterator();
        RecipientStanza stanza = all.next();
        List<String> arguments = stanza.getArguments();
        // The format allows a passphrase no other recipient beside it.
        if (all.hasNext() || !stanza.getType().equals(TYPE) || arguments.size() != 2) {
            throw new GeneralSecurityException("It is not encrypted with a passphrase");
        }
        byte[] salt = CanonicalBase64.getDecoder().decode(arguments.get(0).getBytes(StandardCharsets.US_ASCII));
        if (salt.length != SALT_BYTES
                || !arguments.get(1).matches("[1-9]\\d?")
                || Integer.parseInt(arguments.get(1)) > WORK_FACTOR
                || stanza.getBody().length != ENCRYPTED_FILE_KEY_BYTES) {
            throw new GeneralSecurityException("Its header has values that Gripe does not take");
        }
        byte[] key = keys.get(arguments);
        if (key == null) {
            key = key(salt, Integer.parseInt(arguments.get(1)));
            keys.put(arguments, key);
        }
        return new FileKeyDecryptorFactory()
                .newFileKeyDecryptor()
                .getFileKey(new EncryptedFileKey(stanza.getBody()), new CipherKey(key.clone()));
    }

    private byte[] key(byte[] salt, int work) {
        byte[] labelled = Arrays.copyOf(SALT_LABEL, SALT_LABEL.length + salt.length);
        System.arraycopy(salt, 0, labelled, SALT_LABEL.length, salt.length);
        return SCrypt.generate(passphrase.bytes(), labelled, 1 << work, BLOCK_SIZE, 1, KEY_BYTES);
    }
}
