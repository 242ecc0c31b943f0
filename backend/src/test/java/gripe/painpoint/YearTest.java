package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.web.Answer;
import gripe.web.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A year of gripes with known causes, a fix and a return, and what the API makes of it. */
class YearTest {
    private static final List<String> RUNNERS = List.of(
            "waiting for a free CI runner",
            "no free CI runner for half an hour",
            "the CI runner queue is full",
            "CI job waits for a runner again",
            "build stuck waiting for a CI runner");
    private static final List<String> VPN = List.of(
            "the VPN dropped during the call",
            "VPN connection dropped again",
            "VPN disconnected in the middle of a meeting",
            "lost the VPN connection again");
    private static final List<String> EXPENSES = List.of(
            "the expense tool logged me out",
            "expense report lost because the tool logged me out",
            "logged out of the expense tool again",
            "the expense tool logs out while I type");
    private static final List<String> ONE_OFFS = List.of(
            "spilled coffee on the keyboard",
            "a parcel went to the wrong house",
            "fire drill in the middle of the demo",
            "the cat unplugged the router");

    private static final int FIXED_WEEKS_AGO = 26;
    private static final int BACK_WEEKS_AGO = 6;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final StringBuilder lines = new StringBuilder();

    private Instant ago(int weeks, int hours) {
        return now.minus(7L * weeks, ChronoUnit.DAYS).plus(hours, ChronoUnit.HOURS);
    }

    private void happened(String text, String minutes, Instant at) {
        lines.append("{\"text\": \"%s\", \"minutes\": %s, \"happenedAt\": \"%s\"}%n".formatted(text, minutes, at));
    }

    private void log(TestServer gripe) {
        assertThat(gripe.importLines(lines.toString()).body().lines().map(Answer::json))
                .allMatch(result -> result.has("id"));
        lines.setLength(0);
        gripe.bean(Regrouping.class).run();
    }

    private static JsonNode get(TestServer gripe, String path) {
        Answer answer = gripe.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode post(TestServer gripe, String path, String json) {
        Answer answer = gripe.post(path, json);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
        return answer.json();
    }

    private static String idOf(JsonNode page, String word) {
        for (JsonNode item : page.get("items")) {
            if (item.get("label").asText().toLowerCase(Locale.ROOT).contains(word)) {
                return item.get("id").asText();
            }
        }
        throw new AssertionError("No pain point about " + word + " in " + page);
    }

    private static List<String> idsOf(JsonNode lines) {
        List<String> ids = new ArrayList<>();
        lines.forEach(line -> ids.add(line.get("id").asText()));
        return ids;
    }

    private static String day(Instant at) {
        return DateTimeFormatter.ofPattern("EEEE, d MMM yyyy", Locale.ENGLISH)
                .format(at.atZone(ZoneId.systemDefault()));
    }

    /** Of a digest without one: the week that ends now. */
    private String period(JsonNode digest) {
        Instant from = Instant.parse(digest.get("from").asText());
        Instant to = Instant.parse(digest.get("to").asText());
        assertThat(Duration.between(from, to)).isEqualTo(Duration.ofDays(7));
        assertThat(to).isBetween(now, Instant.now());
        return "From " + day(from) + " to " + day(to);
    }

    @Test
    void year_isToldAsItWas() throws IOException {
        try (TestServer gripe = TestServer.start(Map.of())) {
            for (int week = 52; week > FIXED_WEEKS_AGO; week--) {
                happened(RUNNERS.get(week % 5), "20", ago(week, 5));
                happened(RUNNERS.get((week + 2) % 5), "20", ago(week, 30));
            }
            for (int week = 52; week > 0; week--) {
                // One of three does not say how long.
                happened(VPN.get(week % 4), week % 3 == 0 ? "null" : "15", ago(week, 50));
                if (week > 32) {
                    happened(EXPENSES.get(week % 4), "30", ago(week, 75));
                }
            }
            for (int i = 0; i < ONE_OFFS.size(); i++) {
                happened(ONE_OFFS.get(i), "5", ago(10 * i + 3, 11));
            }
            log(gripe);

            JsonNode page = get(gripe, "/api/v1/pain-points");
            assertThat(page.get("items")).as(page.toPrettyString()).hasSize(3);
            String runners = idOf(page, "runner");
            String vpn = idOf(page, "vpn");
            String expenses = idOf(page, "expense");
            assertThat(page.get("items").get(0).get("id").asText()).isEqualTo(runners);
            assertThat(page.get("items").get(0).get("minutes").asDouble()).isEqualTo(26 * 40);
            JsonNode dropped = get(gripe, "/api/v1/pain-points/" + vpn).get("painPoint");
            assertThat(dropped.get("count").asInt()).isEqualTo(52);
            assertThat(dropped.get("estimated").asInt()).isEqualTo(17);
            assertThat(dropped.get("estimate").asDouble()).isEqualTo(15);
            assertThat(dropped.get("minutes").asDouble()).isEqualTo(52 * 15);
            assertThat(dropped.get("perWeek").asDouble()).isCloseTo(15, within(0.01));
            assertThat(dropped.get("perWeekLow").asDouble()).isBetween(5.0, 14.0);
            assertThat(dropped.get("perWeekHigh").asDouble()).isBetween(16.0, 35.0);
            assertThat(dropped.get("trend").asText()).isEqualTo("steady");
            JsonNode gone = get(gripe, "/api/v1/pain-points/" + expenses).get("painPoint");
            assertThat(gone.get("perWeek").asDouble()).isZero();

            // The fix: what it cost before is measured, and what it saves grows week by week.
            JsonNode fix = post(
                    gripe,
                    "/api/v1/pain-points/" + runners + "/fix",
                    "{\"note\": \"The runner pool was doubled\", \"at\": \"" + ago(FIXED_WEEKS_AGO, 0) + "\"}");
            assertThat(fix.get("kind").asText()).isEqualTo("fix");
            JsonNode fixed = get(gripe, "/api/v1/pain-points/" + runners);
            assertThat(fixed.get("painPoint").get("status").asText()).isEqualTo("fixed");
            JsonNode course = fixed.get("fixes").get(0);
            assertThat(course.get("before").asDouble()).isCloseTo(40, within(0.01));
            assertThat(course.get("after").asDouble()).isZero();
            assertThat(course.get("saved").asDouble()).isCloseTo(40 * 26, within(1.0));
            assertThat(get(gripe, "/api/v1/pain-points").get("saved").asDouble())
                    .isCloseTo(40 * 26, within(1.0));
            assertThat(get(gripe, "/api/v1/pain-points?sort=returned").get("items"))
                    .isEmpty();

            // One gripe, and it is open again at once, with the gripe that proves it and the note that answers it.
            JsonNode back = post(
                    gripe,
                    "/api/v1/gripes",
                    "{\"text\": \"waiting for a CI runner once more\", \"minutes\": 30, \"happenedAt\": \""
                            + ago(BACK_WEEKS_AGO, 0) + "\"}");
            assertThat(back.get("painPoint").get("id").asText()).isEqualTo(runners);
            assertThat(back.get("painPoint").get("fix").asText()).isEqualTo("The runner pool was doubled");
            JsonNode returned = get(gripe, "/api/v1/pain-points/" + runners);
            assertThat(returned.get("painPoint").get("status").asText()).isEqualTo("returned");
            assertThat(returned.get("fixes").get(0).get("returned").asBoolean()).isTrue();
            assertThat(returned.get("fixes").get(0).get("evidence").get(0)).isEqualTo(back.get("id"));
            assertThat(returned.get("fixes").get(0).get("saved").asDouble()).isCloseTo(40 * 20, within(1.0));

            for (int week = BACK_WEEKS_AGO; week > 0; week--) {
                for (int i = 0; i < (week > 4 ? 1 : 3); i++) {
                    happened(RUNNERS.get((week + i) % 5), "30", ago(week, 20 + 20 * i));
                }
            }
            log(gripe);
            JsonNode again = get(gripe, "/api/v1/pain-points/" + runners);
            JsonNode item = again.get("painPoint");
            assertThat(item.get("count").asInt()).isEqualTo(52 + 1 + 14);
            assertThat(item.get("trend").asText()).isEqualTo("rising");
            assertThat(item.get("perWeek").asDouble()).isCloseTo(15 * 30 / 12.0, within(0.01));
            assertThat(again.get("payback").get("hoursWithinQuarter").asDouble())
                    .isCloseTo(15 * 30 / 12.0 * 13 / 60, within(0.01));
            assertThat(again.get("fixes").get(0).get("evidence")).hasSize(3);
            double year = 0;
            for (JsonNode week : again.get("weeks")) {
                year += week.asDouble();
            }
            assertThat(year).isCloseTo(item.get("minutes").asDouble(), within(100.0));
            for (String sort : List.of("returned", "rising", "cost", "recent")) {
                List<String> ids = new ArrayList<>();
                get(gripe, "/api/v1/pain-points?sort=" + sort)
                        .get("items")
                        .forEach(one -> ids.add(one.get("id").asText()));
                assertThat(ids).as(sort).startsWith(runners);
                assertThat(ids).hasSize(sort.equals("returned") ? 1 : 3);
            }

            assertThat(gripe.send(
                                    "PUT",
                                    "/api/v1/rate",
                                    java.net.http.HttpRequest.BodyPublishers.ofString(
                                            "{\"hourly\": 60, \"currency\": \"EUR\"}"),
                                    "Content-Type",
                                    "application/json")
                            .status())
                    .isEqualTo(200);
            JsonNode overview = get(gripe, "/api/v1/overview");
            assertThat(overview.get("count").asInt()).isEqualTo(67 + 52 + 20 + 4);
            assertThat(overview.get("alone").asInt()).isEqualTo(4);
            assertThat(overview.get("money").asDouble())
                    .isCloseTo(overview.get("minutes").asDouble(), within(0.01));
            assertThat(overview.get("currency").asText()).isEqualTo("EUR");
            assertThat(overview.get("returned").get(0).get("id").asText()).isEqualTo(runners);
            assertThat(overview.get("rising").get(0).get("id").asText()).isEqualTo(runners);

            JsonNode digest = get(gripe, "/api/v1/digest");
            double minutes = 0;
            for (JsonNode line :
                    get(gripe, "/api/v1/pain-points?from=" + ago(1, 0)).get("items")) {
                minutes += line.get("minutes").asDouble();
            }
            assertThat(digest.get("minutes").asDouble())
                    .isCloseTo(minutes + digest.get("aloneMinutes").asDouble(), within(0.01));
            assertThat(digest.get("count").asInt()).isEqualTo(3 + 1);
            assertThat(digest.get("money").asDouble())
                    .isCloseTo(digest.get("minutes").asDouble(), within(0.01));
            assertThat(idsOf(digest.get("costliest"))).containsExactly(runners, vpn);
            assertThat(digest.get("costliest").get(0).get("minutes").asDouble()).isEqualTo(90);
            assertThat(digest.get("costliest").get(0).get("minutesBefore").asDouble())
                    .isEqualTo(90);
            assertThat(idsOf(digest.get("rising"))).containsExactly(runners);
            assertThat(idsOf(digest.get("worthFixing"))).containsExactly(runners, vpn);
            assertThat(digest.get("worthFixing")
                            .get(0)
                            .get("hoursWithinQuarter")
                            .asDouble())
                    .isCloseTo(15 * 30 / 12.0 * 13 / 60, within(0.01));
            for (String none : List.of("fresh", "returned", "fixed", "reminders")) {
                assertThat(digest.get(none)).as(none).isEmpty();
            }

            // The week in which it came back, half of which the fix still held.
            JsonNode then =
                    get(gripe, "/api/v1/digest?from=" + ago(BACK_WEEKS_AGO + 1, 84) + "&to=" + ago(BACK_WEEKS_AGO, 84));
            assertThat(idsOf(then.get("returned"))).containsExactly(runners);
            assertThat(then.get("saved").asDouble()).isCloseTo(20, within(0.1));
            // A week in which the fix held all the time, and one at the beginning, when all was new.
            JsonNode held = get(gripe, "/api/v1/digest?from=" + ago(11, 0) + "&to=" + ago(10, 0));
            assertThat(held.get("saved").asDouble()).isCloseTo(40, within(0.1));
            JsonNode first = get(gripe, "/api/v1/digest?from=" + ago(53, 0) + "&to=" + ago(51, 0));
            assertThat(idsOf(first.get("fresh"))).containsExactlyInAnyOrder(runners, vpn, expenses);
            assertThat(first.get("countBefore").asInt()).isZero();

            String before = period(get(gripe, "/api/v1/digest"));
            String words = gripe.get("/api/v1/digest", "Accept", "text/plain").body();
            // Midnight may come between the two.
            assertThat(words.lines().findFirst()).get().isIn(before, period(get(gripe, "/api/v1/digest")));
            assertThat(words.lines())
                    .contains("Cost most", "Rising", "Worth fixing, within a quarter")
                    .doesNotContain("New", "Came back", "Fixed");
            assertThat(words).contains(" lost in 4 gripes (EUR ", "1 h 30  ", "up to 8 h 08  ");
            assertThat(gripe.get("/api/v1/digest?from=2031-01-01")
                            .json()
                            .get("field")
                            .asText())
                    .isEqualTo("from");
            assertThat(gripe.get("/api/v1/digest?to=soon").status()).isEqualTo(400);

            // Put aside until a time that is over, it is open again by itself.
            var unused = post(
                    gripe,
                    "/api/v1/pain-points/" + vpn + "/ignore",
                    "{\"until\": \"" + now.plus(1, ChronoUnit.DAYS) + "\"}");
            assertThat(get(gripe, "/api/v1/pain-points/" + vpn)
                            .get("painPoint")
                            .get("status")
                            .asText())
                    .isEqualTo("ignored");
            var unusedToo = post(
                    gripe,
                    "/api/v1/pain-points/" + vpn + "/ignore",
                    "{\"until\": \"" + now.minus(1, ChronoUnit.DAYS) + "\"}");
            assertThat(get(gripe, "/api/v1/pain-points/" + vpn)
                            .get("painPoint")
                            .get("status")
                            .asText())
                    .isEqualTo("open");
            assertThat(idsOf(get(gripe, "/api/v1/digest").get("reminders"))).containsExactly(vpn);
        }
    }
}
