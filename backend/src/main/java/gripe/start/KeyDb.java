package gripe.start;

import gripe.Problem;
import gripe.storage.GripeStore;
import gripe.storage.server.EmbeddedServer;
import gripe.storage.server.OwnServer;
import gripe.storage.server.ServerStartException;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The server that holds the truth: the operator's, or one of Gripe's own that ends with it. */
final class KeyDb implements AutoCloseable {
    private final RedisURI uri;
    /** PEM file of the authority that must have signed the server's certificate; null for those that Java knows. */
    private final @Nullable Path authority;

    private final @Nullable EmbeddedServer own;

    private KeyDb(RedisURI uri, @Nullable Path authority, @Nullable EmbeddedServer own) {
        this.uri = uri;
        this.authority = authority;
        this.own = own;
    }

    /** Uses the server at the address; starts one when it is empty. */
    static KeyDb use(String configured, String authority, DataDirectory directory) {
        return configured.isBlank() ? start(directory.keydb()) : at(configured, authority);
    }

    /** @param authority a PEM file; empty for the certificates that Java knows */
    static KeyDb at(String configured, String authority) {
        Path trusted = authority.isBlank() ? null : PemFile.certificate("GRIPE_KEYDB_CA", authority);
        try {
            RedisURI uri = RedisURI.create(configured);
            if (trusted != null && !uri.isSsl()) {
                throw new StartProblem(
                        StartProblem.CONFIGURATION,
                        "GRIPE_KEYDB_CA is set, but GRIPE_KEYDB_URI asks for no TLS: use rediss:// (or unset it).");
            }
            return new KeyDb(uri, trusted, null);
        } catch (IllegalArgumentException e) {
            throw new StartProblem(
                    StartProblem.CONFIGURATION,
                    "GRIPE_KEYDB_URI is no address of a server: use redis://, rediss://, redis-socket:// or"
                            + " redis-sentinel://.");
        }
    }

    /** Starts a server on the data in the folder. */
    static KeyDb start(Path folder) {
        try {
            EmbeddedServer server = EmbeddedServer.start(folder);
            return new KeyDb(server.uri(), null, server);
        } catch (ServerStartException e) {
            throw new StartProblem(StartProblem.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    /** The server that a running Gripe keeps on the data in the folder; it stays that Gripe's. */
    static KeyDb ofAnother(Path folder) {
        try {
            return new KeyDb(
                    EmbeddedServer.ofAnother(folder)
                            .orElseThrow(() -> new StartProblem(
                                    StartProblem.UNAVAILABLE,
                                    "The Gripe that runs there has no server of its own: set GRIPE_KEYDB_URI as it has"
                                            + " it.")),
                    null,
                    null);
        } catch (ServerStartException e) {
            throw new StartProblem(StartProblem.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    GripeStore connect() {
        try {
            return GripeStore.connect(uri, authority);
        } catch (Problem e) {
            throw new StartProblem(
                    StartProblem.UNAVAILABLE,
                    "No KeyDB answers at " + address() + ": " + e.detail()
                            + " Start it, or unset GRIPE_KEYDB_URI to use Gripe's own.");
        }
    }

    OwnServer own() {
        return new OwnServer(Optional.ofNullable(own));
    }

    /** Without the password. */
    String address() {
        if (!uri.getSentinels().isEmpty()) {
            return uri.getSentinelMasterId() + " of "
                    + uri.getSentinels().stream()
                            .map(sentinel -> sentinel.getHost() + ":" + sentinel.getPort())
                            .collect(Collectors.joining(","));
        }
        return uri.getSocket() != null ? uri.getSocket() : uri.getHost() + ":" + uri.getPort();
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
