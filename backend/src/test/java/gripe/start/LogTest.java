package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log says of requests that succeed, are refused and fail: which, and never what somebody wrote. */
class LogTest {
    /** Stands in all that is sent; nothing else has it. */
    private static final String WRITTEN = "quetzalcoatl";

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path data;

    @Test
    void logged_asJson_namesEachErrorByItsIdAndHoldsNoText() throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        String log;
        try (ChildGripe gripe = ChildGripe.start(
                        Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0", "GRIPE_LOG_FORMAT", "json"));
                HttpClient client = HttpClient.newHttpClient()) {
            String address = gripe.awaitReady();
            answers.addAll(useAll(client, address));
            assertThat(answers).anyMatch(answer -> answer.statusCode() == 201);
            // Its KeyDB dies and cannot come back: what fails now is a failure of Gripe's own.
            Files.move(data.resolve("keydb"), data.resolve("keydb-gone"));
            Files.createFile(data.resolve("keydb"));
            gripe.process().descendants().forEach(ProcessHandle::destroyForcibly);
            for (int tries = 0; tries < 100; tries++) {
                HttpResponse<String> failed = capture(client, address, "{\"text\": \"" + WRITTEN + "\"}");
                answers.add(failed);
                if (failed.statusCode() == 503) {
                    break;
                }
            }
            answers.addAll(useAll(client, address));
            log = gripe.errors();
        }

        List<JsonNode> lines = new ArrayList<>();
        for (String line : log.lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).isNotEmpty().allMatch(line -> line.has("timestamp") && line.has("level"));
        assertThat(log).doesNotContainIgnoringCase(WRITTEN);
        assertThat(answers.stream().map(HttpResponse::statusCode)).contains(400, 404, 405, 415, 503);
        for (HttpResponse<String> answer : answers) {
            String id = answer.headers().firstValue("X-Request-Id").orElse("");
            assertThat(id).isNotBlank();
            if (answer.statusCode() < 400) {
                continue;
            }
            JsonNode problem = JSON.readTree(answer.body());
            assertThat(problem.path("requestId").asText()).isEqualTo(id);
            assertThat(lines)
                    .as(answer.body())
                    .anyMatch(line -> line.path("kvpList").toString().contains(id)
                            && line.path("formattedMessage")
                                    .asText()
                                    .contains(problem.get("code").asText()));
        }
    }

    @Test
    void logged_asText_isTheDefault_andAnotherFormatIsRefused() throws Exception {
        try (ChildGripe gripe =
                ChildGripe.start(Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0", "GRIPE_LOG_FORMAT", "xml"))) {
            assertThat(gripe.awaitExit()).isEqualTo(StartProblem.CONFIGURATION);
            assertThat(gripe.errors()).contains("GRIPE_LOG_FORMAT");
        }
        try (ChildGripe gripe = ChildGripe.start(Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0"));
                HttpClient client = HttpClient.newHttpClient()) {
            String id = capture(client, gripe.awaitReady(), "{\"text\": 5}")
                    .headers()
                    .firstValue("X-Request-Id")
                    .orElseThrow();
            assertThat(gripe.errors().lines())
                    .anyMatch(line ->
                            line.matches("\\S+ INFO  Problems Request " + id + ": POST answered 400 wrong_type"));
        }
    }

    /** Right and wrong in every way in which a text gets in. */
    private static List<HttpResponse<String>> useAll(HttpClient client, String address) throws Exception {
        String encoded = URLEncoder.encode(WRITTEN + " \u0000%", StandardCharsets.UTF_8);
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (String body : List.of(
                "{\"text\": \"" + WRITTEN + "\"}",
                "{\"line\": \"5m " + WRITTEN + " #" + WRITTEN + "\"}",
                "{\"" + WRITTEN + "\": 1}",
                "{\"text\": \"" + WRITTEN + "\", \"minutes\": \"" + WRITTEN + "\"}",
                "{\"text\": \"a\", \"happenedAt\": \"" + WRITTEN + "\"}",
                "{\"text\": \"a\", \"id\": \"" + WRITTEN + "!\"}",
                "{\"text\": \"" + WRITTEN,
                WRITTEN)) {
            answers.add(capture(client, address, body));
        }
        for (String path : List.of(
                "/api/v1/search?q=" + encoded,
                "/api/v1/search?q=a&sort=" + encoded,
                "/api/v1/similar?text=" + encoded,
                "/api/v1/gripes/" + encoded,
                "/api/v1/gripes?from=" + encoded,
                "/" + encoded)) {
            answers.add(client.send(
                    HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString()));
        }
        answers.add(send(client, address, "PUT", "application/json", WRITTEN));
        answers.add(send(client, address, "POST", "text/" + WRITTEN, WRITTEN));
        HttpRequest lines = HttpRequest.newBuilder(URI.create(address + "/api/v1/import"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(
                        "{\"text\": \"" + WRITTEN + "\"}\n{\"text\": \"" + WRITTEN + "\", \"" + WRITTEN + "\": 1}\n"))
                .build();
        answers.add(client.send(lines, BodyHandlers.ofString()));
        return answers;
    }

    private static HttpResponse<String> capture(HttpClient client, String address, String body) throws Exception {
        return send(client, address, "POST", "application/json", body);
    }

    private static HttpResponse<String> send(HttpClient client, String address, String method, String type, String body)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(address + "/api/v1/gripes"))
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
