package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.web.Answer;
import gripe.web.TestServer;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final String PASSWORD = "changeit";
    private static final String TOKEN = "correct horse battery staple";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void certificateAndKey_httpsOnlyWithSecureCookies() throws Exception {
        KeyStore made = keyStore();
        Path certificate = pem("CERTIFICATE", made.getCertificate("gripe").getEncoded());
        Path key =
                pem("PRIVATE KEY", made.getKey("gripe", PASSWORD.toCharArray()).getEncoded());
        Map<String, Object> settings = new HashMap<>(Listener.properties(Map.of(
                "GRIPE_PORT",
                "0",
                "GRIPE_OWNER_TOKEN",
                TOKEN,
                "GRIPE_TLS_CERTIFICATE",
                certificate.toString(),
                "GRIPE_TLS_KEY",
                key.toString())));
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

    private KeyStore keyStore() throws Exception {
        Path file = folder.resolve("made.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "gripe",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=gripe",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private Path pem(String kind, byte[] content) throws Exception {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
        return Files.writeString(folder.resolve(kind.replace(' ', '-') + ".pem"), text);
    }

    private static HttpClient trusting(KeyStore certificates) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("gripe", certificates.getCertificate("gripe"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
