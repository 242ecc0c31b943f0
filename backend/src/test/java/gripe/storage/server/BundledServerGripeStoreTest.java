package gripe.storage.server;

import gripe.storage.GripeStoreContract;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On the server that comes with Gripe, Redis 6.2: what a machine without a server of its own gets. */
class BundledServerGripeStoreTest extends GripeStoreContract {
    @TempDir
    private static Path directory;

    private static EmbeddedServer server;

    @BeforeAll
    static void start() {
        server = TestServers.start(directory, TestServers.bundled());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected RedisURI server() {
        return server.uri();
    }
}
