package gripe.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A user of the HTTP API, on connections that are kept open. Throws when an answer is not a success. */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration GROUPED_MAX = Duration.ofHours(1);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;

    Client(String address) {
        this.address = address + "/api/v1/";
    }

    void capture(String text) throws IOException, InterruptedException {
        send(post("gripes", "application/json", JSON.writeValueAsString(Map.of("text", text, "minutes", 10))));
    }

    void search(String query) throws IOException, InterruptedException {
        send(request("search?limit=10&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8)));
    }

    void similar(String text) throws IOException, InterruptedException {
        send(request("similar?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8)));
    }

    void importAll(List<String> texts) throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (String text : texts) {
            lines.append(JSON.writeValueAsString(Map.of("text", text, "minutes", 10)))
                    .append('\n');
        }
        String answer = send(post("import", "application/x-ndjson", lines.toString()));
        long kept = answer.lines().filter(line -> line.contains("\"id\"")).count();
        if (kept != texts.size()) {
            throw new IOException("Only " + kept + " of " + texts.size() + " lines were imported");
        }
    }

    /**
     * Waits until the pain points of at least so many gripes are found, and nothing more is done about them.
     *
     * @return how many seconds the last search for them took
     */
    double awaitGrouped(int gripes) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < GROUPED_MAX.toNanos()) {
            JsonNode grouping =
                    JSON.readTree(send(request("pain-points?limit=1"))).required("grouping");
            if (grouping.required("step").asText().equals("idle")
                    && grouping.required("gripes").asLong() >= gripes) {
                return grouping.required("seconds").asDouble();
            }
            Thread.sleep(LOOK_AGAIN);
        }
        throw new IOException("The pain points are not found after " + GROUPED_MAX);
    }

    private HttpRequest post(String path, String type, String body) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).build();
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(request.uri().getPath() + " answered " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
