package gripe.start;

import gripe.configuration.GripeConfiguration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Where and how Gripe listens, as settings of the HTTP server; refuses what would be open to everybody. */
final class Listener {
    private Listener() {}

    /** @throws StartProblem when the address is not loopback and no owner token guards it, or TLS is half set */
    static Map<String, Object> properties(Map<String, String> environment) {
        Map<String, Object> properties = new HashMap<>();
        int port = port(environment.getOrDefault("GRIPE_PORT", "4747"));
        properties.put("micronaut.server.port", port);
        String certificate = environment.getOrDefault("GRIPE_TLS_CERTIFICATE", "");
        String key = environment.getOrDefault("GRIPE_TLS_KEY", "");
        if (certificate.isBlank() != key.isBlank()) {
            throw new StartProblem(
                    StartProblem.CONFIGURATION,
                    "GRIPE_TLS_CERTIFICATE and GRIPE_TLS_KEY are set together or not at all.");
        }
        if (!certificate.isBlank()) {
            properties.put("micronaut.server.ssl.enabled", true);
            properties.put("micronaut.server.ssl.port", port);
            properties.put(
                    "micronaut.server.ssl.key-store.certificate-path", file("GRIPE_TLS_CERTIFICATE", certificate));
            properties.put("micronaut.server.ssl.key-store.key-path", file("GRIPE_TLS_KEY", key));
        }
        String token = environment.getOrDefault("GRIPE_OWNER_TOKEN", "");
        if (!token.isEmpty() && token.length() < GripeConfiguration.OWNER_TOKEN_CHARACTERS_MIN) {
            throw new StartProblem(
                    StartProblem.CONFIGURATION,
                    "GRIPE_OWNER_TOKEN needs at least " + GripeConfiguration.OWNER_TOKEN_CHARACTERS_MIN
                            + " characters.");
        }
        String host = environment.getOrDefault("GRIPE_HOST", "127.0.0.1");
        if (token.isEmpty() && !loopback(host)) {
            throw new StartProblem(
                    StartProblem.CONFIGURATION,
                    "GRIPE_HOST " + host + " can be reached by others, so GRIPE_OWNER_TOKEN has to be set (at least "
                            + GripeConfiguration.OWNER_TOKEN_CHARACTERS_MIN + " characters).");
        }
        return properties;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                // Micronaut's own word for any free one.
                return port == 0 ? -1 : port;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new StartProblem(StartProblem.CONFIGURATION, "GRIPE_PORT is 0 to 65535, not '" + text + "'.");
    }

    private static String file(String name, String path) {
        if (!Files.isReadable(Path.of(path))) {
            throw new StartProblem(StartProblem.CONFIGURATION, name + ": " + path + " cannot be read.");
        }
        return "file:" + path;
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new StartProblem(
                    StartProblem.CONFIGURATION, "GRIPE_HOST " + host + " is no address of this machine.");
        }
    }
}
