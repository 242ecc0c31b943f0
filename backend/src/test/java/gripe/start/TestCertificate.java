package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;

/**
 * A certificate for 127.0.0.1 that it signed itself, as files and in memory.
 *
 * @param pem of the certificate
 * @param key PEM of its private key
 */
record TestCertificate(Certificate certificate, Path pem, Path key) {
    private static final String PASSWORD = "changeit";

    static TestCertificate make(Path folder) throws Exception {
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
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            made.load(in, PASSWORD.toCharArray());
        }
        Certificate certificate = made.getCertificate("gripe");
        return new TestCertificate(
                certificate,
                pem(folder, "CERTIFICATE", certificate.getEncoded()),
                pem(
                        folder,
                        "PRIVATE KEY",
                        made.getKey("gripe", PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path pem(Path folder, String kind, byte[] content) throws Exception {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
        return Files.writeString(folder.resolve(kind.replace(' ', '-') + ".pem"), text);
    }
}
