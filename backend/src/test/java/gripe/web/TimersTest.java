package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedServer.class)
class TimersTest {
    private final TestServer gripe;
    private final OffsetDateTime now = OffsetDateTime.now(ZoneOffset.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);

    TimersTest(TestServer gripe) {
        this.gripe = gripe;
    }

    @Test
    void stop_withALine_becomesAGripeOfTheSameId() {
        String id = start("{\"at\": \"" + now.minusMinutes(25) + "\"}");
        JsonNode stopped = step(id, "stop", "{\"line\": \"build queue timed #ci @office\", \"at\": \"" + now + "\"}");

        assertThat(stopped.get("state").asText()).isEqualTo("logged");
        assertThat(stopped.get("minutes").asDouble()).isEqualTo(25);
        assertThat(stopped.get("gripe").asText()).isEqualTo(id);
        assertThat(stopped.get("soFar").get("count").asLong()).isPositive();
        JsonNode logged = gripe.get(Routes.GRIPES + "/" + id).json();
        assertThat(logged.get("text").asText()).isEqualTo("build queue timed");
        assertThat(logged.get("minutes").asDouble()).isEqualTo(25);
        assertThat(logged.get("tags").get(0).asText()).isEqualTo("ci");
        assertThat(logged.get("place").asText()).isEqualTo("office");
        assertThat(OffsetDateTime.parse(logged.get("happenedAt").asText())).isEqualTo(now.minusMinutes(25));
    }

    @Test
    void stop_withoutWords_waitsForThem() {
        String id = start("{\"at\": \"" + now.minusMinutes(90) + "\"}");
        JsonNode stopped = step(id, "stop", "{\"at\": \"" + now.minusMinutes(60) + "\"}");
        assertThat(stopped.get("state").asText()).isEqualTo("stopped");
        assertThat(stopped.get("gripe").isNull()).isTrue();
        assertThat(timer(id).get("state").asText()).isEqualTo("stopped");

        JsonNode classified = step(id, "stop", "{\"line\": \"somebody called\"}");
        assertThat(classified.get("state").asText()).isEqualTo("logged");
        assertThat(classified.get("minutes").asDouble()).isEqualTo(30);
    }

    @Test
    void stop_minutesOfTheLineWin() {
        String id = start("{\"line\": \"10m phone call\", \"at\": \"" + now.minusHours(3) + "\"}");
        step(id, "stop", "{}");
        assertThat(gripe.get(Routes.GRIPES + "/" + id).json().get("minutes").asDouble())
                .isEqualTo(10);
    }

    @Test
    void eachStep_repeated_isDoneOnce() {
        String id = UUID.randomUUID().toString();
        String start = "{\"id\": \"" + id + "\", \"at\": \"" + now.minusMinutes(5) + "\"}";
        String stop = "{\"line\": \"printer jam\", \"at\": \"" + now + "\"}";
        Answer first = gripe.post(Routes.TIMERS, start);
        assertThat(first.status()).isEqualTo(201);
        assertThat(gripe.post(Routes.TIMERS, start).json()).isEqualTo(first.json());
        step(id, "stop", stop);
        assertThat(step(id, "stop", stop).get("state").asText()).isEqualTo("logged");
        assertThat(step(
                                id,
                                "stop",
                                stop.replace(now.toString(), now.plusMinutes(1).toString()))
                        .get("minutes")
                        .asDouble())
                .isEqualTo(5);
        assertThat(gripe.post(Routes.TIMERS, start).json().get("state").asText())
                .isEqualTo("logged");

        assertThat(gripe.send("DELETE", Routes.TIMERS + "/" + id, BodyPublishers.noBody())
                        .status())
                .isEqualTo(204);
        assertThat(step(id, "stop", stop).get("state").asText()).isEqualTo("logged");
        assertThat(gripe.post(Routes.TIMERS, start).json().get("state").asText())
                .isEqualTo("logged");
        assertThat(gripe.get(Routes.GRIPES + "/" + id).json().get("minutes").asDouble())
                .isEqualTo(5);
    }

    @Test
    void back_addsTheRecoveryOnce() {
        String id = start("{\"line\": \"phone call\", \"at\": \"" + now.minusMinutes(30) + "\"}");
        step(id, "stop", "{\"at\": \"" + now.minusMinutes(20) + "\"}");
        JsonNode back = step(id, "back", "{\"at\": \"" + now.minusMinutes(8) + "\"}");
        assertThat(back.get("state").asText()).isEqualTo("back");
        assertThat(back.get("recoveryMinutes").asDouble()).isEqualTo(12);
        step(id, "back", "{\"at\": \"" + now + "\"}");
        assertThat(gripe.get(Routes.GRIPES + "/" + id).json().get("minutes").asDouble())
                .isEqualTo(22);
    }

    @Test
    void back_onARunningTimer_stopsIt() {
        String id = start("{\"line\": \"phone call\", \"at\": \"" + now.minusMinutes(30) + "\"}");
        assertThat(step(id, "back", "{\"at\": \"" + now + "\"}").get("state").asText())
                .isEqualTo("logged");
        assertThat(gripe.get(Routes.GRIPES + "/" + id).json().get("minutes").asDouble())
                .isEqualTo(30);
    }

    @Test
    void back_beforeTheWords_countsWhenTheyCome() {
        String id = start("{\"at\": \"" + now.minusMinutes(30) + "\"}");
        step(id, "stop", "{\"at\": \"" + now.minusMinutes(20) + "\"}");
        step(id, "back", "{\"at\": \"" + now.minusMinutes(15) + "\"}");
        step(id, "stop", "{\"line\": \"phone call\"}");
        assertThat(gripe.get(Routes.GRIPES + "/" + id).json().get("minutes").asDouble())
                .isEqualTo(15);
    }

    /** From a phone that was without a network for so long. */
    @Test
    void back_saidInTimeButHeardLate_isAdded() {
        for (int daysAgo : new int[] {0, 3}) {
            OffsetDateTime then = now.minusDays(daysAgo);
            String id = start("{\"line\": \"phone call\", \"at\": \"" + then.minusHours(9) + "\"}");
            step(id, "stop", "{\"at\": \"" + then.minusHours(8) + "\"}");
            assertThat(timers()).noneMatch(timer -> timer.get("id").asText().equals(id));

            step(id, "back", "{\"at\": \"" + then.minusHours(7) + "\"}");

            assertThat(gripe.get(Routes.GRIPES + "/" + id).json().get("minutes").asDouble())
                    .isEqualTo(120);
        }
    }

    @Test
    void back_longAfterwards_isRefused() {
        String id = start("{\"line\": \"phone call\", \"at\": \"" + now.minusHours(9) + "\"}");
        step(id, "stop", "{\"at\": \"" + now.minusHours(8) + "\"}");
        assertThat(gripe.post(Routes.TIMERS + "/" + id + "/back", "{}").problem())
                .isEqualTo("400 out_of_range at");
        // Nobody is asked for it any more either.
        assertThat(timers()).noneMatch(timer -> timer.get("id").asText().equals(id));
    }

    @Test
    void discard_forgets() {
        String id = start("{}");
        String other = start("{}");
        assertThat(gripe.send("DELETE", Routes.TIMERS + "/" + id, BodyPublishers.noBody())
                        .status())
                .isEqualTo(204);
        assertThat(timers()).noneMatch(timer -> timer.get("id").asText().equals(id));
        assertThat(timer(other).get("state").asText()).isEqualTo("running");
        assertThat(gripe.post(Routes.TIMERS + "/" + id + "/stop", "{}").problem())
                .isEqualTo("404 not_found");
        gripe.send("DELETE", Routes.TIMERS + "/" + other, BodyPublishers.noBody());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id": "../etc"}                       | 400 invalid id
            {"at": "1999-01-01T00:00:00Z"}         | 400 out_of_range at
            {"at": "9998-01-01T00:00:00Z"}         | 400 out_of_range at
            {"at": "now"}                          | 400 invalid at
            {"zone": "Mars/Olympus"}               | 400 invalid zone
            {"minutes": 5}                         | 400 unknown_field minutes
            """)
    void start_refusesAndNamesTheField(String body, String problem) {
        assertThat(gripe.post(Routes.TIMERS, body).problem()).isEqualTo(problem);
    }

    @Test
    void timers_surviveARestart(@TempDir Path data) throws IOException {
        Map<String, Object> settings = Map.of("gripe.data", data.toString());
        String id;
        try (TestServer before = TestServer.start(settings)) {
            id = before.post(Routes.TIMERS, "{\"line\": \"vpn\", \"at\": \"" + now.minusMinutes(10) + "\"}")
                    .json()
                    .get("id")
                    .asText();
        }
        try (TestServer after = TestServer.start(settings)) {
            JsonNode running = after.get(Routes.TIMERS).json().get("items").get(0);
            assertThat(running.get("id").asText()).isEqualTo(id);
            assertThat(running.get("state").asText()).isEqualTo("running");
            after.post(Routes.TIMERS + "/" + id + "/stop", "{\"at\": \"" + now + "\"}");
            assertThat(after.get(Routes.GRIPES + "/" + id).json().get("minutes").asDouble())
                    .isEqualTo(10);
        }
    }

    private String start(String body) {
        Answer started = gripe.post(Routes.TIMERS, body);
        assertThat(started.status()).as(started.body()).isEqualTo(201);
        return started.json().get("id").asText();
    }

    private JsonNode step(String id, String step, String body) {
        Answer answer = gripe.post(Routes.TIMERS + "/" + id + "/" + step, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode timers() {
        return gripe.get(Routes.TIMERS).json().get("items");
    }

    private JsonNode timer(String id) {
        for (JsonNode timer : timers()) {
            if (timer.get("id").asText().equals(id)) {
                return timer;
            }
        }
        throw new AssertionError("No timer " + id);
    }
}
