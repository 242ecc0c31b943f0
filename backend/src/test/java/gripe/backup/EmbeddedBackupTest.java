package gripe.backup;

import gripe.storage.server.EmbeddedServer;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On the server that Gripe starts by itself. */
class EmbeddedBackupTest extends BackupContract {
    @TempDir
    private static Path directory;

    private static EmbeddedServer server;

    @BeforeAll
    static void start() {
        server = EmbeddedServer.start(directory);
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
