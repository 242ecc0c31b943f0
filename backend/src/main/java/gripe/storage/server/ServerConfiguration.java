package gripe.storage.server;

import java.nio.file.Path;

/** What the private server is told: to keep all that it acknowledges, and to listen to nobody but Gripe. */
final class ServerConfiguration {
    /** The file grows to twice its size after the last rewrite, but not below this, before it is rewritten. */
    private static final String REWRITE_MEBIBYTES_MIN = "64mb";

    /** As KeyDB ships it; Gripe alone keeps no more busy. */
    private static final int KEYDB_THREADS = 2;

    private static final ServerVersion FIRST_WITH_SWITCHES = new ServerVersion(7, 0, 0);

    private ServerConfiguration() {}

    static String text(ServerBinary server, ServerAddress address, String password, Path directory) {
        return """
                # Written by Gripe at each start of the server: changes are lost.
                """
                + address.configuration()
                + """
                protected-mode yes
                requirepass %s
                dir %s
                daemonize no
                databases 1
                appendonly yes
                appendfsync always
                no-appendfsync-on-rewrite no
                aof-load-truncated yes
                aof-use-rdb-preamble yes
                auto-aof-rewrite-percentage 100
                auto-aof-rewrite-min-size %s
                save ""
                maxmemory-policy noeviction
                """.formatted(password, quoted(directory.toString()), REWRITE_MEBIBYTES_MIN)
                + ofKind(server);
    }

    private static String ofKind(ServerBinary server) {
        if (server.release().kind() == ServerKind.KEYDB) {
            // The message of the day would be fetched from the internet.
            return """
                    server-threads %d
                    enable-motd no
                    """.formatted(KEYDB_THREADS);
        }
        if (server.release().version().isAtLeast(FIRST_WITH_SWITCHES)) {
            return """
                    enable-debug-command no
                    enable-module-command no
                    enable-protected-configs no
                    """;
        }
        return "";
    }

    /** A value as the server reads it back, whatever characters a path holds. */
    static String quoted(String value) {
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
