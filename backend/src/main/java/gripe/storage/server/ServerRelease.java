package gripe.storage.server;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * A kind of server in one version, and whose data it can read.
 *
 * <p>From 7.0 on Redis and Valkey keep the append-only file as a folder of several files. An older server does not look
 * there: it would start empty, without a word. A newer one takes over the older form.
 */
record ServerRelease(ServerKind kind, ServerVersion version) {
    private static final ServerVersion FIRST_OF_SEVERAL_FILES = new ServerVersion(7, 0, 0);
    private static final ServerVersion LAST_BEFORE_VALKEY_PARTED = new ServerVersion(7, 2, 0);

    /** Stands for the unknown writer of a single file: all can read it. */
    static final ServerRelease WRITER_OF_ONE_FILE = new ServerRelease(ServerKind.REDIS, ServerVersion.OLDEST);

    /** Stands for the unknown writer of several; a server that knows the folder but not what is inside refuses aloud. */
    static final ServerRelease WRITER_OF_SEVERAL_FILES = new ServerRelease(ServerKind.REDIS, FIRST_OF_SEVERAL_FILES);

    ServerRelease {
        requireNonNull(kind);
        requireNonNull(version);
    }

    /** What the fields of an {@code INFO} answer tell. KeyDB and Valkey both fill {@code redis_version}. */
    static Optional<ServerRelease> reportedBy(Map<String, String> info) {
        if (info.containsKey("valkey_version")) {
            return ServerVersion.in(info.get("valkey_version"))
                    .map(found -> new ServerRelease(ServerKind.VALKEY, found));
        }
        ServerKind kind = info.containsKey("mvcc_depth") ? ServerKind.KEYDB : ServerKind.REDIS;
        return ServerVersion.in(info.getOrDefault("redis_version", "")).map(found -> new ServerRelease(kind, found));
    }

    boolean keepsSeveralFiles() {
        return kind != ServerKind.KEYDB && version.isAtLeast(FIRST_OF_SEVERAL_FILES);
    }

    /** Within a series the form on disk stays, so that any of its servers can be gone back to. */
    boolean isSameSeries(ServerRelease other) {
        return kind == other.kind && version.series().equals(other.version.series());
    }

    boolean reads(ServerRelease writer) {
        if (kind == writer.kind) {
            return version.series().isAtLeast(writer.version.series());
        }
        return switch (kind) {
            case KEYDB -> writer.isRedis62();
            case REDIS -> writer.isKeyDb6();
            case VALKEY -> writer.isKeyDb6() || writer.isRedisBeforeValkeyParted();
        };
    }

    private boolean isRedis62() {
        return kind == ServerKind.REDIS && version.series().equals(ServerVersion.OLDEST);
    }

    /** KeyDB 6 writes the form of Redis 6.2, with notes of its own that Redis steps over. */
    private boolean isKeyDb6() {
        return kind == ServerKind.KEYDB && version.major() == ServerVersion.OLDEST.major();
    }

    private boolean isRedisBeforeValkeyParted() {
        return kind == ServerKind.REDIS && LAST_BEFORE_VALKEY_PARTED.isAtLeast(version.series());
    }

    @Override
    public String toString() {
        return kind.executable() + " " + version;
    }
}
