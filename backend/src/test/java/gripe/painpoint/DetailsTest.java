package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.web.Answer;
import gripe.web.TestServer;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the page of one pain point says, with gripes that are put into their pain points and stay there. */
class DetailsTest {
    private static final Instant NOON = Instant.parse("2025-01-06T12:00:00Z");

    private static TestServer gripe;
    private static Regrouping.Hold hold;
    private static final Set<Long> HOURS = new HashSet<>();
    private static final StringBuilder LINES = new StringBuilder();
    private static int count;

    @BeforeAll
    static void start() {
        gripe = TestServer.start(Map.of());
        hold = gripe.bean(Regrouping.class).hold();
        made("vpn", "The VPN drops", "network", null);
        made("tool", "The tool hangs", "network", null);
        made("runner", "No free runner", "ci", null);
        made("lift", "The lift is stuck", "network", null);
        for (int i = 0; i < 8; i++) {
            Instant at = NOON.plus(Duration.ofDays(i));
            happened("vpn", "it dropped", at, 10);
            // The last one too early.
            happened("tool", "it hangs", at.minus(Duration.ofMinutes(i < 6 ? 60 : i == 6 ? 120 : 121)), 5);
            happened("runner", "it waits", at.minus(Duration.ofMinutes(30)), 1);
        }
        for (int i = 0; i < 40; i++) {
            happened("runner", "it waits", NOON.plus(Duration.ofDays(20)).plus(Duration.ofHours(5L * i)), 1);
        }
        for (int i = 0; i < 4; i++) {
            happened("lift", "it is stuck", NOON.plus(Duration.ofDays(40)).plus(Duration.ofMinutes(10L * i)), 30);
        }
        log();
    }

    @AfterAll
    static void stop() throws IOException {
        hold.close();
        gripe.close();
    }

    private static void made(String id, String label, @Nullable String theme, @Nullable String central) {
        LINES.append("{\"type\": \"painPoint\", \"id\": \"%s\", \"label\": \"%s\"".formatted(id, label))
                .append(", \"madeAt\": \"2025-01-01T00:00:00Z\"")
                .append(theme == null ? "" : ", \"theme\": \"" + theme + "\"")
                .append(central == null ? "" : ", \"central\": \"" + central + "\"")
                .append("}\n");
    }

    private static void happened(String painPoint, String text, Instant at, double minutes) {
        happened(painPoint, text, at.atOffset(ZoneOffset.UTC), minutes, null);
    }

    private static void happened(
            String painPoint, String text, OffsetDateTime at, @Nullable Double minutes, @Nullable String source) {
        HOURS.add(Math.floorDiv(at.toInstant().toEpochMilli(), 3_600_000L));
        LINES.append("{\"id\": \"g%d\", \"text\": \"%s\", \"happenedAt\": \"%s\"".formatted(count++, text, at))
                .append(minutes == null ? "" : ", \"minutes\": " + minutes)
                .append(source == null ? "" : ", \"source\": \"" + source + "\"")
                .append(", \"painPoint\": \"" + painPoint + "\"}\n");
    }

    private static void log() {
        assertThat(gripe.importLines(LINES.toString()).body().lines().map(Answer::json))
                .allMatch(result -> result.has("id"));
        LINES.setLength(0);
    }

    private static JsonNode detail(String id) {
        Answer answer = gripe.get("/api/v1/pain-points/" + id);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> ids(JsonNode lines) {
        List<String> ids = new ArrayList<>();
        lines.forEach(line -> ids.add(line.get("id").asText()));
        return ids;
    }

    @Test
    void preceding_isWhatCameShortlyBeforeMoreOftenThanByChance() {
        JsonNode preceding = detail("vpn").get("preceding");
        // The runner came before each of them too, but it comes at nearly any time.
        assertThat(ids(preceding)).containsExactly("tool");
        JsonNode tool = preceding.get(0);
        assertThat(tool.get("label").asText()).isEqualTo("The tool hangs");
        assertThat(tool.get("times").asInt()).isEqualTo(7);
        assertThat(tool.get("of").asInt()).isEqualTo(8);
        assertThat(tool.get("withinMinutes").asInt()).isEqualTo(120);
        assertThat(tool.get("expected").asDouble())
                .isCloseTo(8 * (1 - Math.exp(-8 * 2.0 / HOURS.size())), within(1e-9));
    }

    @Test
    void preceding_isNeitherWhatCameAfterNorTheSame() {
        assertThat(detail("tool").get("preceding")).isEmpty();
        assertThat(detail("lift").get("preceding")).isEmpty();
    }

    @Test
    void related_areTheOthersOfTheThemeCostliestFirst() {
        assertThat(ids(detail("vpn").get("related"))).containsExactly("lift", "tool");
        assertThat(detail("runner").get("related")).isEmpty();
    }

    @Test
    void heatAndSources_areOfTheWritersClocksAndOfWhatEachCounts() {
        made("door", "The door is locked", null, null);
        // A Monday and the Tuesday after it, where they were written.
        happened("door", "it is locked", OffsetDateTime.parse("2025-02-03T23:30:00+02:00"), 10.0, "phone");
        happened("door", "it is locked", OffsetDateTime.parse("2025-02-04T00:30:00+05:30"), 30.0, null);
        happened("door", "it is locked", OffsetDateTime.parse("2025-02-09T07:15:00-08:00"), null, "phone");
        happened("door", "it is locked", OffsetDateTime.parse("2025-02-10T23:00:00+02:00"), 5.0, "mail");
        log();

        JsonNode detail = detail("door");
        JsonNode heat = detail.get("heat");
        assertThat(heat).hasSize(7).allSatisfy(day -> assertThat(day).hasSize(24));
        double all = 0;
        for (JsonNode day : heat) {
            for (JsonNode hour : day) {
                all += hour.asDouble();
            }
        }
        assertThat(all).isEqualTo(10 + 30 + 10 + 5);
        assertThat(heat.get(0).get(23).asDouble()).isEqualTo(10 + 5);
        assertThat(heat.get(1).get(0).asDouble()).isEqualTo(30);
        assertThat(heat.get(6).get(7).asDouble()).isEqualTo(10);
        assertThat(detail("door?zone=Pacific/Auckland").get("heat")).isEqualTo(heat);

        List<String> sources = new ArrayList<>();
        detail.get("sources").fieldNames().forEachRemaining(sources::add);
        assertThat(sources).containsExactly("", "phone", "mail");
        assertThat(detail.at("/sources/phone/count").asInt()).isEqualTo(2);
        assertThat(detail.at("/sources/phone/minutes").asDouble()).isEqualTo(20);
    }

    @Test
    void weeks_beginInTheZoneThatIsAskedFor() {
        made("train", "The train is late", null, null);
        LocalDate sunday = LocalDate.now(ZoneOffset.UTC).with(TemporalAdjusters.previous(DayOfWeek.SUNDAY));
        Instant at = sunday.atTime(23, 30).toInstant(ZoneOffset.UTC);
        happened("train", "it is late", at, 7);
        log();

        for (String zone : List.of("UTC", "Pacific/Auckland")) {
            JsonNode detail = detail("train?zone=" + zone);
            LocalDate from = LocalDate.parse(detail.get("weeksFrom").asText());
            assertThat(from.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
            int week = (int) ChronoUnit.WEEKS.between(from, LocalDate.ofInstant(at, ZoneId.of(zone)));
            assertThat(detail.get("weeks")).hasSize(Details.YEAR_WEEKS);
            assertThat(detail.get("weeks").get(week).asDouble()).as(zone).isEqualTo(7);
        }
    }

    @Test
    void names_areTheLatestOtherPhrasesEachOnce() {
        made("queue", "The queue is stuck", null, null);
        List<String> texts = List.of(
                "no end in sight here",
                "nothing moves in the queue; really",
                "queue at a standstill",
                "builds pile up",
                "half the jobs never start",
                "the queue is stuck",
                "seven jobs wait!",
                "Seven jobs wait");
        for (int i = 0; i < texts.size(); i++) {
            happened("queue", texts.get(i), NOON.plus(Duration.ofDays(60 + i)), 1);
        }
        log();

        List<String> names = new ArrayList<>();
        detail("queue").get("names").forEach(name -> names.add(name.asText()));
        assertThat(names)
                .containsExactly(
                        "Seven jobs wait",
                        "half the jobs never start",
                        "builds pile up",
                        "queue at a standstill",
                        "nothing moves in the queue");
    }

    @Test
    void answered_areThoseSinceTheNote() {
        String central = "g" + count;
        made("beamer", "The beamer is dark", null, central);
        happened("beamer", "it stays dark", NOON, 1);
        log();
        assertThat(detail("beamer").get("answered").asInt()).isZero();
        assertThat(detail("beamer").at("/central/id").asText()).isEqualTo(central);

        assertThat(gripe.post("/api/v1/pain-points/beamer/note", "{\"note\": \"Press it twice.\"}")
                        .status())
                .isEqualTo(200);
        assertThat(detail("beamer").get("answered").asInt()).isZero();
        happened("beamer", "it stays dark", Instant.now(), 1);
        log();
        assertThat(detail("beamer").get("answered").asInt()).isEqualTo(1);
    }
}
