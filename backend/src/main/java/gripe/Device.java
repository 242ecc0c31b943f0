package gripe;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A phone, browser or script that may speak to Gripe without the owner token, until it expires or is revoked.
 * Immutable.
 *
 * @param id 16 letters, digits, '-' or '_'; part of its token, and no secret
 * @param name for people, 1 to 60 code points
 * @param lastUsedAt to the minute; null when it was never used
 */
public record Device(
        String id,
        String name,
        Scope scope,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt) {
    /** What a device may do. */
    public enum Scope {
        /** Everything but devices and pairing, which are the owner's. */
        FULL,
        /** Log, and nothing else: no reading, searching or changing. It hears how often that was, in figures. */
        CAPTURE;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Device {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(scope);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(expiresAt);
    }
}
