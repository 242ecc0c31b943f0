package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.web.Answer;
import gripe.web.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final String TOKEN = "correct horse battery staple";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void certificateAndKey_httpsOnlyWithSecureCookies() throws Exception {
        TestCertificate made = TestCertificate.make(folder);
        Map<String, Object> settings = new HashMap<>(Listener.properties(Map.of(
                "GRIPE_PORT",
                "0",
                "GRIPE_OWNER_TOKEN",
                TOKEN,
                "GRIPE_TLS_CERTIFICATE",
                made.pem().toString(),
                "GRIPE_TLS_KEY",
                made.key().toString())));
        settings.put("gripe.owner-token", TOKEN);
        try (TestServer gripe = TestServer.start(settings, trusting(made))) {
            assertThat(gripe.origin()).startsWith("https://");
            Answer begun = gripe.post("/api/v1/session", "{\"token\": \"" + TOKEN + "\"}");
            assertThat(begun.response().version()).isEqualTo(Version.HTTP_2);
            assertThat(begun.header("Set-Cookie")).contains("Secure");
            String cookie = begun.header("Set-Cookie").replaceFirst(";.*", "");
            assertThat(gripe.get("/api/v1/gripes", "Cookie", cookie, "Origin", gripe.origin())
                            .status())
                    .isEqualTo(200);
            assertThat(gripe.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void certificate_noPem_isSaid() throws Exception {
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
        try (ChildGripe gripe = ChildGripe.start(Map.of(
                "GRIPE_DATA",
                folder.toString(),
                "GRIPE_TLS_CERTIFICATE",
                nonsense.toString(),
                "GRIPE_TLS_KEY",
                nonsense.toString()))) {
            assertThat(gripe.awaitExit()).isEqualTo(StartProblem.CONFIGURATION);
            assertThat(gripe.errors()).contains("GRIPE_TLS_CERTIFICATE").hasLineCount(1);
        }
    }

    private static HttpClient trusting(TestCertificate made) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("gripe", made.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
