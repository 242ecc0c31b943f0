package gripe.device;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gripe.Device;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.storage.DeviceStore;
import gripe.storage.DeviceStore.OpenCode;
import gripe.storage.DeviceStore.StoredDevice;
import gripe.storage.GripeStore;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who may speak to Gripe beside the owner. A device gets its token for a code that is shown on the owner's screen.
 * Thread-safe. Codes and tokens are kept as hashes alone; each use asks KeyDB, so that a revoked token is worth nothing
 * from the next request on, whichever instance it is sent to.
 */
@Singleton
public final class Devices {
    public static final Duration CODE_LIFETIME = Duration.ofMinutes(5);
    public static final Duration DEVICE_LIFETIME = Duration.ofDays(180);

    static final int DEVICES_MAX = 100;
    private static final int NAME_CHARACTERS_MAX = 60;

    /** Letters and digits that nobody takes for others (Crockford's base 32): 12 of them are 60 bits. */
    private static final String CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int CODE_CHARACTERS = 12;
    private static final int CODE_GROUP = 4;
    private static final int WRONG_CODES_MAX = 10;
    private static final Duration WRONG_CODES_FORGOTTEN_AFTER = Duration.ofMinutes(1);

    /** By which a token is told from the owner's and a session's. */
    private static final String TOKEN_PREFIX = "gd_";

    private static final int ID_BYTES = 12;
    private static final int ID_CHARACTERS = 16;
    private static final int SECRET_BYTES = 32;
    private static final int TOKEN_CHARACTERS = TOKEN_PREFIX.length() + ID_CHARACTERS + 43;
    private static final Duration USE_WRITTEN_EVERY = Duration.ofMinutes(1);

    private final SecureRandom random = new SecureRandom();
    private final DeviceStore store;
    private final Clock clock;

    private final Cache<String, AtomicInteger> wrong =
            Caffeine.newBuilder().expireAfterWrite(WRONG_CODES_FORGOTTEN_AFTER).build();

    private final Cache<String, Boolean> usedLately = Caffeine.newBuilder()
            .maximumSize(DEVICES_MAX)
            .expireAfterWrite(USE_WRITTEN_EVERY)
            .build();

    public Devices(GripeStore store, Clock clock) {
        this.store = new DeviceStore(store, Workspace.MAIN);
        this.clock = clock;
    }

    /** A code to be shown once, {@code ABCD-EFGH-JKMN}. */
    public record Pairing(String code, Device.Scope scope, Instant expiresAt) {}

    /** A new device and its token, which nobody can read again. */
    public record Paired(Device device, String token) {}

    /** Opens a new code; the one before it ends. */
    public Pairing begin(Device.Scope scope) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < CODE_CHARACTERS; i++) {
            if (i > 0 && i % CODE_GROUP == 0) {
                code.append('-');
            }
            code.append(CODE_ALPHABET.charAt(random.nextInt(CODE_ALPHABET.length())));
        }
        Instant expiresAt = clock.instant().plus(CODE_LIFETIME);
        store.open(hash(plain(code.toString())), new OpenCode(scope, expiresAt));
        return new Pairing(code.toString(), scope, expiresAt);
    }

    /**
     * Makes a device for a code, which is used up by that.
     *
     * @throws Problem PAIRING_CODE_WRONG when there is no such code or it is too old; TOO_MANY_ATTEMPTS for every code
     *     after ten wrong ones within a minute; TOO_MANY when a hundred devices are there
     */
    public Paired pair(String code, String name) {
        String checkedName = checkedName(name);
        AtomicInteger tries = wrong.get("code", key -> new AtomicInteger());
        if (tries.get() >= WRONG_CODES_MAX) {
            throw new Problem(Code.TOO_MANY_ATTEMPTS, "Too many wrong codes; wait a minute.");
        }
        if (store.count() >= DEVICES_MAX) {
            throw new Problem(Code.TOO_MANY, "There are " + DEVICES_MAX + " devices already; revoke one first.");
        }
        Instant now = clock.instant();
        OpenCode open = store.take(hash(plain(code))).orElse(null);
        if (open == null || open.expiresAt().isBefore(now)) {
            tries.incrementAndGet();
            throw new Problem(
                    Code.PAIRING_CODE_WRONG,
                    "code",
                    "This code is not right, was used before, or is older than five minutes. Make a new one.");
        }
        String id = random(ID_BYTES);
        String secret = random(SECRET_BYTES);
        Device device = new Device(id, checkedName, open.scope(), now, now.plus(DEVICE_LIFETIME), null);
        store.add(new StoredDevice(device, hash(secret)));
        return new Paired(device, TOKEN_PREFIX + id + secret);
    }

    /** Whether it has the form of a device's token, and so is to be asked about here. */
    public static boolean isToken(String value) {
        return value.length() == TOKEN_CHARACTERS && value.startsWith(TOKEN_PREFIX);
    }

    /** Whose token it is; null when it is nobody's, was revoked or has expired. Blocks nobody. */
    public CompletionStage<@Nullable Device> owning(String token) {
        if (!isToken(token)) {
            return CompletableFuture.completedFuture(null);
        }
        int secretAt = TOKEN_PREFIX.length() + ID_CHARACTERS;
        String id = token.substring(TOKEN_PREFIX.length(), secretAt);
        byte[] hash = utf8(hash(token.substring(secretAt)));
        return store.find(id).thenApply(stored -> {
            Instant now = clock.instant();
            if (stored == null
                    || !MessageDigest.isEqual(hash, utf8(stored.tokenHash()))
                    || !stored.device().expiresAt().isAfter(now)) {
                return null;
            }
            if (usedLately.asMap().putIfAbsent(id, true) == null) {
                store.used(id, now);
            }
            return stored.device();
        });
    }

    /** Whether it may still speak to Gripe: it was neither revoked nor has it expired. */
    public boolean knows(Device device) {
        return device.expiresAt().isAfter(clock.instant()) && store.has(device.id());
    }

    /** Newest first; those that have expired are forgotten. */
    public List<Device> list() {
        Instant now = clock.instant();
        List<Device> all = store.all();
        all.stream().filter(device -> !device.expiresAt().isAfter(now)).forEach(device -> store.remove(device.id()));
        return all.stream()
                .filter(device -> device.expiresAt().isAfter(now))
                .sorted(Comparator.comparing(Device::createdAt).reversed().thenComparing(Device::id))
                .toList();
    }

    /** @throws Problem NOT_FOUND */
    public void revoke(String id) {
        if (!store.remove(id)) {
            throw new Problem(Code.NOT_FOUND, "There is no such device.");
        }
        usedLately.invalidate(id);
    }

    private static String checkedName(String name) {
        String stripped = name.strip();
        if (stripped.isEmpty()) {
            throw new Problem(Code.BLANK, "name", "The device needs a name, for the list.");
        }
        if (stripped.codePointCount(0, stripped.length()) > NAME_CHARACTERS_MAX) {
            throw new Problem(Code.TOO_LONG, "name", "At most " + NAME_CHARACTERS_MAX + " characters.");
        }
        if (stripped.codePoints().anyMatch(Devices::unprintable)) {
            throw new Problem(Code.CONTROL_CHARACTER, "name", "A name has no control characters.");
        }
        return stripped;
    }

    private static boolean unprintable(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL || type == Character.SURROGATE || type == Character.FORMAT;
    }

    /** As typed: without the dashes, small letters as large ones, and what looks alike as what is meant. */
    private static String plain(String code) {
        return code.strip()
                .toUpperCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }

    private String random(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(utf8(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
