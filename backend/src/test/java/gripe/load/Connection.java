package gripe.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One keep-alive connection to a server on loopback, one request at a time; costs little beside the server. */
final class Connection implements AutoCloseable {
    private static final int ANSWER_MILLIS_MAX = 60_000;

    private final Socket socket;
    private final InputStream in;

    Connection(URI address) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS_MAX);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** @param headers by their names in lower case */
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    Answer send(Request request) throws IOException {
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        String head = request.method() + " " + request.path() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                + request.type() + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        byte[] first = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        socket.getOutputStream().write(all);
        return answer();
    }

    private Answer answer() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (headers.containsKey("transfer-encoding")) {
            StringBuilder body = new StringBuilder();
            for (int length = Integer.parseInt(line(), 16); ; length = Integer.parseInt(line(), 16)) {
                body.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
                line();
                if (length == 0) {
                    return new Answer(status, headers, body.toString());
                }
            }
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Answer(status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int one = in.read(); one != '\n'; one = in.read()) {
            if (one < 0) {
                throw new EOFException("The server closed the connection");
            }
            if (one != '\r') {
                line.append((char) one);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
