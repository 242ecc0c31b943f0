package gripe.fault;

import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stands between Gripe and its server and lets answers through as late as it is told. Requests go through at once. */
final class TcpProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final long POLL_MILLIS = 2;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final RedisURI server;
    private volatile boolean silent;
    private volatile @Nullable String lastWords;

    TcpProxy(RedisURI server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    /** Of the server, through this. */
    String uri() {
        return RedisURI.builder(server)
                .withHost("127.0.0.1")
                .withPort(listening.getLocalPort())
                .build()
                .toURI()
                .toString();
    }

    /** Keeps answers back for as long as it is set. */
    void keepAnswersBack(boolean back) {
        lastWords = null;
        silent = back;
    }

    /** Keeps answers back from the first request on that has this text in it. */
    void keepAnswersBackFrom(String text) {
        lastWords = text;
    }

    boolean keepsAnswersBack() {
        return silent;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket behind = new Socket(server.getHost(), server.getPort());
                open.add(client);
                open.add(behind);
                Thread.ofVirtual().start(() -> pass(client, behind, false));
                Thread.ofVirtual().start(() -> pass(behind, client, true));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                String text = lastWords;
                if (!answers
                        && text != null
                        && new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains(text)) {
                    silent = true;
                }
                while (answers && silent) {
                    Thread.sleep(POLL_MILLIS);
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // The one side ended, and so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
