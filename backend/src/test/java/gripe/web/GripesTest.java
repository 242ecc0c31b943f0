package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class GripesTest {
    private final TestServer gripe;

    GripesTest(TestServer gripe) {
        this.gripe = gripe;
    }

    @Test
    void create_line_isUnderstoodKeptAndFoundAtOnce() {
        Answer created = gripe.post(Routes.GRIPES, "{\"line\": \"25m waiting for the flaky pipeline again #ci\"}");

        assertThat(created.status()).isEqualTo(201);
        JsonNode saved = created.json();
        assertThat(saved.get("text").asText()).isEqualTo("waiting for the flaky pipeline again");
        assertThat(saved.get("minutes").asDouble()).isEqualTo(25);
        assertThat(saved.get("tags").get(0).asText()).isEqualTo("ci");
        assertThat(saved.get("place").isNull()).isTrue();
        assertThat(saved.get("searchable").asBoolean()).isTrue();
        assertThat(saved.get("soFar").get("count").asLong()).isPositive();
        String location = created.header("Location");
        assertThat(location).isEqualTo(Routes.GRIPES + "/" + saved.get("id").asText());
        assertThat(gripe.get(location).json().get("text")).isEqualTo(saved.get("text"));
        assertThat(gripe.get(Routes.SEARCH + "?q=flaky+pipeline").json().get("items"))
                .anyMatch(found -> found.get("gripe").get("id").equals(saved.get("id")));
    }

    @Test
    void create_line_timesAreOfTheWritersZoneAndMoment() {
        Answer created = gripe.post(Routes.GRIPES, """
                {"line": "45m vpn dropped #it yesterday 3pm @home", "now": "2026-03-29T10:00:00Z", "zone": "Europe/Berlin"}""");
        assertThat(created.json().get("text").asText()).isEqualTo("vpn dropped");
        assertThat(created.json().get("happenedAt").asText()).isEqualTo("2026-03-28T15:00:00+01:00");
        assertThat(created.json().get("place").asText()).isEqualTo("home");

        JsonNode silent = gripe.post(
                        Routes.GRIPES, "{\"line\": \"vpn dropped\", \"now\": \"2026-03-29T10:00:00+02:00\"}")
                .json();
        assertThat(silent.get("happenedAt").asText()).isEqualTo("2026-03-29T10:00:00+02:00");
    }

    @Test
    void create_line_fieldsOfTheirOwnWin() {
        JsonNode saved = gripe.post(Routes.GRIPES, """
                {"line": "45m vpn dropped #it yesterday @home", "minutes": 5, "place": "office", "tags": ["net"],
                 "happenedAt": "2026-03-01T08:00:00Z"}""").json();
        assertThat(saved.get("minutes").asDouble()).isEqualTo(5);
        assertThat(saved.get("place").asText()).isEqualTo("office");
        assertThat(saved.get("happenedAt").asText()).isEqualTo("2026-03-01T08:00:00Z");
        assertThat(saved.get("tags").toString()).isEqualTo("[\"it\",\"net\"]");
    }

    @Test
    void create_lineSentAgainLater_isTheSameGripe() {
        String id = UUID.randomUUID().toString();
        String body = "{\"id\": \"" + id + "\", \"line\": \"5m vpn dropped 1 minute ago\"}";
        Answer first = gripe.post(Routes.GRIPES, body);
        Answer again = gripe.post(Routes.GRIPES, body);
        Answer other = gripe.post(Routes.GRIPES, body.replace("1 minute", "2 minutes"));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json().get("happenedAt")).isEqualTo(first.json().get("happenedAt"));
        assertThat(other.problem()).isEqualTo("409 id_taken id");
    }

    @Test
    void parse_answersWithSpansAndADayWhereNoClockTimeWasSaid() {
        JsonNode parsed = gripe.post(Routes.PARSE, """
                {"line": "25m printer jammed Tuesday #it", "now": "2026-11-26T10:30:00+01:00"}""").json();
        assertThat(parsed.get("text").asText()).isEqualTo("printer jammed");
        assertThat(parsed.get("minutes").asDouble()).isEqualTo(25);
        assertThat(parsed.get("happenedAt").asText()).isEqualTo("2026-11-24");
        assertThat(parsed.get("moment").asText()).isEqualTo("2026-11-24T12:00:00+01:00");
        assertThat(parsed.get("place").isNull()).isTrue();
        assertThat(parsed.get("spans").get(1).toString())
                .isEqualTo("{\"start\":19,\"end\":26,\"kind\":\"time\",\"value\":\"2026-11-24\"}");

        JsonNode nothing = gripe.post(Routes.PARSE, "{\"line\": \"error 500\"}").json();
        assertThat(nothing.get("minutes").isNull()).isTrue();
        assertThat(nothing.get("happenedAt").isNull()).isTrue();
        assertThat(nothing.get("moment").isNull()).isTrue();
        assertThat(nothing.get("tags")).isEmpty();
        assertThat(nothing.get("spans")).isEmpty();
    }

    @Test
    void edit_line_changesWhatItSays() {
        String path = gripe.post(Routes.GRIPES, "{\"text\": \"before\", \"minutes\": 5, \"place\": \"desk\"}")
                .header("Location");
        JsonNode edited = gripe.send(
                        "PATCH",
                        path,
                        BodyPublishers.ofString(
                                "{\"line\": \"10m printer #ci at 9:15\", \"now\": \"2026-11-02T10:00:00Z\"}"),
                        "Content-Type",
                        "application/json")
                .json();
        assertThat(edited.get("text").asText()).isEqualTo("printer");
        assertThat(edited.get("minutes").asDouble()).isEqualTo(10);
        assertThat(edited.get("place").asText()).isEqualTo("desk");
        assertThat(edited.get("happenedAt").asText()).isEqualTo("2026-11-02T09:15:00Z");
    }

    @Test
    void create_time_keepsItsOffset() {
        JsonNode saved = gripe.post(
                        Routes.GRIPES, "{\"text\": \"a\", \"happenedAt\": \"2026-11-02T14:30:00+05:45\", \"tags\": []}")
                .json();

        assertThat(saved.get("happenedAt").asText()).isEqualTo("2026-11-02T14:30:00+05:45");
    }

    @Test
    void create_sameIdempotencyKey_answersAsTheFirstTime() {
        String key = UUID.randomUUID().toString();
        Answer first = gripe.post(Routes.GRIPES, "{\"text\": \"one\"}", "Idempotency-Key", key);
        Answer again = gripe.post(Routes.GRIPES, "{\"text\": \"one\"}", "Idempotency-Key", key);
        Answer other = gripe.post(Routes.GRIPES, "{\"text\": \"two\"}", "Idempotency-Key", key);

        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(other.problem()).isEqualTo("409 idempotency_key_reused Idempotency-Key");
    }

    @Test
    void create_sameId_isTheSameGripe() {
        String id = UUID.randomUUID().toString();
        Answer first = gripe.post(Routes.GRIPES, "{\"text\": \"one\", \"id\": \"" + id + "\"}");
        Answer again = gripe.post(Routes.GRIPES, "{\"text\": \"one\", \"id\": \"" + id + "\"}");
        Answer other = gripe.post(Routes.GRIPES, "{\"text\": \"two\", \"id\": \"" + id + "\"}");

        assertThat(first.json().get("id").asText()).isEqualTo(id);
        assertThat(again.status()).isEqualTo(201);
        assertThat(other.problem()).isEqualTo("409 id_taken id");
    }

    @Test
    void create_badIdempotencyKey_isRefused() {
        for (String key : new String[] {"k".repeat(256), "two words"}) {
            assertThat(gripe.post(Routes.GRIPES, "{\"text\": \"a\"}", "Idempotency-Key", key)
                            .problem())
                    .as(key)
                    .isEqualTo("400 invalid Idempotency-Key");
        }
    }

    @Test
    void edit_mergePatch_changesWhatItNames() {
        String path = gripe.post(Routes.GRIPES, "{\"text\": \"before\", \"minutes\": 5, \"place\": \"desk\"}")
                .header("Location");
        Answer edited = gripe.send(
                "PATCH",
                path,
                BodyPublishers.ofString("{\"text\": \"after\", \"place\": null}"),
                "Content-Type",
                "application/merge-patch+json");

        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.json().get("text").asText()).isEqualTo("after");
        assertThat(edited.json().get("minutes").asDouble()).isEqualTo(5);
        assertThat(edited.json().get("place").isNull()).isTrue();
        Answer cleared = gripe.send(
                "PATCH", path, BodyPublishers.ofString("{\"text\": null}"), "Content-Type", "application/json");
        assertThat(cleared.problem()).isEqualTo("400 missing text");
    }

    @Test
    void delete_thenRestore_isThereAgain() {
        String path =
                gripe.post(Routes.GRIPES, "{\"text\": \"gone for a moment\"}").header("Location");

        assertThat(gripe.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(204);
        assertThat(gripe.get(path).problem()).isEqualTo("404 deleted");
        assertThat(gripe.send("POST", path + "/restore", BodyPublishers.noBody())
                        .status())
                .isEqualTo(200);
        assertThat(gripe.get(path).json().get("text").asText()).isEqualTo("gone for a moment");
    }

    @Test
    void list_betweenTheEndsOfTime_holdsAll() {
        gripe.post(Routes.GRIPES, "{\"text\": \"within all time\"}");
        String all = Routes.GRIPES + "?from=-999999999-01-01T00:00:00Z&to=%2B999999999-12-31T23:59:59Z";
        assertThat(gripe.get(all).json().get("items")).isNotEmpty();
    }

    @Test
    void similar_takesTheLongestTextInAnyScript() {
        String text = URLEncoder.encode("\u8a71".repeat(2_000), StandardCharsets.UTF_8);
        assertThat(gripe.get(Routes.SIMILAR + "?text=" + text).status()).isEqualTo(200);
        assertThat(gripe.get(Routes.SEARCH + "?q=" + text).status()).isEqualTo(200);
    }

    @Test
    void list_pages_holdEachGripeOnceNewestFirst() {
        for (int i = 1; i <= 3; i++) {
            gripe.post(
                    Routes.GRIPES,
                    "{\"text\": \"paged\", \"tags\": [\"paging\"], \"happenedAt\": \"2001-01-0" + i + "T00:00:00Z\"}");
        }
        JsonNode first = gripe.get(Routes.GRIPES + "?limit=2&from=2001-01-01&to=2001-02-01&unknown=1")
                .json();
        JsonNode rest = gripe.get(Routes.GRIPES + "?limit=2&from=2001-01-01T00:00:00Z&to=2001-02-01&cursor="
                        + first.get("next").asText())
                .json();

        assertThat(first.get("items").findValuesAsText("happenedAt"))
                .containsExactly("2001-01-03T00:00:00Z", "2001-01-02T00:00:00Z");
        assertThat(rest.get("items").findValuesAsText("happenedAt")).containsExactly("2001-01-01T00:00:00Z");
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(gripe.get(Routes.GRIPES + "?tag=%23Paging").json().get("items"))
                .hasSize(3);
    }

    @Test
    void similar_text_saysWhatItHasCostSoFar() {
        gripe.post(Routes.GRIPES, "{\"text\": \"the printer on the third floor jams\", \"minutes\": 12}");
        JsonNode similar = gripe.get(Routes.SIMILAR + "?text=the+printer+on+the+third+floor+jams")
                .json();

        assertThat(similar.get("items")).isNotEmpty();
        assertThat(similar.get("soFar").get("minutes").asDouble()).isGreaterThanOrEqualTo(12);
    }

    @Test
    void parse_line_isUnderstoodAndNotKept() {
        JsonNode parsed =
                gripe.post(Routes.PARSE, "{\"line\": \"45m vpn dropped #it\"}").json();

        assertThat(parsed.get("text").asText()).isEqualTo("vpn dropped");
        assertThat(parsed.get("minutes").asDouble()).isEqualTo(45);
        assertThat(parsed.get("spans")).hasSize(2);
        assertThat(parsed.get("happenedAt").isNull()).isTrue();
    }

    @Test
    void line_sentLater_happenedWhenItWasWritten() {
        String later = "{\"id\": \"" + UUID.randomUUID()
                + "\", \"line\": \"5m tunnel #train\", \"now\": \"2026-11-02T14:30:00+01:00\", \"zone\": \"Europe/Berlin\"}";
        Answer first = gripe.post(Routes.GRIPES, later);

        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(first.json().get("happenedAt").asText()).isEqualTo("2026-11-02T14:30:00+01:00");
        Answer again = gripe.post(Routes.GRIPES, later);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
    }
}
