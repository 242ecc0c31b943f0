package gripe.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.painpoint.Regrouping;
import gripe.web.Answer;
import gripe.web.TestServer;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Sequences of valid and invalid requests, made from the OpenAPI document, against the real server: none is answered by
 * a failure, each answer is as the document says, and what was captured is there until it is deleted.
 */
class ApiFuzzTest {
    private static final int SECONDS = Integer.getInteger("gripe.fuzz.seconds", 15);
    /** Until each operation was accepted once. */
    private static final int WANTED_SECONDS_MAX = 300;
    /** Another one each day in CI would find more, but a failure has to be repeatable. */
    private static final long SEED = Long.getLong("gripe.fuzz.seed", 1);

    private static final int GROUPED_EVERY = 100;

    private static final String OWNER_TOKEN = "correct horse battery staple";
    private static final String[] AUTHORIZED = {"Authorization", "Bearer " + OWNER_TOKEN};

    /** Two kinds of trouble that recur, so that there are pain points from the beginning. */
    private static final List<String> RECURRING = List.of(
            "waiting for a free CI runner",
            "no free CI runner again",
            "still waiting for a CI runner",
            "CI job waits for a runner",
            "the expense tool logged me out",
            "logged out of the expense tool again",
            "expense tool logs me out",
            "the expense tool logs out while I type");

    @Test
    void everyAnswerIsAsTheDocumentSays() throws Exception {
        Random random = new Random(SEED);
        OpenApi document = OpenApi.read();
        RequestMaker maker = new RequestMaker(document, random, OWNER_TOKEN);
        Map<String, Boolean> deleted = new HashMap<>();
        Map<String, Integer> seen = new TreeMap<>();
        List<OpenApi.Operation> wanted = new ArrayList<>(document.operations());
        int sent = 0;
        RequestMaker.@Nullable Made before = null;
        try (TestServer gripe = TestServer.start(Map.of("gripe.owner-token", OWNER_TOKEN))) {
            for (String text : RECURRING) {
                Answer answer = gripe.post("/api/v1/gripes", "{\"text\": \"" + text + "\"}", AUTHORIZED);
                deleted.put(answer.json().get("id").asText(), false);
            }
            long start = System.nanoTime();
            // On a slow machine an operation's turn may come late.
            for (; secondsSince(start) < (wanted.isEmpty() ? SECONDS : Math.max(SECONDS, WANTED_SECONDS_MAX)); sent++) {
                if (sent % GROUPED_EVERY == 0) {
                    // It would wait until requests leave it room, which these never do.
                    gripe.bean(Regrouping.class).run();
                    // A list by made-up words of a name is empty.
                    remember(gripe.get("/api/v1/pain-points", AUTHORIZED), maker);
                }
                RequestMaker.Made made = maker.next(List.copyOf(deleted.keySet()), wanted);
                Answer answer;
                try {
                    answer = gripe.send(
                            made.method(), made.target(), BodyPublishers.ofByteArray(made.body()), made.headers());
                } catch (UncheckedIOException e) {
                    throw new AssertionError(
                            "seed " + SEED + ", request " + sent + ": no answer to " + made + "\nafter " + before, e);
                }
                before = made;
                String what = "seed " + SEED + ", request " + sent + ": " + made + "\nanswer " + answer.status() + " "
                        + answer.response().headers().map() + " " + answer.body();
                assertThat(document.flaws(made.operation(), answer)).as(what).isEmpty();
                seen.merge(made.operation().name() + " " + answer.status(), 1, Integer::sum);
                if (answer.status() / 100 == 2) {
                    wanted.remove(made.operation());
                }
                follow(made, answer, deleted, maker, what);
            }
            for (Map.Entry<String, Boolean> one : deleted.entrySet()) {
                assertThat(gripe.get("/api/v1/gripes/" + one.getKey(), AUTHORIZED)
                                .status())
                        .isEqualTo(one.getValue() ? 404 : 200);
            }
        }
        System.out.println("ApiFuzz: seed " + SEED + ", " + sent + " requests: " + seen);
        // Each was got right now and then, so the answers to what is valid were looked at too.
        assertThat(wanted).as("operations that were never accepted").isEmpty();
    }

    private static long secondsSince(long start) {
        return (System.nanoTime() - start) / 1_000_000_000L;
    }

    private static void remember(Answer painPoints, RequestMaker maker) {
        painPoints
                .json()
                .get("items")
                .forEach(item -> maker.rememberPainPoint(item.get("id").asText()));
    }

    /** What the answer says about the gripes that are there. */
    private static void follow(
            RequestMaker.Made made, Answer answer, Map<String, Boolean> deleted, RequestMaker maker, String what) {
        String name = made.operation().name();
        boolean ok = answer.status() / 100 == 2;
        if (name.equals("post /api/v1/gripes") && ok) {
            deleted.putIfAbsent(answer.json().get("id").asText(), false);
        }
        Boolean wasDeleted = deleted.get(made.id());
        if (wasDeleted != null && ok) {
            // What was made to be refused may have been taken all the same, and then it counts.
            if (name.equals("delete /api/v1/gripes/{id}")) {
                deleted.put(made.id(), true);
            } else if (name.equals("post /api/v1/gripes/{id}/restore")) {
                deleted.put(made.id(), false);
            }
        }
        if (wasDeleted != null && !made.broken()) {
            switch (name) {
                case "get /api/v1/gripes/{id}" ->
                    assertThat(answer.status()).as(what).isEqualTo(wasDeleted ? 404 : 200);
                case "delete /api/v1/gripes/{id}" ->
                    assertThat(answer.status()).as(what).isEqualTo(204);
                case "post /api/v1/gripes/{id}/restore" ->
                    assertThat(answer.status()).as(what).isIn(200, 409);
                default -> {
                    // Changes nothing that is followed here.
                }
            }
        }
        if (ok && name.equals("post /api/v1/timers")) {
            maker.rememberTimer(answer.json().get("id").asText());
        } else if (ok && name.equals("post /api/v1/searches")) {
            maker.rememberSearch(answer.json().get("id").asText());
        } else if (ok && name.equals("post /api/v1/pairing")) {
            maker.rememberPairingCode(answer.json().get("code").asText());
        } else if (ok && name.equals("post /api/v1/pairing/redeem")) {
            maker.rememberDevice(answer.json().get("device").get("id").asText());
        } else if (ok && name.equals("get /api/v1/pain-points")) {
            remember(answer, maker);
        } else if (ok && name.equals("get /api/v1/pain-points/{id}/gripes")) {
            List<String> members = new ArrayList<>();
            answer.json()
                    .get("items")
                    .forEach(item -> members.add(item.get("gripe").get("id").asText()));
            maker.rememberMembers(made.id(), members);
        } else if (ok
                && answer.header("Content-Type").startsWith("application/json")
                && answer.json().has("kind")
                && answer.json().has("painPoint")) {
            maker.rememberDecision(answer.json().get("id").asText());
        }
        if (ok && answer.header("Content-Type").startsWith("application/json")) {
            JsonNode next = answer.json().get("next");
            if (next != null && next.isTextual()) {
                maker.remember(next.asText());
            }
        }
    }
}
