package gripe.fault;

import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** On the server that the environment names, a KeyDB for example. */
@EnabledIfEnvironmentVariable(named = "GRIPE_TEST_KEYDB_URI", matches = ".+")
class ExternalStoreFaultsTest extends StoreFaultsContract {
    private @Nullable RedisURI uri;

    @Override
    RedisURI server() {
        if (uri == null) {
            uri = ExternalServer.withAnEmptyDatabase();
        }
        return uri;
    }

    @AfterEach
    void flush() {
        if (uri != null) {
            ExternalServer.flush(uri);
        }
    }
}
