package gripe.start;

import gripe.storage.server.EmbeddedServer;
import gripe.storage.server.ServerStartException;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

/** The server that holds the truth: the operator's, or one of Gripe's own that ends with it. */
final class KeyDb implements AutoCloseable {
    private final RedisURI uri;
    private final @Nullable EmbeddedServer own;

    private KeyDb(RedisURI uri, @Nullable EmbeddedServer own) {
        this.uri = uri;
        this.own = own;
    }

    /** Uses the server at the address; starts one when it is empty. */
    static KeyDb use(String configured, DataDirectory directory) {
        if (!configured.isBlank()) {
            try {
                return new KeyDb(RedisURI.create(configured), null);
            } catch (IllegalArgumentException e) {
                throw new StartProblem(
                        StartProblem.CONFIGURATION,
                        "GRIPE_KEYDB_URI is no address of a server: use redis://, rediss:// or redis-socket://.");
            }
        }
        try {
            EmbeddedServer server = EmbeddedServer.start(directory.keydb());
            return new KeyDb(server.uri(), server);
        } catch (ServerStartException e) {
            throw new StartProblem(StartProblem.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    RedisURI uri() {
        return uri;
    }

    /** Without the password. */
    String address() {
        return uri.getSocket() != null ? uri.getSocket() : uri.getHost() + ":" + uri.getPort();
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
