package gripe.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.painpoint.Regrouping;
import gripe.web.Answer;
import gripe.web.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Import and export through HTTP, on a Gripe whose gripes are all this class's own. */
class TransferTest {
    private static TestServer gripe;

    @BeforeAll
    static void start() {
        gripe = TestServer.start(Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        gripe.close();
    }

    @Test
    void importLines_good_answersEachInOrder() {
        String lines = IntStream.range(0, 300)
                .mapToObj(i -> "{\"text\": \"waiting number " + i % 7 + "\", \"minutes\": " + i + "}")
                .collect(Collectors.joining("\n"));
        Answer answer = gripe.importLines(lines);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
        List<JsonNode> results = lines(answer);
        assertThat(results).hasSize(300).allMatch(result -> result.has("id") && !result.has("code"));
        assertThat(results)
                .extracting(result -> result.get("line").asInt())
                .isEqualTo(IntStream.rangeClosed(1, 300).boxed().toList());
    }

    @Test
    void importLines_bad_areNamedAndTheOthersKept() {
        Answer answer = gripe.importLines(String.join(
                "\n",
                "{\"text\": \"one\"}\r",
                "",
                "\r",
                "   ",
                "{\"text\": 1}",
                "{\"text\": \"a\", \"colour\": 1}",
                "nonsense",
                "{\"text\": \"\\ud800\", \"happenedAt\": \"2020-01-01T00:00:00Z\"}",
                "{\"text\": \"far\", \"happenedAt\": \"+999999999-01-01T00:00:00Z\"}",
                "{\"text\": \"far\", \"createdAt\": \"+300000-01-01T00:00:00Z\"}",
                "{\"type\": \"painPoint\", \"text\": \"later\"}",
                "{\"text\": \"" + "a".repeat(Importer.LINE_BYTES_MAX) + "\"}",
                "{\"line\": \"5m last #it\"}",
                "\n\n"));

        assertThat(lines(answer))
                .extracting(result -> (result.get("line").asInt() + " "
                                + result.path("code").asText() + " "
                                + result.path("field").asText())
                        .strip())
                .containsExactly(
                        "1",
                        "5 wrong_type text",
                        "6 unknown_field colour",
                        "7 malformed_json",
                        "8 invalid_unicode text",
                        "9 out_of_range happenedAt",
                        "10 out_of_range createdAt",
                        "11 unknown_field text",
                        "12 line_too_long",
                        "13");
    }

    @Test
    void importLines_ofADecisionWithoutWhatItNeeds_areNamed() {
        for (String kind : List.of("merge", "split")) {
            JsonNode result = Answer.json(gripe.importLines(
                            "{\"type\": \"decision\", \"id\": \"without-%s\", \"at\": \"2026-01-01T00:00:00Z\", \"by\": \"Ada\", \"kind\": \"%s\", \"painPoint\": \"p\", \"gripes\": [\"g\"]}"
                                    .formatted(kind, kind))
                    .body());
            assertThat(result.get("field").asText()).as(kind).isEqualTo("other");
            assertThat(result.has("id")).isFalse();
        }
    }

    @Test
    void importLines_withTimeOrId_repeatAsThemselves() {
        String lines = """
                {"text": "twice at the same time", "happenedAt": "2020-01-01T00:00:00Z"}
                {"text": "twice at the same time", "happenedAt": "2020-01-01T00:00:00Z"}
                {"text": "by its id", "id": "import-1"}
                """;
        List<String> ids = ids(gripe.importLines(lines));

        assertThat(ids).doesNotHaveDuplicates().hasSize(3);
        assertThat(ids.get(0)).matches("016f5e66-e800-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(ids(gripe.importLines(lines))).isEqualTo(ids);
        assertThat(ids(gripe.importLines("\n" + lines))).isEqualTo(ids);
    }

    @Test
    void importLines_ofTheGrammar_areReadAsInACaptureAndRepeatWhereTheySayTheirNow() {
        String line = "{\"line\": \"45m vpn dropped #it yesterday 3pm @home\", \"now\": \"2026-03-29T10:00:00Z\","
                + " \"zone\": \"Europe/Berlin\"}";
        String id = lines(gripe.importLines(line)).get(0).get("id").asText();
        JsonNode saved = gripe.get("/api/v1/gripes/" + id).json();

        assertThat(saved.get("text").asText()).isEqualTo("vpn dropped");
        assertThat(saved.get("minutes").asDouble()).isEqualTo(45);
        assertThat(saved.get("happenedAt").asText()).isEqualTo("2026-03-28T15:00:00+01:00");
        assertThat(saved.get("place").asText()).isEqualTo("home");
        assertThat(lines(gripe.importLines(line)).get(0).get("id").asText()).isEqualTo(id);
        String relative = "{\"line\": \"vpn dropped yesterday\"}";
        assertThat(lines(gripe.importLines(relative)).get(0).get("id"))
                .isNotEqualTo(lines(gripe.importLines(relative)).get(0).get("id"));
    }

    @Test
    void importLines_withIdempotencyKey_repeatAsThemselves() {
        String lines = "{\"text\": \"no id\"}\n{\"text\": \"no id\"}\n";
        List<String> ids = ids(gripe.importLines(lines, "Idempotency-Key", "import"));

        assertThat(ids).doesNotHaveDuplicates().hasSize(2);
        assertThat(ids(gripe.importLines(lines, "Idempotency-Key", "import"))).isEqualTo(ids);
        assertThat(ids(gripe.importLines(lines, "Idempotency-Key", "other"))).doesNotContainAnyElementsOf(ids);
        assertThat(ids(gripe.importLines(lines))).doesNotContainAnyElementsOf(ids);
    }

    @Test
    void export_ofMuchMoreThanIsSentAhead_comesWhole() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            lines.append("{\"text\":\"")
                    .append("again ".repeat(20))
                    .append("\",\"minutes\":")
                    .append(i)
                    .append("}\n");
        }
        assertThat(lines(gripe.importLines(lines.toString()))).allMatch(result -> result.has("id"));
        assertThat(lines(gripe.get("/api/v1/export"))).hasSizeGreaterThanOrEqualTo(3_000);
    }

    @Test
    void export_ofNamedGripes_hasThoseInTheirOrder() {
        for (String id : List.of("named-1", "named-2", "named-3")) {
            gripe.post("/api/v1/gripes", "{\"id\": \"" + id + "\", \"text\": \"=named\"}");
        }
        gripe.send("DELETE", "/api/v1/gripes/named-2", BodyPublishers.noBody());
        String all = "/api/v1/export?ids=named-3,named-2,named-1,nobody";
        assertThat(ids(gripe.get(all))).containsExactly("named-3", "named-1");
        assertThat(gripe.get(all + "&format=csv").body().lines()).hasSize(3).anyMatch(line -> line.contains("'=named"));
        assertThat(gripe.get("/api/v1/export?ids=").problem()).isEqualTo("400 out_of_range ids");
        assertThat(gripe.get("/api/v1/export?ids=" + "a,".repeat(200) + "a").problem())
                .isEqualTo("400 out_of_range ids");
        assertThat(gripe.get("/api/v1/export?ids=a&q=b").problem()).isEqualTo("400 invalid ids");
    }

    @Test
    void export_importedElsewhere_makesTheSameRecords() throws IOException {
        gripe.importLines(
                "{\"text\": \"caf\u00e9 \uD83D\uDC0C\\n\\\"quoted\\\"\", \"minutes\": 0.5, \"place\": \"home\","
                        + " \"tags\": [\"a\", \"b\"], \"source\": \"test\", \"happenedAt\": \"2020-02-29T23:59:59.123-09:30\"}");
        String path = gripe.post("/api/v1/gripes", "{\"text\": \"deleted\"}").header("Location");
        gripe.send("DELETE", path, BodyPublishers.noBody());
        String edited = gripe.post("/api/v1/gripes", "{\"text\": \"before\"}").header("Location");
        gripe.send(
                "PATCH", edited, BodyPublishers.ofString("{\"text\": \"after\"}"), "Content-Type", "application/json");
        gripe.post("/api/v1/searches", "{\"q\": \" \\\"caf\u00e9\\\" #a >5m \", \"sort\": \"cost\"}");
        gripe.post("/api/v1/searches", "{\"q\": \"slow\"}");
        timer("running", "{\"line\": \"vpn is slow #it\"}");
        timer("stopped", "{}");
        gripe.post("/api/v1/timers/stopped/stop", "{}");
        timer("logged", "{\"line\": \"phone call\"}");
        gripe.post("/api/v1/timers/logged/stop", "{}");
        // Until grouping finds nothing more to change.
        gripe.bean(Regrouping.class).run();
        gripe.bean(Regrouping.class).run();
        Answer export = gripe.get("/api/v1/export");

        assertThat(export.body()).doesNotContain("\"deleted\"").contains("\"after\"");
        assertThat(lines(export)).extracting(line -> line.get("type").asText()).contains("gripe", "painPoint");
        assertThat(lines(export).stream()
                        .filter(line -> line.get("type").asText().equals("timer")))
                .extracting(line -> line.get("id").asText())
                .containsExactlyInAnyOrder("running", "stopped", "logged");
        assertThat(lines(gripe.importLines(export.body()))).allMatch(result -> result.has("id"));
        assertThat(gripe.get("/api/v1/export").body()).isEqualTo(export.body());
        try (TestServer elsewhere = TestServer.start(Map.of())) {
            assertThat(lines(elsewhere.importLines(export.body()))).allMatch(result -> result.has("id"));
            assertThat(elsewhere.get("/api/v1/export").body()).isEqualTo(export.body());
            assertThat(elsewhere.get("/api/v1/timers").body())
                    .isEqualTo(gripe.get("/api/v1/timers").body());
            assertThat(elsewhere.get("/api/v1/searches").body())
                    .isEqualTo(gripe.get("/api/v1/searches").body())
                    .contains("slow");
            Answer classified = elsewhere.post("/api/v1/timers/stopped/stop", "{\"line\": \"lift stuck\"}");
            assertThat(classified.json().get("gripe").asText()).isEqualTo("stopped");
        }
    }

    private static void timer(String id, String more) {
        String start = "{\"id\": \"" + id + "\"" + (more.equals("{}") ? "}" : ", " + more.substring(1));
        assertThat(gripe.post("/api/v1/timers", start).status()).isEqualTo(201);
    }

    @Test
    void importLines_timersAndSearchesThatCannotBe_areNamed() {
        Answer answer = gripe.importLines(String.join(
                "\n",
                "{\"type\": \"timer\", \"id\": \"t\"}",
                "{\"type\": \"timer\", \"id\": \"no id\", \"startedAt\": \"2026-11-20T12:00:00Z\"}",
                "{\"type\": \"timer\", \"id\": \"t\", \"startedAt\": \"2026-11-20T12:00:00Z\","
                        + " \"stoppedAt\": \"2026-11-20T11:00:00Z\"}",
                "{\"type\": \"timer\", \"id\": \"t\", \"startedAt\": \"2026-11-20T12:00:00Z\","
                        + " \"backAt\": \"2026-11-20T13:00:00Z\"}",
                "{\"type\": \"timer\", \"id\": \"t\", \"startedAt\": \"2026-11-20T12:00:00Z\", \"minutes\": 5}",
                "{\"type\": \"timer\", \"id\": \"t\", \"startedAt\": \"2026-11-20T12:00:00Z\", \"line\": \""
                        + "a".repeat(4_001) + "\"}",
                "{\"type\": \"timer\", \"id\": \"t\", \"startedAt\": \"2026-11-20T12:00:00Z\", \"text\": \"a\"}",
                "{\"type\": \"search\", \"q\": \"a\"}",
                "{\"type\": \"search\", \"q\": \"a\", \"sort\": \"size\", \"createdAt\": \"2026-11-20T12:00:00Z\"}",
                "{\"type\": \"egg\", \"text\": \"a\"}"));

        assertThat(lines(answer))
                .extracting(result ->
                        result.get("code").asText() + " " + result.path("field").asText())
                .containsExactly(
                        "missing startedAt",
                        "invalid id",
                        "out_of_range stoppedAt",
                        "out_of_range backAt",
                        "missing stoppedAt",
                        "too_long line",
                        "unknown_field text",
                        "missing createdAt",
                        "invalid sort",
                        "invalid type");
    }

    private static List<JsonNode> lines(Answer answer) {
        return answer.body().lines().map(Answer::json).toList();
    }

    private static List<String> ids(Answer answer) {
        return lines(answer).stream().map(line -> line.path("id").asText()).toList();
    }
}
