package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.Gripe;
import gripe.Position;
import gripe.Workspace;
import gripe.embedding.Embedder;
import gripe.embeddings.OnnxEmbeddingModel.Urgency;
import gripe.painpoint.Catalogue.View;
import gripe.painpoint.Law.Fix;
import gripe.painpoint.Law.Status;
import gripe.storage.Decision;
import gripe.storage.Decision.Kind;
import gripe.storage.GripeStore;
import gripe.storage.PainPointStore;
import gripe.web.Answer;
import gripe.web.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Something that was fixed is back exactly as long as one of its gripes happened after the fix, however it got there. */
class ReturnsTest {
    private static final Workspace WORKSPACE = Workspace.MAIN;
    private static final String BEFORE = "2026-09-01T10:00:00Z";
    private static final Instant FIXED = Instant.parse("2026-10-01T10:00:00Z");
    private static final String AFTER = "2026-10-05T10:00:00Z";

    private static TestServer gripe;
    private static Regrouping.Hold hold;
    private static Corrections corrections;
    private static int round;

    private String vpn;
    private String printer;
    private int decidedBefore;

    @BeforeAll
    static void start() {
        gripe = TestServer.start(Map.of());
        hold = gripe.bean(Regrouping.class).hold();
        corrections = gripe.bean(Corrections.class);
        log("v1", "the VPN dropped during the call", BEFORE, null);
        log("v2", "VPN connection dropped again", BEFORE, null);
        log("v3", "lost the VPN connection again", BEFORE, null);
        log("p1", "paper jam in the printer", BEFORE, null);
        log("p2", "the printer has a paper jam again", BEFORE, null);
        log("p3", "printer stuck with a paper jam", BEFORE, null);
        log("p4", "another paper jam in the printer", AFTER, null);
    }

    @AfterAll
    static void stop() throws IOException {
        hold.close();
        gripe.close();
    }

    @BeforeEach
    void groups() {
        round++;
        gripe.bean(Regrouping.class).run();
        decidedBefore = view().decisions().size();
        vpn = where("v1");
        printer = where("p1");
        assertThat(where("v3")).isEqualTo(vpn).isNotEqualTo(printer);
        assertThat(where("p4")).isEqualTo(printer);
    }

    /** Everything as if this test had not been. */
    @AfterEach
    void takeBack() {
        List<Decision> decided = view().decisions();
        for (int i = decided.size() - 1; i >= decidedBefore; i--) {
            String id = decided.get(i).id();
            boolean holds = view().decisions().stream()
                    .anyMatch(decision -> decision.id().equals(id) && !decision.undone());
            if (holds) {
                var unused = corrections.undo(WORKSPACE, id, null);
            }
        }
        for (String id : List.of("v4", "v5", "odd")) {
            int status = gripe.send("DELETE", "/api/v1/gripes/" + own(id), BodyPublishers.noBody())
                    .status();
            assertThat(status).isIn(204, 404);
        }
    }

    /** Of this test alone. */
    private static String own(String id) {
        return id + "-" + round;
    }

    private static void log(String id, String text, String at, @Nullable String painPoint) {
        String line = "{\"id\": \"%s\", \"text\": \"%s\", \"minutes\": 10, \"happenedAt\": \"%s\"%s}%n"
                .formatted(id, text, at, painPoint == null ? "" : ", \"painPoint\": \"" + painPoint + "\"");
        assertThat(gripe.importLines(line).body().lines().map(Answer::json)).allMatch(result -> result.has("id"));
    }

    private static View view() {
        return gripe.bean(Catalogue.class).view(WORKSPACE);
    }

    private static String where(String id) {
        String painPoint = gripe.bean(PainPointStore.class)
                .assigned(WORKSPACE, List.of(id))
                .get(id);
        return painPoint == null ? "" : view().resolved(painPoint);
    }

    private Status status(String painPoint) {
        return view().law().state(painPoint, Instant.now().toEpochMilli()).status();
    }

    private Fix fix(String painPoint) {
        List<Fix> fixes = view().law().fixes(painPoint);
        return fixes.get(fixes.size() - 1);
    }

    private String fixVpn() {
        String decision =
                corrections.fix(WORKSPACE, vpn, "New client", FIXED, null).id();
        assertThat(status(vpn)).isEqualTo(Status.FIXED);
        return decision;
    }

    private List<Decision> noted() {
        return view().decisions().stream()
                .skip(decidedBefore)
                .filter(decision -> decision.kind() == Kind.RETURNED)
                .toList();
    }

    @Test
    void moveIntoIt_bringsItBackAndUndoDoesNot() {
        var unusedFix = fixVpn();
        String move = corrections
                .move(WORKSPACE, printer, List.of("p1", "p4"), vpn, null)
                .id();

        assertThat(status(vpn)).isEqualTo(Status.RETURNED);
        assertThat(fix(vpn).evidence()).containsExactly("p4");
        assertThat(fix(vpn).endedAt()).isEqualTo(Instant.parse(AFTER).toEpochMilli());

        var unused = corrections.undo(WORKSPACE, move, null);
        assertThat(status(vpn)).isEqualTo(Status.FIXED);
        assertThat(fix(vpn).endedAt()).isNull();
    }

    @Test
    void mergeIntoIt_bringsItBackAndUndoDoesNot() {
        var unusedFix = fixVpn();
        String merge = corrections.merge(WORKSPACE, printer, vpn, null).id();
        assertThat(status(vpn)).isEqualTo(Status.RETURNED);
        assertThat(fix(vpn).evidence()).containsExactly("p4");

        var unused = corrections.undo(WORKSPACE, merge, null);
        assertThat(status(vpn)).isEqualTo(Status.FIXED);
        assertThat(status(printer)).isEqualTo(Status.OPEN);
    }

    @Test
    void undoneMergeOfIt_leavesNoReturnBehind() {
        var unusedFix = fixVpn();
        String merge = corrections.merge(WORKSPACE, vpn, printer, null).id();
        var unused = corrections.undo(WORKSPACE, merge, null);

        assertThat(status(vpn)).isEqualTo(Status.FIXED);
        assertThat(status(printer)).isEqualTo(Status.OPEN);
        assertThat(noted()).isNotEmpty().allMatch(Decision::undone);
    }

    @Test
    void mergeOfIt_bringsBackWhatItBecomesPartOf() {
        var unusedFix = fixVpn();
        var unused = corrections.merge(WORKSPACE, vpn, printer, null);

        assertThat(status(printer)).isEqualTo(Status.RETURNED);
        assertThat(fix(printer).at()).isEqualTo(FIXED.toEpochMilli());
        assertThat(fix(printer).evidence()).containsExactly("p4");
        // And what shows it can go again.
        var unusedToo = corrections.move(WORKSPACE, printer, List.of("p4"), null, null);
        assertThat(status(printer)).isEqualTo(Status.FIXED);
    }

    @Test
    void undoneReopening_isBackWithWhatCameMeanwhile() {
        var unusedFix = fixVpn();
        String reopened = corrections.reopen(WORKSPACE, vpn, null).id();
        log(own("v4"), "the VPN connection dropped again", AFTER, null);
        gripe.bean(Regrouping.class).run();
        assertThat(where(own("v4"))).isEqualTo(vpn);
        assertThat(status(vpn)).isEqualTo(Status.OPEN);

        var unused = corrections.undo(WORKSPACE, reopened, null);
        assertThat(status(vpn)).isEqualTo(Status.RETURNED);
        assertThat(fix(vpn).evidence()).containsExactly(own("v4"));
    }

    @Test
    void editOfTheTime_bringsItBackAndTakesItBack() {
        var unusedFix = fixVpn();
        edit("v3", AFTER);
        assertThat(status(vpn)).isEqualTo(Status.RETURNED);
        assertThat(fix(vpn).evidence()).containsExactly("v3");
        edit("v3", BEFORE);
        assertThat(status(vpn)).isEqualTo(Status.FIXED);
    }

    private void edit(String id, String happenedAt) {
        assertThat(gripe.send(
                                "PATCH",
                                "/api/v1/gripes/" + id,
                                BodyPublishers.ofString("{\"happenedAt\": \"" + happenedAt + "\"}"),
                                "Content-Type",
                                "application/json")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void deletedEvidence_takesItBackAndRestoringItBringsTheSameAgain() {
        var unusedFix = fixVpn();
        capture(own("v4"), "VPN connection dropped again today");
        assertThat(status(vpn)).isEqualTo(Status.RETURNED);
        Decision first = noted().get(0);

        assertThat(gripe.send("DELETE", "/api/v1/gripes/" + own("v4"), BodyPublishers.noBody())
                        .status())
                .isEqualTo(204);
        assertThat(status(vpn)).isEqualTo(Status.FIXED);
        assertThat(noted().get(0).undoneBy()).isEqualTo(Decision.GRIPE);

        assertThat(gripe.send("POST", "/api/v1/gripes/" + own("v4") + "/restore", BodyPublishers.noBody())
                        .status())
                .isEqualTo(200);
        assertThat(status(vpn)).isEqualTo(Status.RETURNED);
        assertThat(noted()).containsExactly(first);
    }

    private void capture(String id, String text) {
        assertThat(gripe.post(
                                "/api/v1/gripes",
                                "{\"id\": \"%s\", \"text\": \"%s\", \"happenedAt\": \"%s\"}".formatted(id, text, AFTER))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void evidenceThatIsNotThisOne_leavesTheOthersToShowIt() {
        var unusedFix = fixVpn();
        capture(own("v4"), "VPN connection dropped again today");
        capture(own("v5"), "VPN connection dropped again this week");
        assertThat(fix(vpn).evidence()).containsExactly(own("v4"));

        String move =
                corrections.move(WORKSPACE, vpn, List.of(own("v4")), null, null).id();
        assertThat(status(vpn)).isEqualTo(Status.RETURNED);
        assertThat(fix(vpn).evidence()).containsExactly(own("v5"));
        var unusedToo = corrections.move(WORKSPACE, vpn, List.of(own("v5")), null, null);
        assertThat(status(vpn)).isEqualTo(Status.FIXED);

        var unused = corrections.undo(WORKSPACE, move, null);
        assertThat(fix(vpn).evidence()).containsExactly(own("v4"));
    }

    @Test
    void returnThatSomebodyTookBack_staysSoUntilSomethingNewComes() {
        var unusedFix = fixVpn();
        capture(own("v4"), "VPN connection dropped again today");
        var unused = corrections.undo(WORKSPACE, noted().get(0).id(), "Ada");
        assertThat(status(vpn)).isEqualTo(Status.FIXED);
        gripe.bean(Regrouping.class).run();
        assertThat(status(vpn)).isEqualTo(Status.FIXED);
        assertThat(where(own("v4"))).isEqualTo(vpn);

        capture(own("v5"), "VPN connection dropped again this week");
        assertThat(fix(vpn).evidence()).containsExactly(own("v5"));
    }

    @Test
    void quickJoin_bringsBackOnlyWhatSaysTheSame() {
        var unusedFix = fixVpn();
        float[] vector = gripe.bean(Embedder.class)
                .embed("the VPN dropped during the call", Urgency.NOW)
                .join();
        assign(own("far"), turned(vector, 0.6));
        assertThat(where(own("far"))).isEqualTo(vpn);
        assertThat(status(vpn)).isEqualTo(Status.FIXED);

        assign(own("near"), turned(vector, 0.9));
        assertThat(status(vpn)).isEqualTo(Status.RETURNED);
        assertThat(fix(vpn).evidence()).containsExactly(own("near"));
    }

    private void assign(String id, float[] vector) {
        Instant now = Instant.now();
        Gripe captured = new Gripe(
                id, "a test of the VPN", 10.0, OffsetDateTime.parse(AFTER), List.of(), null, "test", now, now);
        assertThat(gripe.bean(Assigning.class).assign(WORKSPACE, captured, vector, Position.START))
                .isNotNull();
    }

    /** A vector of this cosine to another one. */
    private static float[] turned(float[] vector, double cosine) {
        // The part of the first axis that is at right angles to the vector.
        double length = Math.sqrt(1 - (double) vector[0] * vector[0]);
        float[] turned = new float[vector.length];
        for (int i = 0; i < turned.length; i++) {
            double across = ((i == 0 ? 1 : 0) - vector[0] * vector[i]) / length;
            turned[i] = (float) (cosine * vector[i] + Math.sqrt(1 - cosine * cosine) * across);
        }
        return turned;
    }

    @Test
    void gripeThatIsAssigned_bringsItBackOnlyWhereGroupingPutsIt() {
        var unusedFix = fixVpn();
        log(own("odd"), "spilled coffee on the keyboard", AFTER, vpn);
        gripe.bean(Regrouping.class).run();
        assertThat(where(own("odd"))).isNotEqualTo(vpn);
        assertThat(status(vpn)).isEqualTo(Status.FIXED);

        log(own("v4"), "VPN connection dropped again today", AFTER, vpn);
        gripe.bean(Regrouping.class).run();
        assertThat(where(own("v4"))).isEqualTo(vpn);
        assertThat(status(vpn)).isEqualTo(Status.RETURNED);
        assertThat(fix(vpn).evidence()).containsExactly(own("v4"));
        List<Decision> before = view().decisions();
        gripe.bean(Regrouping.class).run();
        assertThat(view().decisions()).isEqualTo(before);
    }

    @Test
    void undoneSecondFix_leavesLaterReturnsToTheFirst() {
        var unusedFix = fixVpn();
        String second =
                corrections.fix(WORKSPACE, vpn, "Newer client", FIXED, null).id();
        var unused = corrections.undo(WORKSPACE, second, null);
        capture(own("v4"), "VPN connection dropped again today");
        assertThat(status(vpn)).isEqualTo(Status.RETURNED);

        String returned = noted().get(0).id();
        var unusedToo = corrections.undo(WORKSPACE, returned, "Ada");
        assertThat(status(vpn)).isEqualTo(Status.FIXED);
        gripe.bean(Regrouping.class).run();
        assertThat(status(vpn)).isEqualTo(Status.FIXED);

        capture(own("v5"), "VPN connection dropped again this week");
        assertThat(status(vpn)).isEqualTo(Status.RETURNED);
        delete(own("v5"));
        assertThat(status(vpn)).isEqualTo(Status.FIXED);
    }

    private void delete(String id) {
        assertThat(gripe.send("DELETE", "/api/v1/gripes/" + id, BodyPublishers.noBody())
                        .status())
                .isEqualTo(204);
    }

    @Test
    void returnThatSomebodyTookBack_isNotedAgainForAnOldGripeThatComesToIt() {
        var unusedFix = fixVpn();
        capture(own("v4"), "VPN connection dropped again today");
        var unused = corrections.undo(WORKSPACE, noted().get(0).id(), "Ada");
        assertThat(status(vpn)).isEqualTo(Status.FIXED);

        var unusedMove = corrections.move(WORKSPACE, printer, List.of("p4"), vpn, null);
        assertThat(status(vpn)).isEqualTo(Status.RETURNED);
        assertThat(fix(vpn).evidence()).containsExactly("p4");
    }

    @Test
    void whoeverIsCalledAsGripeNotesThings_isSomebodyAllTheSame() {
        var unusedFix = fixVpn();
        capture(own("v4"), "VPN connection dropped again today");
        var unused = corrections.undo(WORKSPACE, noted().get(0).id(), Decision.GRIPE);
        assertThat(status(vpn)).isEqualTo(Status.FIXED);
    }

    @Test
    void anotherGripeThatShowsIt_isNoNews() {
        var unusedFix = fixVpn();
        capture(own("v4"), "VPN connection dropped again today");
        capture(own("v5"), "VPN connection dropped again this week");
        Position before = gripe.bean(GripeStore.class).newest(WORKSPACE);
        delete(own("v4"));
        assertThat(fix(vpn).evidence()).containsExactly(own("v5"));
        assertThat(gripe.bean(PainPointStore.class).eventsAfter(WORKSPACE, before, 100))
                .isNotEmpty()
                .noneMatch(event -> event.kind() == PainPointStore.Kind.RETURNED);
    }

    @Test
    void undoneSplit_keepsWhatWasDecidedAboutThePart() {
        String split = corrections
                .split(WORKSPACE, printer, List.of("p1", "p2"), "Paper", null)
                .id();
        String part = where("p1");
        var unusedFix = corrections.fix(WORKSPACE, part, "New rollers", FIXED, null);
        assertThat(status(part)).isEqualTo(Status.FIXED);
        var unused = corrections.undo(WORKSPACE, split, null);

        assertThat(view().resolved(part)).isEqualTo(printer);
        assertThat(view().law().note(printer)).isEqualTo("New rollers");
        // And the gripe that happened after it shows that it is back.
        assertThat(status(printer)).isEqualTo(Status.RETURNED);
        assertThat(fix(printer).evidence()).containsExactly("p4");
    }
}
