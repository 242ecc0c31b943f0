package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import gripe.Position;
import gripe.Workspace;
import gripe.web.Answer;
import gripe.web.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the API says about pain points, on a Gripe whose gripes are all this class's own. */
class PainPointsTest {
    private static TestServer gripe;

    @BeforeAll
    static void start() {
        gripe = TestServer.start(Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        gripe.close();
    }

    private static JsonNode capture(String text, double minutes) {
        return gripe.post("/api/v1/gripes", "{\"text\": \"" + text + "\", \"minutes\": " + minutes + "}")
                .json();
    }

    private static void delete(String id) {
        assertThat(gripe.send("DELETE", "/api/v1/gripes/" + id, BodyPublishers.noBody())
                        .status())
                .isEqualTo(204);
    }

    private static JsonNode get(String path) {
        Answer answer = gripe.get(path);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void threeGripesOfOneKind_areAPainPointInTheThirdsOwnAnswer() {
        assertThat(capture("waiting for a free CI runner", 10).get("painPoint").isNull())
                .isTrue();
        assertThat(capture("the cat threw up on the carpet", 5).get("painPoint").isNull())
                .isTrue();
        assertThat(capture("waiting for a CI runner again", 20).get("painPoint").isNull())
                .isTrue();
        JsonNode third = capture("still waiting for a free CI runner", 30);

        JsonNode painPoint = third.get("painPoint");
        assertThat(painPoint.get("count").asInt()).isEqualTo(3);
        assertThat(painPoint.get("minutes").asDouble()).isEqualTo(60);
        assertThat(painPoint.get("label").asText()).containsIgnoringCase("runner");
        String id = painPoint.get("id").asText();

        JsonNode listed = get("/api/v1/pain-points").get("items");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("id").asText()).isEqualTo(id);
        assertThat(listed.get(0).get("count").asInt()).isEqualTo(3);
        assertThat(listed.get(0).get("status").asText()).isEqualTo("open");
        assertThat(listed.get(0).get("weeks")).hasSize(12);
        assertThat(listed.get(0).get("weeks").get(11).asDouble()).isEqualTo(60);
        assertThat(listed.get(0).get("perWeek").asDouble()).isEqualTo(60);

        gripe.bean(Regrouping.class).run();
        JsonNode detail = get("/api/v1/pain-points/" + id);
        assertThat(detail.get("painPoint").get("count").asInt()).isEqualTo(3);
        assertThat(detail.get("rank").asInt()).isEqualTo(1);
        assertThat(detail.get("heat")).hasSize(7);
        assertThat(detail.get("central").get("text").asText()).contains("runner");
        List<String> texts = new ArrayList<>();
        get("/api/v1/pain-points/" + id + "/gripes")
                .get("items")
                .forEach(item -> texts.add(item.get("gripe").get("text").asText()));
        assertThat(texts)
                .containsExactlyInAnyOrder(
                        "waiting for a free CI runner",
                        "waiting for a CI runner again",
                        "still waiting for a free CI runner");

        String elsewhere = capture("parking garage full", 5).get("id").asText();
        JsonNode places = get("/api/v1/places?gripes=" + elsewhere + ",unknown,"
                + third.get("id").asText());
        assertThat(places.get("items")).hasSize(1);
        assertThat(places.get("items").get(0).get("gripe")).isEqualTo(third.get("id"));
        assertThat(places.get("items").get(0).get("id").asText()).isEqualTo(id);
        assertThat(places.get("items").get(0).get("label").asText()).containsIgnoringCase("runner");
        assertThat(gripe.get("/api/v1/places").status()).isEqualTo(400);
        assertThat(gripe.get("/api/v1/places?gripes=" + "a,".repeat(100)).status())
                .isEqualTo(400);

        // What the index shows is not counted a second time, though it may not have said so yet.
        Recent.Entry shown = new Recent.Entry(
                Position.START, third.get("id").asText(), new float[0], id, System.currentTimeMillis(), 30);
        Course course = gripe.bean(Figures.class).of(Workspace.MAIN, Set.of(id), List.of(shown));
        assertThat(course.count()).isEqualTo(3);
        assertThat(course.minutes()).isEqualTo(60);

        JsonNode similar = get("/api/v1/similar?text=waiting%20for%20a%20runner");
        assertThat(similar.get("painPoint").get("id").asText()).isEqualTo(id);
        assertThat(capture("waiting for a free runner on CI", 1)
                        .get("painPoint")
                        .get("id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    @SuppressWarnings("try") // no run comes between
    void whatWasDeleted_drawsNothingToItsPainPoint() {
        try (Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
            List<String> ids = new ArrayList<>();
            JsonNode last = JsonNodeFactory.instance.nullNode();
            for (String text : List.of("bus was late", "the bus was late again", "late bus again")) {
                last = capture(text, 5);
                ids.add(last.get("id").asText());
            }
            assertThat(last.get("painPoint").get("count").asInt()).isEqualTo(3);
            ids.forEach(PainPointsTest::delete);
            assertThat(get("/api/v1/gripes").get("items"))
                    .allSatisfy(item -> assertThat(item.get("text").asText()).doesNotContain("bus"));

            JsonNode fresh = capture("the bus was late", 5);
            assertThat(fresh.get("painPoint").isNull()).isTrue();
            delete(fresh.get("id").asText());
        }
    }

    @Test
    void unknown_isNamed() {
        Answer answer = gripe.get("/api/v1/pain-points/nothing");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("code").asText()).isEqualTo("not_found");
        for (String path : List.of("pain-points", "overview", "digest")) {
            assertThat(gripe.get("/api/v1/" + path + "?zone=odd").problem())
                    .as(path)
                    .isEqualTo("400 invalid zone");
        }
        assertThat(gripe.get("/api/v1/pain-points?sort=odd").json().get("field").asText())
                .isEqualTo("sort");
        assertThat(gripe.get("/api/v1/pain-points?cursor=odd")
                        .json()
                        .get("field")
                        .asText())
                .isEqualTo("cursor");
    }
}
