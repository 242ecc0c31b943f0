package gripe.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** An HTTP answer, as a test wants to look at it. */
public record Answer(HttpResponse<byte[]> response) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public int status() {
        return response.statusCode();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public String body() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return json(body());
    }

    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }

    /** Of a problem: status, code and field, as in {@code 400 wrong_type minutes}. */
    public String problem() {
        if (!header("Content-Type").startsWith("application/problem+json")) {
            throw new AssertionError("No problem: " + status() + " " + body());
        }
        JsonNode problem = json();
        return (status() + " " + problem.path("code").asText() + " "
                        + problem.path("field").asText())
                .strip();
    }
}
