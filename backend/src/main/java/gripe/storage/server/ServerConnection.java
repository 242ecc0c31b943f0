package gripe.storage.server;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Speaks just enough of the protocol to ask a server how it is, with nothing that starts threads or connects again by
 * itself: the server is polled while it comes up. Not thread-safe.
 */
final class ServerConnection implements Closeable {
    private static final int ANSWER_MILLIS_MAX = 2_000;
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final int ANSWER_ELEMENTS_MAX = 1_024;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocate(8_192).limit(0);

    private ServerConnection(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    /** The server said no; the message is its own and begins with a code such as {@code LOADING}. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }

        /** Whether asking again later can bring a yes: it reads its data, or a script runs. */
        boolean isPassing() {
            String message = String.valueOf(getMessage());
            return message.startsWith("LOADING") || message.startsWith("BUSY");
        }
    }

    /**
     * Connects and gives the password.
     *
     * @throws RefusedException if it is the wrong one
     */
    static ServerConnection open(ServerAddress address, String password) throws IOException {
        ServerConnection connection = connect(address);
        try {
            connection.ask("AUTH", password);
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private static ServerConnection connect(ServerAddress address) throws IOException {
        SocketChannel channel = switch (address) {
            case ServerAddress.UnixSocket unix -> SocketChannel.open(StandardProtocolFamily.UNIX);
            case ServerAddress.Loopback loopback -> SocketChannel.open(StandardProtocolFamily.INET);
        };
        ServerConnection connection;
        try {
            channel.configureBlocking(false);
            connection = new ServerConnection(channel, Selector.open());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        try {
            boolean connected = channel.connect(address.socketAddress());
            channel.register(connection.selector, SelectionKey.OP_CONNECT);
            while (!connected) {
                connection.await(SelectionKey.OP_CONNECT);
                connected = channel.finishConnect();
            }
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    void ping() throws IOException {
        ask("PING");
    }

    Map<String, String> info(String section) throws IOException {
        return parseInfo(String.join("", ask("INFO", section)));
    }

    /** The fields of an {@code INFO} answer. */
    static Map<String, String> parseInfo(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return fields;
    }

    /** A setting's value, empty if the server has none of that name. */
    String setting(String name) throws IOException {
        List<String> answer = ask("CONFIG", "GET", name);
        return answer.size() < 2 ? "" : answer.get(1);
    }

    /** The answer's strings: one of a simple answer, each element of a list. */
    private List<String> ask(String... words) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            request.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
            request.writeBytes(bytes);
            request.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer out = ByteBuffer.wrap(request.toByteArray());
        while (out.hasRemaining()) {
            if (channel.write(out) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
        List<String> answer = new ArrayList<>();
        readAnswer(answer);
        return answer;
    }

    private void readAnswer(List<String> answer) throws IOException {
        String line = readLine();
        String rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+', ':' -> answer.add(rest);
            case '-' -> throw new RefusedException(rest);
            case '$' -> answer.add(readBulk(length(rest, ANSWER_BYTES_MAX)));
            case '*' -> {
                for (int left = length(rest, ANSWER_ELEMENTS_MAX); left > 0; left--) {
                    readAnswer(answer);
                }
            }
            default -> throw new IOException("Not an answer of the protocol");
        }
    }

    private static int length(String text, int max) throws IOException {
        try {
            int length = Integer.parseInt(text);
            if (length <= max) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw new IOException("Not a length: " + text, e);
        }
        throw new IOException("An answer of " + text + " is too long");
    }

    private String readBulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = readByte();
        }
        readByte();
        readByte();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte next = readByte(); next != '\r'; next = readByte()) {
            if (line.size() >= ANSWER_BYTES_MAX) {
                throw new IOException("A line is too long");
            }
            line.write(next);
        }
        readByte();
        if (line.size() == 0) {
            throw new IOException("An empty answer");
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private byte readByte() throws IOException {
        while (!received.hasRemaining()) {
            received.clear();
            int count = channel.read(received);
            received.flip();
            if (count < 0) {
                throw new EOFException("The server closed the connection");
            }
            if (count == 0) {
                await(SelectionKey.OP_READ);
            }
        }
        return received.get();
    }

    private void await(int operation) throws IOException {
        SelectionKey key = channel.keyFor(selector);
        if (key == null) {
            throw new IOException("Not connected");
        }
        key.interestOps(operation);
        if (selector.select(ANSWER_MILLIS_MAX) == 0) {
            throw new SocketTimeoutException("No answer within " + ANSWER_MILLIS_MAX + " ms");
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
