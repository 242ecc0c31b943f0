package gripe.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** PEM files that an operator named, looked at before anything else is started. */
final class PemFile {
    private PemFile() {}

    /** @throws StartProblem when there is no certificate in the file that the setting names */
    static Path certificate(String setting, String file) {
        return holding("-----BEGIN CERTIFICATE-----", setting, file);
    }

    /** @throws StartProblem when there is no private key in the file that the setting names */
    static Path key(String setting, String file) {
        return holding("PRIVATE KEY-----", setting, file);
    }

    private static Path holding(String mark, String setting, String file) {
        Path path = Path.of(file);
        try {
            // Comments between the certificates may be in any encoding.
            if (Files.readString(path, StandardCharsets.ISO_8859_1).contains(mark)) {
                return path;
            }
            throw new StartProblem(StartProblem.CONFIGURATION, setting + ": " + file + " is no PEM file of that kind.");
        } catch (IOException e) {
            throw new StartProblem(StartProblem.CONFIGURATION, setting + ": " + file + " cannot be read.");
        }
    }
}
