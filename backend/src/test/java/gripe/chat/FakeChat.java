package gripe.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Speaks as OpenAI's API does and says what it is told to; remembers what it was asked. Thread-safe. */
public final class FakeChat implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Answer answer = exchange -> say(exchange, "{}");

    /** A question as it arrived. */
    public record Asked(String path, String authorization, JsonNode body) {
        /** What it was told about the notes, and the notes. */
        public String message(int number) {
            return body.get("messages").get(number).get("content").asText();
        }
    }

    /** How it answers. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public FakeChat() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            asked.add(new Asked(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    JSON.readTree(exchange.getRequestBody())));
            try (exchange) {
                answer.to(exchange);
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    public void answers(Answer how) {
        answer = how;
    }

    /** Says this from now on, as a model would. */
    public void says(String content) {
        answer = exchange -> say(exchange, content);
    }

    public List<Asked> asked() {
        return asked;
    }

    private static void say(HttpExchange exchange, String content) throws IOException {
        send(
                exchange,
                200,
                "{\"id\": \"1\", \"object\": \"chat.completion\", \"choices\": [{\"index\": 0, \"finish_reason\": \"stop\","
                        + " \"message\": {\"role\": \"assistant\", \"content\": "
                        + JSON.writeValueAsString(content) + "}}]}");
    }

    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
