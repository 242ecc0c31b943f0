package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Kept searches, on a Gripe of their own. */
class KeptSearchTest {
    private static TestServer gripe;

    @BeforeAll
    static void start() {
        gripe = TestServer.start(Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        gripe.close();
    }

    private static Answer keep(String q, String sort) {
        return gripe.post(Routes.SEARCHES, "{\"q\": \"" + q + "\", \"sort\": \"" + sort + "\"}");
    }

    private static List<String> kept() {
        JsonNode items = gripe.get(Routes.SEARCHES).json().get("items");
        return IntStream.range(0, items.size())
                .mapToObj(i -> items.get(i).get("url").asText())
                .toList();
    }

    private static void drop(Answer kept) {
        String path = Routes.SEARCHES + "/" + kept.json().get("id").asText();
        assertThat(gripe.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(204);
    }

    @Test
    void keep_twice_isOnce_andDroppingIsForGood() {
        Answer first = keep(" #ci >10m ", "cost");
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().get("q").asText()).isEqualTo("#ci >10m");
        assertThat(first.json().get("url").asText()).isEqualTo("/search?q=%23ci+%3E10m&sort=cost");
        assertThat(keep("#ci >10m", "cost").json()).isEqualTo(first.json());
        Answer other = keep("#ci >10m", "relevance");
        assertThat(kept()).contains("/search?q=%23ci+%3E10m", "/search?q=%23ci+%3E10m&sort=cost");

        drop(first);
        drop(first);
        assertThat(kept()).contains("/search?q=%23ci+%3E10m").doesNotContain("/search?q=%23ci+%3E10m&sort=cost");
        drop(other);
    }

    @Test
    void keep_withItsLastWordFinished_staysSo() {
        Answer finished = keep(" slow  cat  ", "time");
        Answer begun = keep("slow  cat", "time");
        assertThat(finished.json().get("q").asText()).isEqualTo("slow  cat ");
        assertThat(finished.json().get("url").asText()).isEqualTo("/search?q=slow++cat+&sort=time");
        assertThat(begun.json().get("id")).isNotEqualTo(finished.json().get("id"));
        drop(finished);
        drop(begun);
    }

    @Test
    void keep_wrong_isAProblem() {
        assertThat(gripe.post(Routes.SEARCHES, "{}").problem()).isEqualTo("400 missing q");
        assertThat(keep("  ", "cost").problem()).isEqualTo("400 blank q");
        assertThat(keep("a", "size").problem()).isEqualTo("400 invalid sort");
        assertThat(keep("a".repeat(2_001), "cost").problem()).isEqualTo("400 too_long q");
        assertThat(gripe.post(Routes.SEARCHES, "{\"q\": \"a\", \"name\": \"b\"}")
                        .problem())
                .isEqualTo("400 unknown_field name");
    }

    @Test
    void keep_tooMany_isRefused() {
        List<Answer> kept = IntStream.range(0, 200 - kept().size())
                .mapToObj(i -> keep("many " + i, "time"))
                .toList();
        assertThat(keep("one more", "time").problem()).isEqualTo("400 too_many");
        assertThat(keep("many 0", "time").status()).isEqualTo(201);
        kept.forEach(KeptSearchTest::drop);
    }
}
