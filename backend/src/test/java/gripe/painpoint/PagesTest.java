package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.web.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of pain points and of their gripes, while others log and delete. */
class PagesTest {
    private static String capture(TestServer gripe, String text, double minutes) {
        JsonNode captured = gripe.post("/api/v1/gripes", "{\"text\": \"" + text + "\", \"minutes\": " + minutes + "}")
                .json();
        return captured.get("id").asText();
    }

    private static List<String> recur(TestServer gripe, double minutes, String... texts) {
        List<String> ids = new ArrayList<>();
        for (String text : texts) {
            ids.add(capture(gripe, text, minutes));
        }
        return ids;
    }

    private static List<String> runners(TestServer gripe, double minutes) {
        return recur(
                gripe,
                minutes,
                "waiting for a free CI runner",
                "waiting for a CI runner again",
                "still waiting for a free CI runner");
    }

    private static List<String> printers(TestServer gripe, double minutes) {
        return recur(
                gripe,
                minutes,
                "the office printer jams on every page",
                "office printer jams again",
                "the office printer jams on every second page");
    }

    private static List<String> trains(TestServer gripe, double minutes) {
        return recur(
                gripe,
                minutes,
                "commuter train home was late",
                "the commuter train home was late again",
                "late commuter train home");
    }

    private static String placeOf(TestServer gripe, String id) {
        return gripe.get("/api/v1/places?gripes=" + id)
                .json()
                .get("items")
                .get(0)
                .get("id")
                .asText();
    }

    private static void delete(TestServer gripe, String id) {
        gripe.send("DELETE", "/api/v1/gripes/" + id, BodyPublishers.noBody());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cost", "rising", "recent"})
    void painPoints_eachOnce_thoughOneRisesAndAnotherGoes(String sort) throws Exception {
        try (TestServer gripe = TestServer.start(Map.of())) {
            List<String> runners = runners(gripe, 30);
            List<String> printers = printers(gripe, 20);
            List<String> trains = trains(gripe, 10);
            String list = "/api/v1/pain-points?limit=1&sort=" + sort;
            JsonNode first = gripe.get(list).json();
            List<String> seen = new ArrayList<>();
            seen.add(first.get("items").get(0).get("id").asText());
            List<String> others = new ArrayList<>(List.of(
                    placeOf(gripe, runners.get(0)), placeOf(gripe, printers.get(0)), placeOf(gripe, trains.get(0))));
            assertThat(others).doesNotHaveDuplicates().contains(seen.get(0));

            // The one that was shown is gone, and one that was not comes to stand before its place.
            for (List<String> gripes : List.of(runners, printers, trains)) {
                if (placeOf(gripe, gripes.get(0)).equals(seen.get(0))) {
                    gripes.forEach(id -> delete(gripe, id));
                } else if (others.indexOf(placeOf(gripe, gripes.get(0))) != 1) {
                    capture(
                            gripe,
                            gripe.get("/api/v1/gripes/" + gripes.get(0))
                                    .json()
                                    .get("text")
                                    .asText(),
                            500);
                }
            }
            for (JsonNode next = first.get("next"); !next.isNull(); ) {
                JsonNode page = gripe.get(list + "&cursor=" + next.asText()).json();
                seen.add(page.get("items").get(0).get("id").asText());
                next = page.get("next");
            }
            assertThat(seen).containsExactlyInAnyOrderElementsOf(others);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alike", "recent", "cost"})
    void gripes_eachOnce_thoughOneComesAndAnotherGoes(String sort) throws Exception {
        try (TestServer gripe = TestServer.start(Map.of())) {
            List<String> logged = new ArrayList<>(printers(gripe, 20));
            logged.addAll(recur(gripe, 25, "office printer jams on every page", "the office printer jams again"));
            String list = "/api/v1/pain-points/" + placeOf(gripe, logged.get(2)) + "/gripes?limit=2&sort=" + sort;
            JsonNode first = gripe.get(list).json();
            assertThat(first.get("total").asInt()).isEqualTo(5);
            List<String> seen = new ArrayList<>();
            first.get("items")
                    .forEach(item -> seen.add(item.get("gripe").get("id").asText()));

            capture(gripe, "the printer at the office jams, as ever", 22);
            delete(gripe, seen.get(1));
            for (JsonNode next = first.get("next"); !next.isNull(); ) {
                JsonNode page = gripe.get(list + "&cursor=" + next.asText()).json();
                page.get("items")
                        .forEach(item -> seen.add(item.get("gripe").get("id").asText()));
                next = page.get("next");
            }
            assertThat(seen).doesNotHaveDuplicates().containsAll(logged);
        }
    }

    @Test
    void cursor_ofAnotherOrder_isRefused() throws Exception {
        try (TestServer gripe = TestServer.start(Map.of())) {
            List<String> logged = printers(gripe, 20);
            trains(gripe, 10);
            String next =
                    gripe.get("/api/v1/pain-points?limit=1").json().get("next").asText();
            assertThat(gripe.get("/api/v1/pain-points?sort=recent&cursor=" + next)
                            .problem())
                    .isEqualTo("400 invalid cursor");
            String gripes = "/api/v1/pain-points/" + placeOf(gripe, logged.get(0)) + "/gripes?cursor=";
            assertThat(gripe.get(gripes + next).problem()).isEqualTo("400 invalid cursor");
            assertThat(gripe.get(gripes + "no+cursor").problem()).isEqualTo("400 invalid cursor");
        }
    }
}
