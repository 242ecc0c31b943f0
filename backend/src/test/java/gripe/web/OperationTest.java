package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class OperationTest {
    /** From the module's folder, where Maven runs the tests. */
    private static final Path KEPT = Path.of("../docs/openapi.yml");

    private final TestServer gripe;

    OperationTest(TestServer gripe) {
        this.gripe = gripe;
    }

    @Test
    void health_running_isLiveAndReady() {
        assertThat(gripe.get(Routes.LIVE).json().get("status").asText()).isEqualTo("live");
        Answer ready = gripe.get(Routes.READY);
        assertThat(ready.status()).as(ready.body()).isEqualTo(200);
        assertThat(ready.json().get("reasons")).isEmpty();
    }

    @Test
    void metrics_arePrometheusText() {
        gripe.post(Routes.GRIPES, "{\"text\": \"counted\"}");
        Answer metrics = gripe.get(Routes.METRICS);

        assertThat(metrics.header("Content-Type")).startsWith("text/plain");
        assertThat(metrics.body()).contains("# TYPE gripe_capture_seconds", "gripe_index_gripes", "jvm_memory_used");
    }

    @Test
    void metrics_namesOfPaths_areBounded() {
        String unknown = "/api/v1/gripes/nobody-else-asks-for-this";
        gripe.get(unknown);
        gripe.get("/nobody-else-asks-for-this-either");

        assertThat(gripe.get(Routes.METRICS).body()).doesNotContain("nobody-else-asks-for-this");
    }

    @Test
    void openApi_isServedAndKeptInTheRepository() throws IOException {
        String generated;
        try (InputStream in = OperationTest.class.getResourceAsStream("/META-INF/swagger/gripe-1.yml")) {
            assertThat(in).isNotNull();
            generated = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(gripe.get(Routes.OPENAPI).body()).isEqualTo(generated);
        assertThat(Files.readString(KEPT))
                .as("docs/openapi.yml is not what the code says; from the root: "
                        + "cp backend/target/classes/META-INF/swagger/gripe-1.yml docs/openapi.yml")
                .isEqualTo(generated);
    }
}
