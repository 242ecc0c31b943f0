package gripe.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;

/** The server that the environment names, a KeyDB for example. */
final class ExternalServer {
    private static final int DATABASES = 16;

    private ExternalServer() {}

    /** Whatever else the server holds is not ours to touch. */
    static RedisURI withAnEmptyDatabase() {
        RedisURI uri = RedisURI.create(System.getenv("GRIPE_TEST_KEYDB_URI"));
        try (RedisClient client = RedisClient.create(uri);
                var connection = client.connect()) {
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
        try (RedisClient client = RedisClient.create(uri);
                var connection = client.connect()) {
            assertThat(connection.sync().flushdb()).isEqualTo("OK");
        }
    }
}
