package gripe.storage;

import gripe.Gripe;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A gripe as the store holds it.
 *
 * @param digest of the request that created it, so that a repeated request is told from another one with the same id
 * @param deletedAt when it was deleted, null while it is not; it can be restored until it is purged
 */
public record StoredGripe(
        Gripe gripe, String digest, @Nullable Instant deletedAt) {
    public StoredGripe {
        Objects.requireNonNull(gripe);
        Objects.requireNonNull(digest);
    }

    public boolean deleted() {
        return deletedAt != null;
    }
}
