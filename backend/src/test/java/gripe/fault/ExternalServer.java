package gripe.fault;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.storage.TestClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;

/** The server that the environment names, a KeyDB for example. */
final class ExternalServer {
    private static final int DATABASES = 16;

    private ExternalServer() {}

    /** Whatever else the server holds is not ours to touch. */
    static RedisURI withAnEmptyDatabase() {
        RedisURI uri = RedisURI.create(System.getenv("GRIPE_TEST_KEYDB_URI"));
        try (var connection = TestClient.SHARED.connect(uri)) {
            for (int database = DATABASES - 1; database >= 0; database--) {
                connection.sync().select(database);
                if (connection.sync().dbsize() == 0) {
                    uri.setDatabase(database);
                    return uri;
                }
            }
        }
        throw new AssertionError("The server of GRIPE_TEST_KEYDB_URI has no empty database to test in");
    }

    static void flush(RedisURI uri) {
        String answer = TestClient.ask(uri, RedisCommands::flushdb);
        assertThat(answer).isEqualTo("OK");
    }
}
