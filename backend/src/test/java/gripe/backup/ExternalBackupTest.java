package gripe.backup;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** On the server that the environment names, a KeyDB for example. */
@EnabledIfEnvironmentVariable(named = "GRIPE_TEST_KEYDB_URI", matches = ".+")
class ExternalBackupTest extends BackupContract {
    @Override
    protected RedisURI server() {
        return RedisURI.create(System.getenv("GRIPE_TEST_KEYDB_URI"));
    }
}
