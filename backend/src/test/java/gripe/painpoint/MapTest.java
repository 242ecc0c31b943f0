package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.fault.Waiting;
import gripe.web.Answer;
import gripe.web.TestServer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapTest {
    private static final List<List<String>> KINDS = List.of(
            List.of("waiting for a free CI runner", "no free CI runner again", "still waiting for a CI runner"),
            List.of("the VPN dropped during the call", "VPN connection dropped again", "lost the VPN connection again"),
            List.of("the expense tool logged me out", "logged out of the expense tool", "expense tool logs me out"));

    private static JsonNode map(TestServer gripe, String query) {
        Answer answer = gripe.get("/api/v1/map" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static double apart(JsonNode a, JsonNode b) {
        return Math.hypot(
                a.get("x").asDouble() - b.get("x").asDouble(),
                a.get("y").asDouble() - b.get("y").asDouble());
    }

    private static JsonNode about(JsonNode map, String word) {
        for (JsonNode item : map.get("items")) {
            if (item.get("label").asText().contains(word)) {
                return item;
            }
        }
        throw new AssertionError("Nothing about " + word + " in " + map.toPrettyString());
    }

    @Test
    void map_hasEachPainPointWithItsGripesInside_andIsTheSameEachTime() throws IOException {
        try (TestServer gripe = TestServer.start(Map.of())) {
            assertThat(map(gripe, "").get("items")).isEmpty();
            StringBuilder lines = new StringBuilder();
            Instant now = Instant.now();
            for (List<String> kind : KINDS) {
                for (int i = 0; i < 12; i++) {
                    lines.append("{\"text\": \"%s\", \"minutes\": %d, \"happenedAt\": \"%s\"}%n"
                            .formatted(kind.get(i % 3), 10 + i, now.minus(10L * i + 1, ChronoUnit.DAYS)));
                }
            }
            lines.append("{\"text\": \"the cat unplugged the router\", \"minutes\": 7}\n");
            assertThat(gripe.importLines(lines.toString()).status()).isEqualTo(200);
            gripe.bean(Regrouping.class).run();

            JsonNode map = map(gripe, "");
            assertThat(map.get("items")).as(map.toPrettyString()).hasSize(3);
            JsonNode runners = about(map, "runner");
            for (JsonNode other : List.of(about(map, "VPN"), about(map, "xpense"))) {
                assertThat(apart(runners, other))
                        .isGreaterThan(runners.get("radius").asDouble()
                                + other.get("radius").asDouble());
            }
            assertThat(map.get("loose")).hasSize(1);
            assertThat(map.get("loose").get(0).get("text").asText()).isEqualTo("the cat unplugged the router");
            assertThat(map.get("gripes").asInt()).isEqualTo(37);
            assertThat(map.get("dots").asInt()).isEqualTo(37);
            for (JsonNode item : map.get("items")) {
                assertThat(item.get("x").asDouble())
                        .isBetween(0.0, map.get("width").asDouble());
                assertThat(item.get("y").asDouble())
                        .isBetween(0.0, map.get("height").asDouble());
                assertThat(item.get("dots")).hasSize(12);
                double minutes = 0;
                for (JsonNode dot : item.get("dots")) {
                    minutes += dot.get("minutes").asDouble();
                    assertThat(apart(item, dot)).isLessThan(item.get("radius").asDouble());
                }
                assertThat(minutes).isCloseTo(item.get("minutes").asDouble(), within(0.01));
            }

            assertThat(map(gripe, "")).isEqualTo(map);
            // A capture elsewhere has it drawn anew, and what was there stays where it was.
            assertThat(gripe.post(
                                    "/api/v1/gripes",
                                    "{\"text\": \"late train\", \"happenedAt\": \"2001-01-01T00:00:00Z\"}")
                            .status())
                    .isEqualTo(201);
            assertThat(map(gripe, "?from=2002-01-01").get("items")).isEqualTo(map.get("items"));

            JsonNode themes = gripe.get("/api/v1/themes").json().get("items");
            long painPoints = 0;
            double minutes = 0;
            for (JsonNode theme : themes) {
                JsonNode page = gripe.get(
                                "/api/v1/pain-points?theme=" + theme.get("id").asText())
                        .json();
                assertThat(page.get("items")).hasSize(theme.get("painPoints").asInt());
                assertThat(page.get("items").get(0).get("label")).isEqualTo(theme.get("label"));
                assertThat(page.get("minutes").asDouble())
                        .isCloseTo(theme.get("minutes").asDouble(), within(0.01));
                painPoints += page.get("items").size();
                minutes += page.get("minutes").asDouble();
            }
            assertThat(painPoints).isEqualTo(3);
            assertThat(minutes)
                    .isCloseTo(
                            gripe.get("/api/v1/pain-points")
                                    .json()
                                    .get("minutes")
                                    .asDouble(),
                            within(0.01));
            assertThat(gripe.get("/api/v1/pain-points?theme=unknown").json().get("items"))
                    .isEmpty();
            assertThat(gripe.get("/api/v1/themes?limit=1").json().get("items")).hasSize(1);

            JsonNode lately = map(gripe, "?limit=2&from=" + now.minus(35, ChronoUnit.DAYS));
            assertThat(lately.get("items")).hasSize(2);
            assertThat(lately.get("total").asInt()).isEqualTo(3);
            assertThat(lately.get("items").get(0).get("dots")).hasSize(4);
            assertThat(gripe.get("/api/v1/map?limit=0").status()).isEqualTo(400);
            assertThat(gripe.get("/api/v1/map?from=soon").json().get("field").asText())
                    .isEqualTo("from");
        }
    }

    @Test
    void map_ofMany_isBounded() throws Exception {
        try (TestServer gripe = TestServer.start(Map.of())) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 1_500; i++) {
                List<String> kind = KINDS.get(i % 2 == 0 ? 0 : i % 3);
                lines.append("{\"text\": \"%s\", \"minutes\": 5}%n".formatted(kind.get(i % 3)));
            }
            assertThat(gripe.importLines(lines.toString()).status()).isEqualTo(200);
            gripe.bean(Regrouping.class).run();
            // Where each of them belongs is on its way to the index.
            Waiting.until("the index", () -> gripe.get("/api/v1/map").status() == 200);

            JsonNode map = map(gripe, "");
            assertThat(map.get("gripes").asInt()).isEqualTo(1_500);
            assertThat(map.get("dots").asInt()).isBetween(500, 640);
            assertThat(map.toString().length()).isLessThan(100_000);
        }
    }
}
