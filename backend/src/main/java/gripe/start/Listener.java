package gripe.start;

import gripe.configuration.GripeConfiguration;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;

/** Where and how Gripe listens, as settings of the HTTP server; refuses what would be open to everybody. */
final class Listener {
    private static final String LOOPBACK = "127.0.0.1";

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
            properties.put("micronaut.server.http-version", "2.0");
            properties.put("micronaut.server.ssl.port", port);
            properties.put(
                    "micronaut.server.ssl.key-store.certificate-path",
                    "file:" + PemFile.certificate("GRIPE_TLS_CERTIFICATE", certificate));
            properties.put("micronaut.server.ssl.key-store.key-path", "file:" + PemFile.key("GRIPE_TLS_KEY", key));
        }
        String token = environment.getOrDefault("GRIPE_OWNER_TOKEN", "");
        if (!token.isEmpty() && token.length() < GripeConfiguration.OWNER_TOKEN_CHARACTERS_MIN) {
            throw new StartProblem(
                    StartProblem.CONFIGURATION,
                    "GRIPE_OWNER_TOKEN needs at least " + GripeConfiguration.OWNER_TOKEN_CHARACTERS_MIN
                            + " characters.");
        }
        String named = environment.getOrDefault("GRIPE_HOST", "").strip();
        // The HTTP server would take no name for every address there is.
        String host = named.isEmpty() ? LOOPBACK : named;
        if (token.isEmpty() && !loopback(host)) {
            throw new StartProblem(
                    StartProblem.CONFIGURATION,
                    "GRIPE_HOST " + host + " can be reached by others, so GRIPE_OWNER_TOKEN has to be set (at least "
                            + GripeConfiguration.OWNER_TOKEN_CHARACTERS_MIN + " characters).");
        }
        checkFree(host, Math.max(port, 0));
        // What was checked, whatever else names an address.
        properties.put("micronaut.server.host", host);
        return properties;
    }

    /** Before anything else is started: the server itself would find out last. */
    private static void checkFree(String host, int port) {
        InetAddress address = address(host);
        try (ServerSocket trial = new ServerSocket()) {
            trial.setReuseAddress(true);
            trial.bind(new InetSocketAddress(address, port));
        } catch (BindException e) {
            if (!address.isAnyLocalAddress() && !here(address)) {
                throw notHere(host);
            }
            throw new StartProblem(
                    StartProblem.IN_USE,
                    "Port " + port + " is in use by another program. Set GRIPE_PORT to another one, or to 0 for any"
                            + " free one.");
        } catch (IOException e) {
            throw new StartProblem(
                    StartProblem.CONFIGURATION,
                    "GRIPE_HOST " + host + ", GRIPE_PORT " + port + ": nobody can listen there (" + e.getMessage()
                            + ").");
        }
    }

    private static boolean here(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
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

    private static boolean loopback(String host) {
        return address(host).isLoopbackAddress();
    }

    @SuppressWarnings("AddressSelection") // One address is what the server listens on, too.
    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw notHere(host);
        }
    }

    private static StartProblem notHere(String host) {
        return new StartProblem(StartProblem.CONFIGURATION, "GRIPE_HOST " + host + " is no address of this machine.");
    }
}
