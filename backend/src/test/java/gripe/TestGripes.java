package gripe;

import gripe.storage.StoredGripe;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Gripes to test with. */
public final class TestGripes {
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private TestGripes() {}

    public static StoredGripe stored(String id, String text) {
        return stored(id, text, 10.0, NOON);
    }

    public static StoredGripe stored(String id, String text, Double minutes, Instant at, String... tags) {
        Gripe gripe = new Gripe(
                id, text, minutes, OffsetDateTime.parse(at.toString()), List.of(tags), null, "test", NOON, NOON);
        return new StoredGripe(gripe, "digest-" + text.hashCode(), null);
    }

    /** Tests that share a server do not share their data. */
    public static Workspace freshWorkspace() {
        return new Workspace("test-" + UUID.randomUUID().toString().substring(0, 18));
    }
}
