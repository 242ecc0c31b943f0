package gripe.fault;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.web.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A running Gripe, as its clients see it. */
record HttpGripe(String address) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + path)));
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    Answer capture(String text) throws IOException, InterruptedException {
        return post("/api/v1/gripes", "{\"text\": \"" + text + "\"}");
    }

    private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Answer(HTTP.send(request.timeout(ANSWER_MAX).build(), BodyHandlers.ofByteArray()));
    }

    void awaitReady() throws InterruptedException {
        Waiting.until("ready", () -> get("/health/ready").status() == 200);
    }

    /** From the store. */
    List<String> exported() throws IOException, InterruptedException {
        return get("/api/v1/export")
                .body()
                .lines()
                .map(Answer::json)
                .filter(line -> line.path("type").asText().equals("gripe"))
                .map(line -> line.get("text").asText())
                .toList();
    }

    /** From the index. */
    List<String> listed() throws IOException, InterruptedException {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : get("/api/v1/gripes?limit=200").json().path("items")) {
            texts.add(item.get("text").asText());
        }
        return texts;
    }
}
