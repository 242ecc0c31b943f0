package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.storage.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreOutageTest {
    @Test
    void keyDbGone_nothingIsAcknowledgedAndReadySaysWhy(@TempDir Path directory) throws Exception {
        EmbeddedServer keyDb = EmbeddedServer.start(directory);
        try (TestServer gripe =
                TestServer.start(Map.of("gripe.keydb-uri", keyDb.uri().toURI().toString()))) {
            String path = gripe.post(Routes.GRIPES, "{\"text\": \"before\"}").header("Location");
            assertThat(gripe.get(path).status()).isEqualTo(200);
            keyDb.close();

            Answer ready = gripe.get(Routes.READY);
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.header("Retry-After")).isNotEmpty();
            assertThat(ready.json().get("reasons").toString()).contains("KeyDB does not answer");
            assertThat(gripe.get(Routes.LIVE).status()).isEqualTo(200);
            Answer refused = gripe.post(Routes.GRIPES, "{\"text\": \"after\"}");
            assertThat(refused.problem()).isEqualTo("503 store_unavailable");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(gripe.get(path).problem()).isEqualTo("503 store_unavailable");
            assertThat(gripe.importLines("{\"text\": \"after\"}").body()).contains("\"store_unavailable\"");
        } finally {
            keyDb.close();
        }
    }
}
