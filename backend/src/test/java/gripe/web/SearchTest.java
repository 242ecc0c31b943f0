package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches over HTTP, with the real model and index. */
@ExtendWith(SharedServer.class)
class SearchTest {
    private final TestServer gripe;
    private final String word =
            "w" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    SearchTest(TestServer gripe) {
        this.gripe = gripe;
    }

    @Test
    void search_termsInTheQuery_narrowIt() {
        String near = capture(
                "{\"text\": \"%s printer jammed\", \"minutes\": 25, \"tags\": [\"%s\"], \"place\": \"Office\"}");
        String far = capture("{\"text\": \"%s printer jammed again\", \"minutes\": 5, \"tags\": [\"%s\", \"b\"]}");
        assertThat(found("#" + word)).containsExactlyInAnyOrder(near, far);
        assertThat(found("#" + word + " -#b")).containsExactly(near);
        assertThat(found("#" + word + " >10m")).containsExactly(near);
        assertThat(found("#" + word + " @office")).containsExactly(near);
        assertThat(found("#" + word + " printer -again")).containsExactly(near);
        assertThat(found("#" + word + " \"jammed again\"")).containsExactly(far);
        assertThat(found("#" + word + " since:today")).hasSize(2);
        assertThat(found("#" + word + " before:2001")).isEmpty();
        assertThat(found("#" + word + " no:place")).containsExactly(far);
    }

    @Test
    void search_parameters_narrowLikewise() {
        String near = capture("{\"text\": \"%s queue\", \"minutes\": 25, \"tags\": [\"%s\"], \"place\": \"Office\"}");
        String far =
                capture("{\"text\": \"%s queue again\", \"minutes\": 5, \"tags\": [\"%s\"], \"source\": \"script\"}");
        String tag = Routes.SEARCH + "?tag=" + word;
        assertThat(ids(gripe.get(tag).json())).containsExactly(far, near);
        assertThat(ids(gripe.get(tag + "&sort=cost").json())).containsExactly(near, far);
        assertThat(ids(gripe.get(tag + "&minMinutes=10").json())).containsExactly(near);
        assertThat(ids(gripe.get(tag + "&place=office").json())).containsExactly(near);
        assertThat(ids(gripe.get(tag + "&source=script").json())).containsExactly(far);
        assertThat(ids(gripe.get(tag + "&to=2001-01-01").json())).isEmpty();
    }

    @Test
    void search_answer_sumsEverythingAndSaysHowItWasUnderstood() {
        for (int i = 0; i < 3; i++) {
            capture("{\"text\": \"%s " + i + "\", \"minutes\": 10, \"tags\": [\"%s\"]}");
        }
        JsonNode answer = search("#" + word + " last:7d >=5m", "&limit=1&zone=Europe/Berlin");
        assertThat(answer.get("items")).hasSize(1);
        assertThat(answer.get("total").asInt()).isEqualTo(3);
        assertThat(answer.get("minutes").asDouble()).isEqualTo(30);
        JsonNode tag = answer.get("facets").get("tags").get(0);
        assertThat(tag.get("value").asText()).isEqualTo(word);
        assertThat(tag.get("count").asInt()).isEqualTo(3);
        assertThat(answer.get("facets").get("weeks")).hasSize(1);
        JsonNode filters = answer.get("understood").get("filters");
        assertThat(filters.findValuesAsText("says")).containsExactly("#" + word, "last 7 days", "at least 5 min");
        assertThat(filters.get(1).get("start").asInt()).isEqualTo(word.length() + 2);
    }

    @Test
    void search_pages_holdEachOnceWhileOthersArrive() {
        for (int i = 0; i < 7; i++) {
            capture("{\"text\": \"%s " + i + "\", \"minutes\": " + i + ", \"tags\": [\"%s\"]}");
        }
        for (String sort : List.of("relevance", "time", "cost", "recent")) {
            List<String> seen = new ArrayList<>();
            String cursor = "";
            do {
                JsonNode page = search(word, "&limit=3&sort=" + sort + cursor);
                seen.addAll(ids(page));
                capture(
                        "{\"text\": \"an unrelated %s arrives\", \"happenedAt\": \"2020-01-01T00:00:00Z\", \"tags\": [\"x%s\"]}");
                cursor = page.get("next").isNull()
                        ? ""
                        : "&cursor=" + page.get("next").asText();
            } while (!cursor.isEmpty() && seen.size() < 50);
            assertThat(seen).as(sort).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(7);
        }
    }

    @Test
    void export_ofWhatMatches_isInItsOrderAndEscapesFormulas() {
        String formula = capture("{\"text\": \"=HYPERLINK(\\\"x\\\") %s\", \"minutes\": 7.5, \"tags\": [\"%s\"]}");
        String dear = capture(
                "{\"text\": \"a, \\\"quoted\\\" %s\", \"minutes\": 90, \"tags\": [\"%s\"], \"place\": \"@home\"}");
        String query = "?sort=cost&q=" + URLEncoder.encode("#" + word, StandardCharsets.UTF_8);
        List<String> lines = gripe.get(Routes.EXPORT + query).body().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(Answer.json(lines.get(0)).get("id").asText()).isEqualTo(dear);
        Answer csv = gripe.get(Routes.EXPORT + query + "&format=csv");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition")).contains("gripes.csv");
        List<String> rows = csv.body().lines().toList();
        assertThat(rows.get(0)).startsWith("\"id\",\"happenedAt\",\"minutes\",\"text\",\"tags\"");
        assertThat(rows.get(1))
                .startsWith("\"" + dear)
                .contains(",\"90\",\"a, \"\"quoted\"\" " + word + "\",\"#" + word + "\",\"'@home\",");
        assertThat(rows.get(2))
                .startsWith("\"" + formula)
                .contains(",\"7.5\",\"'=HYPERLINK(\"\"x\"\") " + word + "\",");
        assertThat(gripe.get(Routes.EXPORT + query + "&format=xls").problem()).isEqualTo("400 invalid format");
        assertThat(gripe.get(Routes.EXPORT + "?q=").problem()).isEqualTo("400 missing q");
    }

    @Test
    void bulk_tagAndDelete_areTakenBackByTheirOpposites() {
        String one = capture("{\"text\": \"%s one\", \"tags\": [\"%s\"]}");
        String other = capture("{\"text\": \"%s other\", \"tags\": [\"%s\", \"kept\"]}");
        String tagged =
                bulk("{\"q\": \"#%s\", \"action\": \"tag\", \"tag\": \"Kept\"}").toString();
        assertThat(Answer.json(tagged).get("changed").toString()).isEqualTo("[\"" + one + "\"]");
        assertThat(Answer.json(tagged).get("unchanged").asInt()).isEqualTo(1);
        assertThat(found("#" + word + " #kept")).hasSize(2);
        bulk("{\"ids\": [\"" + one + "\"], \"action\": \"untag\", \"tag\": \"kept\"}");
        assertThat(found("#" + word + " #kept")).containsExactly(other);
        JsonNode deleted = bulk("{\"q\": \"#%s\", \"action\": \"delete\"}");
        assertThat(deleted.get("changed")).hasSize(2);
        assertThat(found("#" + word)).isEmpty();
        bulk("{\"ids\": " + deleted.get("changed") + ", \"action\": \"restore\"}");
        assertThat(found("#" + word)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"ids\": [], \"action\": \"shred\"};400 invalid action",
                "{\"ids\": []};400 missing action",
                "{\"ids\": [], \"action\": \"tag\"};400 missing tag",
                "{\"ids\": [], \"action\": \"delete\", \"tag\": \"x\"};400 invalid tag",
                "{\"ids\": [], \"q\": \"x\", \"action\": \"delete\"};400 invalid ids",
                "{\"action\": \"delete\"};400 missing ids",
                "{\"q\": \" \", \"action\": \"delete\"};400 missing q"
            })
    void bulk_badRequest_isNamed(String body, String problem) {
        assertThat(gripe.post(Routes.BULK, body).problem()).isEqualTo(problem);
    }

    @Test
    void days_eachWithItsCost_newestFirst() {
        capture("{\"text\": \"%s %s\", \"minutes\": 5, \"happenedAt\": \"1999-03-01T22:30:00Z\"}");
        capture("{\"text\": \"%s %s\", \"minutes\": 7, \"happenedAt\": \"1999-03-01T23:30:00Z\"}");
        JsonNode days = gripe.get(Routes.DAYS + "?from=1999-01-01&to=2000-01-01&zone=Europe/Berlin")
                .json()
                .get("items");
        assertThat(days.findValuesAsText("value")).containsExactly("1999-03-02", "1999-03-01");
        assertThat(days.get(0).get("minutes").asDouble()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        Routes.DAYS + "?, 1",
        Routes.SEARCH + "?tag=%s&, 1",
        Routes.GRIPES + "?tag=%s&, 1",
        Routes.EXPORT + "?tag=%s&, 1"
    })
    void aDay_beginsInTheZone(String path, int found) {
        capture("{\"text\": \"%s late\", \"tags\": [\"%s\"], \"happenedAt\": \"1998-11-02T00:30:00+01:00\"}");
        String from = path.formatted(word) + "to=1998-11-04&from=1998-11-02&zone=";
        assertThat(lines(gripe.get(from + "Europe/Berlin"))).isGreaterThanOrEqualTo(found);
        assertThat(lines(gripe.get(from + "UTC"))).isZero();
        assertThat(gripe.get(from + "Nowhere").problem()).isEqualTo("400 invalid zone");
    }

    private static long lines(Answer answer) {
        return answer.header("Content-Type").startsWith("application/json")
                ? answer.json().get("items").size()
                : answer.body().lines().count();
    }

    @Test
    void similar_belowTheSame_isWeak() {
        capture("{\"text\": \"the dishwasher in the %s kitchen leaks\", \"tags\": [\"%s\"]}");
        capture("{\"text\": \"no clean cups in the %s kitchen\", \"tags\": [\"%s\"]}");
        JsonNode answer = gripe.get(Routes.SIMILAR + "?limit=50&text=water+on+the+kitchen+floor+" + word)
                .json();
        List<String> same = ids(answer);
        List<Double> weak = new ArrayList<>();
        answer.get("weak").forEach(found -> {
            weak.add(found.get("similarity").asDouble());
            assertThat(same).doesNotContain(found.get("gripe").get("id").asText());
        });
        assertThat(weak).isNotEmpty().hasSizeLessThanOrEqualTo(5).isSortedAccordingTo(Comparator.reverseOrder());
        answer.get("items")
                .forEach(found -> assertThat(found.get("similarity").asDouble()).isGreaterThan(weak.get(0)));
    }

    private JsonNode bulk(String json) {
        return gripe.post(Routes.BULK, json.replace("%s", word)).json();
    }

    @ParameterizedTest
    @CsvSource({
        "zone=Nowhere/Else,400 invalid zone",
        "minMinutes=much,400 wrong_type minMinutes",
        "minMinutes=-1,400 wrong_type minMinutes",
        "from=then,400 invalid from",
        "limit=201,400 out_of_range limit",
        "sort=size,400 invalid sort",
        "cursor=abc,400 invalid cursor"
    })
    void search_badParameter_isNamed(String parameter, String problem) {
        assertThat(gripe.get(Routes.SEARCH + "?q=vpn&" + parameter).problem()).isEqualTo(problem);
    }

    @Test
    void search_withoutAnything_isAMissingQuery() {
        assertThat(gripe.get(Routes.SEARCH).problem()).isEqualTo("400 missing q");
        assertThat(search("", "").get("items")).isEmpty();
    }

    @Test
    void search_forNamesOnly_doesNotGoByTheirMeaning() {
        String named = capture("{\"text\": \"%s does not answer\", \"tags\": [\"%s\"]}");
        gripe.post(Routes.GRIPES, "{\"text\": \"the part is missing\"}");
        assertThat(found(word)).containsExactly(named);

        JsonNode unknown = search(word.substring(4) + "x7", "");
        assertThat(unknown.get("items")).isEmpty();
        assertThat(unknown.get("weak")).isNotEmpty();
    }

    /** @param json with the test's own word twice */
    private String capture(String json) {
        return gripe.post(Routes.GRIPES, json.formatted(word, word))
                .json()
                .get("id")
                .asText();
    }

    private List<String> found(String q) {
        return ids(search(q, ""));
    }

    private JsonNode search(String q, String more) {
        return gripe.get(Routes.SEARCH + "?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8) + more)
                .json();
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.get("items")
                .forEach(found -> ids.add(found.get("gripe").get("id").asText()));
        return ids;
    }
}
