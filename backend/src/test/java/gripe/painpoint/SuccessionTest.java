package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.Workspace;
import gripe.painpoint.Catalogue.View;
import gripe.storage.Decision;
import gripe.storage.Decision.Kind;
import gripe.storage.PainPointStore;
import gripe.storage.PainPointStore.State;
import gripe.storage.StoredPainPoint;
import gripe.storage.StoredPainPoint.Event;
import gripe.web.Answer;
import gripe.web.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of a pain point whose gripes are elsewhere now. */
class SuccessionTest {
    private static final long NOW = 1_000;
    private static final List<String> VPN =
            List.of("the VPN dropped during the call", "VPN connection dropped again", "lost the VPN connection again");
    private static final List<String> PRINTER =
            List.of("paper jam in the printer", "the printer has a paper jam again", "printer stuck with a paper jam");
    private static final List<String> EXPENSES =
            List.of("the expense tool logged me out", "logged out of the expense tool", "expense tool logs me out");
    private static final List<String> ONE_OFFS = List.of(
            "spilled coffee on the keyboard",
            "a parcel went to the wrong house",
            "fire drill in the middle of the demo");

    /** So many gripes, the pain point that they were in and the one that they are in; null for none. */
    private record Move(
            int gripes, @Nullable String before, @Nullable String after) {}

    private static View view(List<Decision> decisions, String... painPoints) {
        return new View(new State(
                1,
                Stream.of(painPoints)
                        .map(id -> StoredPainPoint.fresh(id, 1, id, null, "theme", 3))
                        .toList(),
                decisions));
    }

    private static Changes recorded(View view, Move... moves) {
        Changes changes = new Changes(view, NOW);
        Succession succession = new Succession(view, changes);
        for (Move move : moves) {
            for (int i = 0; i < move.gripes(); i++) {
                succession.take(move.before(), move.after());
            }
        }
        succession.record();
        return changes;
    }

    @Test
    void thirdThatBecomesANewOne_isASplit() {
        Changes changes = recorded(view(List.of(), "a"), new Move(4, "a", "a"), new Move(2, "a", "new"));

        assertThat(changes.all()).hasSize(2);
        assertThat(changes.current("a").history()).containsExactly(new Event(NOW, "split-from", "new", 2));
        assertThat(changes.current("new").history()).containsExactly(new Event(NOW, "split-off", "a", 2));
        assertThat(changes.current("a").into()).isNull();
    }

    @Test
    void lessThanAThird_isNotWorthALine() {
        assertThat(recorded(view(List.of(), "a"), new Move(5, "a", "a"), new Move(2, "a", "new"))
                        .all())
                .isEmpty();
    }

    @Test
    void gripesThatGoToOneThatIsThere_areNoSplit() {
        assertThat(recorded(
                                view(List.of(), "a", "b"),
                                new Move(2, "a", "a"),
                                new Move(4, "a", "b"),
                                new Move(1, "b", "b"))
                        .all())
                .isEmpty();
    }

    @Test
    void oneMostOfWhichIsInAnother_isMerged() {
        Changes changes = recorded(
                view(List.of(), "a", "b"), new Move(3, "a", "b"), new Move(2, "a", null), new Move(5, "b", "b"));

        assertThat(changes.current("a").history()).containsExactly(new Event(NOW, "merged-into", "b", 3));
        assertThat(changes.current("a").into()).isEqualTo("b");
        assertThat(changes.current("a").theme()).isNull();
        assertThat(changes.current("b").history()).containsExactly(new Event(NOW, "took-in", "a", 3));
        assertThat(changes.current("b").into()).isNull();
        assertThat(changes.current("b").theme()).isEqualTo("theme");
    }

    @Test
    void oneThatIsHalvedByOthers_isDissolved() {
        Changes changes = recorded(
                view(List.of(), "a", "b", "c"),
                new Move(2, "a", "b"),
                new Move(2, "a", "c"),
                new Move(3, "b", "b"),
                new Move(3, "c", "c"));

        assertThat(changes.all()).hasSize(1);
        assertThat(changes.current("a").history()).containsExactly(new Event(NOW, "dissolved", null, 4));
        assertThat(changes.current("a").into()).isNull();
    }

    @Test
    void oneThatPeopleDecidedOn_isNotMerged() {
        Decision pinned = Decisions.of("d", 1, "Ada", Kind.PIN, "a").make();
        Changes changes = recorded(view(List.of(pinned), "a", "b"), new Move(3, "a", "b"), new Move(3, "b", "b"));

        assertThat(changes.current("a").into()).isNull();
        assertThat(changes.current("a").history()).containsExactly(new Event(NOW, "dissolved", null, 3));
        assertThat(changes.current("b").history()).isEmpty();
    }

    @Test
    void oneWhoseGripesAreAlone_isDissolved() {
        Changes changes = recorded(view(List.of(), "a"), new Move(3, "a", null));

        assertThat(changes.current("a").history()).containsExactly(new Event(NOW, "dissolved", null, 3));
        assertThat(changes.current("a").into()).isNull();
    }

    @Test
    void oneThatIsNotKnown_isNotMadeToBeDissolved() {
        assertThat(recorded(view(List.of()), new Move(3, "unknown", null)).all())
                .isEmpty();
    }

    @Test
    void gripesThatWereAloneBefore_leaveNoLine() {
        assertThat(recorded(view(List.of(), "a"), new Move(3, "a", "a"), new Move(9, null, "a"), new Move(9, null, "b"))
                        .all())
                .isEmpty();
    }

    @Test
    void history_forgetsWhatIsOldest() {
        Changes changes = new Changes(view(List.of(), "a"), NOW);
        for (int i = 0; i < StoredPainPoint.EVENTS_MAX + 7; i++) {
            changes.event("a", new Event(i, "took-in", "b", 1));
        }
        assertThat(changes.current("a").history())
                .hasSize(StoredPainPoint.EVENTS_MAX)
                .startsWith(new Event(7, "took-in", "b", 1))
                .endsWith(new Event(StoredPainPoint.EVENTS_MAX + 6, "took-in", "b", 1));
    }

    private static void write(TestServer gripe, List<String> texts) {
        for (int i = 0; i < 3; i++) {
            assertThat(gripe.patch("/api/v1/gripes/m" + i, "{\"text\": \"" + texts.get(i) + "\"}")
                            .status())
                    .isEqualTo(200);
        }
        gripe.bean(Regrouping.class).run();
    }

    private static String where(TestServer gripe, String id) {
        String painPoint = gripe.bean(PainPointStore.class)
                .assigned(Workspace.MAIN, List.of(id))
                .get(id);
        return painPoint == null
                ? ""
                : gripe.bean(Catalogue.class).view(Workspace.MAIN).resolved(painPoint);
    }

    private static String together(TestServer gripe, String... ids) {
        String first = where(gripe, ids[0]);
        assertThat(first).isNotEmpty();
        assertThat(ids).allSatisfy(id -> assertThat(where(gripe, id)).isEqualTo(first));
        return first;
    }

    private static JsonNode detail(TestServer gripe, String id) {
        Answer answer = gripe.get("/api/v1/pain-points/" + id);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String label(TestServer gripe, String id) {
        return detail(gripe, id).at("/painPoint/label").asText();
    }

    private static void requireLine(JsonNode line, String kind, String other, String otherLabel) {
        assertThat(line.get("kind").asText()).isEqualTo(kind);
        assertThat(line.get("other").asText()).isEqualTo(other);
        assertThat(line.get("otherLabel").asText()).isEqualTo(otherLabel);
        assertThat(line.get("gripes").asInt()).isEqualTo(3);
    }

    /** Three gripes of seven are written anew, and everybody can read what that did to their pain point. */
    @Test
    void history_isToldWithThePainPoint() throws IOException {
        try (TestServer gripe = TestServer.start(Map.of());
                Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
            assertThat(hold).isNotNull();
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                lines.append("{\"id\": \"v%d\", \"text\": \"%s\"}%n".formatted(i, VPN.get(i % 3)));
            }
            for (int i = 0; i < 3; i++) {
                lines.append("{\"id\": \"m%d\", \"text\": \"%s\"}%n".formatted(i, VPN.get(i)));
                lines.append("{\"id\": \"e%d\", \"text\": \"%s\"}%n".formatted(i, EXPENSES.get(i)));
            }
            assertThat(gripe.importLines(lines.toString()).body().lines().map(Answer::json))
                    .allMatch(result -> result.has("id"));
            gripe.bean(Regrouping.class).run();
            String vpn = together(gripe, "v0", "v1", "v2", "v3", "m0", "m1", "m2");
            assertThat(detail(gripe, vpn).get("history")).isEmpty();

            write(gripe, PRINTER);
            String printer = together(gripe, "m0", "m1", "m2");
            assertThat(together(gripe, "v0", "v1", "v2", "v3")).isEqualTo(vpn).isNotEqualTo(printer);
            JsonNode left = detail(gripe, vpn).get("history");
            assertThat(left).hasSize(1);
            requireLine(left.get(0), "split-from", printer, label(gripe, printer));
            JsonNode split = detail(gripe, printer).get("history");
            assertThat(split).hasSize(1);
            requireLine(split.get(0), "split-off", vpn, label(gripe, vpn));

            write(gripe, VPN);
            assertThat(together(gripe, "v0", "v1", "v2", "v3", "m0", "m1", "m2"))
                    .isEqualTo(vpn);
            JsonNode merged = detail(gripe, printer);
            assertThat(merged.get("asked").asText()).isEqualTo(printer);
            assertThat(merged.at("/painPoint/id").asText()).isEqualTo(vpn);
            assertThat(merged.get("history")).hasSize(2);
            requireLine(merged.get("history").get(1), "took-in", printer, label(gripe, vpn));
            StoredPainPoint gone = Objects.requireNonNull(
                    gripe.bean(Catalogue.class).view(Workspace.MAIN).find(printer));
            assertThat(gone.into()).isEqualTo(vpn);
            assertThat(gone.history()).extracting(Event::kind).containsExactly("split-off", "merged-into");

            write(gripe, PRINTER);
            String again = together(gripe, "m0", "m1", "m2");
            assertThat(again).isNotIn(vpn, printer);
            write(gripe, ONE_OFFS);
            assertThat(where(gripe, "m0")).isEmpty();
            JsonNode dissolved = detail(gripe, again);
            assertThat(dissolved.at("/painPoint/count").asInt()).isZero();
            assertThat(dissolved.get("history").findValuesAsText("kind")).containsExactly("split-off", "dissolved");
            JsonNode last = dissolved.get("history").get(1);
            assertThat(last.get("gripes").asInt()).isEqualTo(3);
            assertThat(last.get("other").isNull()).isTrue();
            assertThat(last.get("otherLabel").isNull()).isTrue();
        }
    }
}
