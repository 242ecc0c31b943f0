package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.fault.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of the operator's that is reached over TLS and with a password alone. */
class KeyDbOverTlsTest {
    private static final String PASSWORD = "secret-word";

    @TempDir
    private Path folder = Path.of("");

    private TestCertificate certificate;
    private int port;
    private Process server;

    @BeforeEach
    void startServer() throws Exception {
        certificate = TestCertificate.make(folder);
        try (ServerSocket trial = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = trial.getLocalPort();
        }
        server = new ProcessBuilder(
                        "redis-server",
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--tls-port",
                        Integer.toString(port),
                        "--tls-cert-file",
                        certificate.pem().toString(),
                        "--tls-key-file",
                        certificate.key().toString(),
                        "--tls-ca-cert-file",
                        certificate.pem().toString(),
                        "--tls-auth-clients",
                        "no",
                        "--requirepass",
                        PASSWORD,
                        "--dir",
                        folder.toString(),
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        Waiting.until("the server", () -> !server.isAlive() || listens());
        assertThat(server.isAlive()).isTrue();
    }

    private boolean listens() {
        try (Socket trial = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return trial.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stopServer() throws InterruptedException {
        server.destroy();
        server.waitFor();
    }

    @Test
    void authorityGiven_capturesAndBacksUp() throws Exception {
        Map<String, String> settings = settings(PASSWORD, certificate.pem().toString());
        try (ChildGripe gripe = ChildGripe.start(settings)) {
            URI gripes = URI.create(gripe.awaitReady() + "/api/v1/gripes");
            HttpRequest capture = HttpRequest.newBuilder(gripes)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"kept over TLS\"}"))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(client.send(capture, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(201);
            }
        }
        Path backup = folder.resolve("backup");
        try (ChildGripe backingUp = ChildGripe.start(settings, "backup", backup.toString())) {
            assertThat(backingUp.awaitExit()).isZero();
        }
        assertThat(backup).isNotEmptyFile();
    }

    @Test
    void authorityNotGiven_isRefusedWithoutThePassword() throws Exception {
        assertRefused(settings(PASSWORD, ""), "certificat");
    }

    @Test
    void anotherPassword_isRefused() throws Exception {
        assertRefused(settings("wrong-" + PASSWORD, certificate.pem().toString()), "password");
    }

    @Test
    void authorityWithoutTls_isRefused() throws Exception {
        Map<String, String> settings =
                new HashMap<>(settings(PASSWORD, certificate.pem().toString()));
        settings.computeIfPresent("GRIPE_KEYDB_URI", (name, uri) -> uri.replace("rediss:", "redis:"));
        try (ChildGripe gripe = ChildGripe.start(settings)) {
            assertThat(gripe.awaitExit()).isEqualTo(StartProblem.CONFIGURATION);
            assertThat(gripe.errors())
                    .contains("rediss://")
                    .doesNotContain(PASSWORD)
                    .hasLineCount(1);
        }
    }

    @Test
    void authority_noPem_isSaid() throws Exception {
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
        try (ChildGripe gripe = ChildGripe.start(settings(PASSWORD, nonsense.toString()))) {
            assertThat(gripe.awaitExit()).isEqualTo(StartProblem.CONFIGURATION);
            assertThat(gripe.errors()).contains("GRIPE_KEYDB_CA").hasLineCount(1);
        }
    }

    private static void assertRefused(Map<String, String> settings, String why) throws Exception {
        try (ChildGripe gripe = ChildGripe.start(settings)) {
            assertThat(gripe.awaitExit()).isEqualTo(StartProblem.UNAVAILABLE);
            assertThat(gripe.errors()).contains(why).doesNotContain(PASSWORD).hasLineCount(1);
        }
    }

    private Map<String, String> settings(String password, String authority) {
        return Map.of(
                "GRIPE_DATA",
                folder.resolve("data").toString(),
                "GRIPE_PORT",
                "0",
                "GRIPE_KEYDB_URI",
                "rediss://:" + password + "@127.0.0.1:" + port,
                "GRIPE_KEYDB_CA",
                authority);
    }
}
