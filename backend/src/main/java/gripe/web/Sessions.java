package gripe.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.configuration.GripeConfiguration;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** Who has shown the owner token. Thread-safe; held in memory, so a restart asks again. */
@Singleton
final class Sessions {
    static final String COOKIE = "gripe-session";
    static final Duration LIFETIME = Duration.ofDays(30);

    private static final int SESSIONS_MAX = 1_000;
    private static final int KEY_BYTES = 32;
    private static final int WRONG_TOKENS_MAX = 10;
    private static final Duration WRONG_TOKENS_FORGOTTEN_AFTER = Duration.ofMinutes(1);

    private final SecureRandom random = new SecureRandom();
    private final byte[] tokenHash;
    /** Hashes alone, so that a copy of the memory lets nobody in. */
    private final Cache<String, Boolean> known = Caffeine.newBuilder()
            .maximumSize(SESSIONS_MAX)
            .expireAfterWrite(LIFETIME)
            .build();

    private final Cache<String, AtomicInteger> wrong =
            Caffeine.newBuilder().expireAfterWrite(WRONG_TOKENS_FORGOTTEN_AFTER).build();

    Sessions(GripeConfiguration configuration) {
        tokenHash = sha256(configuration.ownerToken());
    }

    /** @throws Problem TOKEN_WRONG, or TOO_MANY_ATTEMPTS after ten wrong ones within a minute */
    void check(String token) {
        AtomicInteger tries = wrong.get("owner", key -> new AtomicInteger());
        // The right token passes at any time: nobody can lock the owner out, and 24 characters are not guessed.
        if (MessageDigest.isEqual(sha256(token), tokenHash)) {
            return;
        }
        if (tries.incrementAndGet() > WRONG_TOKENS_MAX) {
            throw new Problem(Code.TOO_MANY_ATTEMPTS, "Too many wrong tokens; wait a minute.");
        }
        throw new Problem(Code.TOKEN_WRONG, "token", "This is not the owner token.");
    }

    /** The value of a new session's cookie. */
    String begin() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        known.put(hash(value), true);
        return value;
    }

    boolean known(String value) {
        return known.getIfPresent(hash(value)) != null;
    }

    void end(String value) {
        known.invalidate(hash(value));
    }

    private static String hash(String value) {
        return Base64.getEncoder().encodeToString(sha256(value));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
