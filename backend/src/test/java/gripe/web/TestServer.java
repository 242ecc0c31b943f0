package gripe.web;

import gripe.capture.CaptureService;
import gripe.embedding.Embedder;
import gripe.storage.server.ServerInspection;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The product itself, listening on a port of its own with data of its own: server, model and index are the real ones. */
public final class TestServer implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofMinutes(1);

    private final Path data;
    private final ApplicationContext context;
    private final EmbeddedServer server;
    private final HttpClient client;

    private TestServer(Path data, ApplicationContext context, HttpClient client) {
        this.data = data;
        this.context = context;
        this.client = client;
        server = context.getBean(EmbeddedServer.class);
    }

    public static TestServer start(Map<String, Object> settings) {
        return start(settings, HttpClient.newHttpClient());
    }

    public static TestServer start(Map<String, Object> settings, HttpClient client) {
        try {
            Path data = Files.createTempDirectory("gripe");
            Map<String, Object> all = new HashMap<>();
            all.put("micronaut.server.port", -1);
            all.put("gripe.data", data.toString());
            all.putAll(settings);
            ApplicationContext context = ApplicationContext.builder()
                    .banner(false)
                    .deduceEnvironment(false)
                    .properties(all)
                    .start();
            context.getBean(CaptureService.class);
            context.getBean(ServerInspection.class);
            // Else the first captures had no vector in time where it loads slowly; null when it cannot be loaded.
            var unused = context.getBean(Embedder.class).model();
            TestServer started = new TestServer(data, context, client);
            started.server.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public int port() {
        return server.getPort();
    }

    /** Of the page as a browser would name it. */
    public String origin() {
        return server.getScheme() + "://127.0.0.1:" + port();
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public Answer post(String path, String json, String... headers) {
        return send("POST", path, BodyPublishers.ofString(json), with("application/json", headers));
    }

    public Answer patch(String path, String json) {
        return send("PATCH", path, BodyPublishers.ofString(json), with("application/json"));
    }

    public Answer importLines(String lines, String... headers) {
        return send("POST", Routes.IMPORT, BodyPublishers.ofString(lines), with("application/x-ndjson", headers));
    }

    private static String[] with(String type, String... headers) {
        return Stream.concat(Stream.of("Content-Type", type), Stream.of(headers))
                .toArray(String[]::new);
    }

    public Answer send(String method, String path, BodyPublisher body, String... headers) {
        return send(ANSWER_MAX, method, path, body, headers);
    }

    Answer send(Duration answerMax, String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + path))
                .method(method, body)
                .timeout(answerMax);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** For what a well-behaved client cannot be made to do. */
    public Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout((int) ANSWER_MAX.toMillis());
        return socket;
    }

    @Override
    public void close() throws IOException {
        client.shutdownNow();
        context.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
