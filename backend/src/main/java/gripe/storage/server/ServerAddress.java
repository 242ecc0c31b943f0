package gripe.storage.server;

import io.lettuce.core.RedisURI;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** Where the private server listens, and nowhere else. {@link #parse} reads what {@code toString} writes. */
sealed interface ServerAddress {
    SocketAddress socketAddress();

    RedisURI.Builder uri();

    /** The lines of a server's configuration that make it listen here only. */
    String configuration();

    /** In words, for people. */
    String description();

    static Optional<ServerAddress> parse(String text) {
        if (text.startsWith(UnixSocket.PREFIX)) {
            return Optional.of(new UnixSocket(Path.of(text.substring(UnixSocket.PREFIX.length()))));
        }
        if (text.startsWith(Loopback.PREFIX)) {
            return Optional.of(new Loopback(Integer.parseInt(text.substring(Loopback.PREFIX.length()))));
        }
        return Optional.empty();
    }

    /** A socket in the file system, which the folder around it keeps private. */
    record UnixSocket(Path path) implements ServerAddress {
        private static final String PREFIX = "unix:";

        @Override
        public SocketAddress socketAddress() {
            return UnixDomainSocketAddress.of(path);
        }

        @Override
        public RedisURI.Builder uri() {
            return RedisURI.Builder.socket(path.toString());
        }

        @Override
        public String configuration() {
            return """
                    port 0
                    unixsocket %s
                    unixsocketperm 700
                    """.formatted(ServerConfiguration.quoted(path.toString()));
        }

        @Override
        public String description() {
            return "unix socket";
        }

        @Override
        public String toString() {
            return PREFIX + path;
        }
    }

    /** A port of this machine's own address, where only the password keeps others out. */
    record Loopback(int port) implements ServerAddress {
        private static final String PREFIX = "127.0.0.1:";

        @Override
        public SocketAddress socketAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }

        @Override
        public RedisURI.Builder uri() {
            return RedisURI.Builder.redis("127.0.0.1", port);
        }

        @Override
        public String configuration() {
            return """
                    bind 127.0.0.1
                    port %d
                    """.formatted(port);
        }

        @Override
        public String description() {
            return "port " + port + " of this machine only";
        }

        @Override
        public String toString() {
            return PREFIX + port;
        }
    }
}
