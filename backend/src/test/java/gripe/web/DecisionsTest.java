package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who decided what, and how it is taken back, on a Gripe with an owner token. */
class DecisionsTest {
    private static final String[] OWNER = {"Authorization", "Bearer a long token"};

    private static TestServer gripe;
    private static String painPoint;

    @BeforeAll
    static void start() {
        gripe = TestServer.start(Map.of("gripe.owner-token", "a long token"));
        painPoint = "";
        for (String text : List.of(
                "waiting for a free CI runner",
                "waiting for a CI runner again",
                "still waiting for a free CI runner")) {
            painPoint = gripe.post(Routes.GRIPES, "{\"text\": \"" + text + "\"}", OWNER)
                    .json()
                    .at("/painPoint/id")
                    .asText();
        }
        assertThat(painPoint).isNotEmpty();
    }

    @AfterAll
    static void stop() throws IOException {
        gripe.close();
    }

    private static String[] device(String name) {
        String code = gripe.post(Routes.PAIRING, "{\"scope\": \"full\"}", OWNER)
                .json()
                .get("code")
                .asText();
        Answer paired =
                gripe.post(Routes.REDEEM, "{\"code\": \"" + code + "\", \"name\": \"" + name + "\", \"show\": true}");
        return new String[] {
            "Authorization", "Bearer " + paired.json().get("token").asText()
        };
    }

    private static Answer decide(String what, String json, String... who) {
        return gripe.post(Routes.PAIN_POINTS + "/" + painPoint + "/" + what, json, who);
    }

    private static JsonNode decision(Answer made) {
        String id = made.json().get("id").asText();
        for (JsonNode each : gripe.get(Routes.DECISIONS, OWNER).json().get("items")) {
            if (each.get("id").asText().equals(id)) {
                return each;
            }
        }
        throw new AssertionError("Not listed: " + made.body());
    }

    @Test
    void by_isTheDeviceUnlessTheBodySaysWho() {
        String[] laptop = device("Ada's laptop");
        JsonNode renamed = decision(decide("rename", "{\"label\": \"Runners\"}", laptop));
        assertThat(renamed.get("by").asText()).isEqualTo("Ada's laptop");
        assertThat(renamed.get("painPoint").asText()).isEqualTo(painPoint);
        assertThat(renamed.get("painPointLabel").asText()).isEqualTo("Runners");
        assertThat(decision(decide("fix", "{}", laptop)).get("by").asText()).isEqualTo("Ada's laptop");
        Answer named = decide("reopen", "{\"by\": \"the night shift\"}", laptop);
        assertThat(decision(named).get("by").asText()).isEqualTo("the night shift");
        assertThat(decision(decide("pin", "{}", OWNER)).get("by").asText()).isEqualTo("owner");

        String id = renamed.get("id").asText();
        assertThat(gripe.post(Routes.DECISIONS + "/" + id + "/undo", "{}", laptop)
                        .status())
                .isEqualTo(200);
        for (JsonNode each : gripe.get(Routes.DECISIONS, OWNER).json().get("items")) {
            if (each.get("id").asText().equals(id)) {
                assertThat(each.get("undoneBy").asText()).isEqualTo("Ada's laptop");
                assertThat(each.get("undoneAt").isNull()).isFalse();
            }
        }
    }

    @Test
    void list_isTheLatestFirst_inPagesThatHoldEachOnce() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(
                    0,
                    decide("note", "{\"note\": \"try " + i + "\"}", OWNER)
                            .json()
                            .get("id")
                            .asText());
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (seen.size() < made.size()) {
            JsonNode page =
                    gripe.get(Routes.DECISIONS + "?limit=2" + cursor, OWNER).json();
            page.get("items").forEach(each -> seen.add(each.get("id").asText()));
            decide("note", "{\"note\": \"meanwhile\"}", OWNER);
            cursor = "&cursor=" + page.get("next").asText();
        }
        assertThat(seen.subList(0, made.size())).isEqualTo(made);
        assertThat(gripe.get(Routes.DECISIONS + "?cursor=odd", OWNER).problem()).isEqualTo("400 invalid cursor");
    }

    @Test
    void reminder_isThereOnceIgnoringIsOver_untilSomethingIsDecided() {
        decide("ignore", "{\"until\": \"2026-01-05T00:00:00Z\"}", OWNER);
        JsonNode list = gripe.get(Routes.PAIN_POINTS, OWNER).json();
        assertThat(list.get("reminders").findValuesAsText("id")).contains(painPoint);
        assertThat(list.at("/reminders/0/remindedAt").asText()).isEqualTo("2026-01-05T00:00:00Z");
        assertThat(list.at("/items/0/status").asText()).isEqualTo("open");

        decide("ignore", "{\"until\": \"2126-01-05T00:00:00Z\"}", OWNER);
        assertThat(gripe.get(Routes.PAIN_POINTS, OWNER).json().get("reminders")).isEmpty();
        decide("reopen", "{}", OWNER);
        list = gripe.get(Routes.PAIN_POINTS, OWNER).json();
        assertThat(list.get("reminders")).isEmpty();
        assertThat(list.at("/items/0/remindedAt").isNull()).isTrue();
    }

    @Test
    void painPoints_areFoundByWordsOfTheirNames() {
        String label = gripe.get(Routes.PAIN_POINTS + "/" + painPoint, OWNER)
                .json()
                .at("/painPoint/label")
                .asText();
        String word = label.split(" ", -1)[0].toUpperCase(java.util.Locale.ROOT);
        assertThat(gripe.get(Routes.PAIN_POINTS + "?q=" + word, OWNER).json().get("items"))
                .hasSize(1);
        assertThat(gripe.get(Routes.PAIN_POINTS + "?q=" + word + "+xylophone", OWNER)
                        .json()
                        .get("items"))
                .isEmpty();
    }
}
