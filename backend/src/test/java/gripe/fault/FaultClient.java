package gripe.fault;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.web.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Captures, edits, deletes, restores and imports through the HTTP API, as a careful client does: what was not
 * acknowledged is asked for again, in the same words, until it is.
 */
final class FaultClient {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final long PAUSE_AFTER_REFUSAL_MILLIS = 10;
    private static final int IMPORT_LINES = 12;

    private final HttpClient http;
    private final String name;
    private final Random random;
    private final List<Tracked> gripes = new ArrayList<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private int made;
    private @Nullable Request outstanding;

    /** Something asked for, which may be asked for again without harm. Lines: of an import, a gripe each. */
    private record Request(
            String method,
            String path,
            String body,
            @Nullable String idempotencyKey,
            List<Tracked> touches) {
        boolean isImport() {
            return path.equals("/api/v1/import");
        }
    }

    FaultClient(HttpClient http, String name, long seed) {
        this.http = http;
        this.name = name;
        random = new Random(seed);
    }

    /** Works until told to stop, or until nobody answers. Throws AssertionError when it is answered wrongly. */
    void work(String address, AtomicBoolean stop) throws InterruptedException {
        while (!stop.get()) {
            Request request = outstanding;
            if (request == null) {
                request = next();
                outstanding = request;
            } else {
                repeated.incrementAndGet();
            }
            try {
                boolean done = request.isImport() ? imported(address, request) : done(address, request);
                if (done) {
                    outstanding = null;
                    acknowledged.incrementAndGet();
                } else {
                    Thread.sleep(PAUSE_AFTER_REFUSAL_MILLIS);
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    long acknowledged() {
        return acknowledged.get();
    }

    long repeated() {
        return repeated.get();
    }

    boolean isWaiting() {
        return outstanding != null;
    }

    List<Tracked> gripes() {
        return gripes;
    }

    private Request next() {
        int dice = random.nextInt(100);
        Tracked one = gripes.isEmpty() ? null : gripes.get(random.nextInt(gripes.size()));
        if (one != null && dice < 30 && one.known().life() == Tracked.Life.PRESENT) {
            int version = one.known().version() + 1;
            one.ask(Tracked.State.present(version));
            return new Request("PATCH", path(one), body(one, version, null), null, List.of(one));
        }
        if (one != null && dice < 45 && one.known().life() == Tracked.Life.PRESENT) {
            one.ask(one.known().deleted());
            return new Request("DELETE", path(one), "", null, List.of(one));
        }
        if (one != null && dice < 60 && one.known().life() == Tracked.Life.DELETED) {
            one.ask(Tracked.State.present(one.known().version()));
            return new Request("POST", path(one) + "/restore", "", null, List.of(one));
        }
        if (dice < 70) {
            return anImport();
        }
        boolean ownId = random.nextBoolean();
        Tracked created = created(ownId);
        String key = ownId ? null : "key-" + created.token;
        return new Request("POST", "/api/v1/gripes", body(created, 1, created.id), key, List.of(created));
    }

    private Request anImport() {
        List<Tracked> lines = IntStream.range(0, IMPORT_LINES)
                .mapToObj(line -> created(line % 3 == 0))
                .toList();
        StringBuilder body = new StringBuilder();
        for (int line = 0; line < IMPORT_LINES; line++) {
            Tracked gripe = lines.get(line);
            String json = body(gripe, 1, gripe.id);
            // A third with an id, a third known again by their time, a third by the request's key.
            body.append(line % 3 == 1 ? json.replace("{", "{\"happenedAt\": \"2026-11-20T12:00:00Z\", ") : json)
                    .append('\n');
        }
        return new Request("POST", "/api/v1/import", body.toString(), "import-" + lines.get(0).token, lines);
    }

    private Tracked created(boolean ownId) {
        // With an end, so that no token begins another: a search takes its last word as unfinished.
        String token = name + "n" + made++ + "e";
        Tracked tracked = new Tracked(token, ownId ? token : null);
        tracked.ask(Tracked.State.present(1));
        gripes.add(tracked);
        return tracked;
    }

    private static String path(Tracked gripe) {
        return "/api/v1/gripes/" + gripe.id;
    }

    private static String body(Tracked gripe, int version, @Nullable String id) {
        return "{%s\"text\": \"%s\", \"minutes\": %d}"
                .formatted(id == null ? "" : "\"id\": \"" + id + "\", ", gripe.text(version), version);
    }

    private static HttpRequest http(String address, Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(address + request.path()))
                .timeout(ANSWER_MAX)
                .method(request.method(), BodyPublishers.ofString(request.body()))
                .header("Content-Type", request.isImport() ? "application/x-ndjson" : "application/json");
        if (request.idempotencyKey() != null) {
            builder.header("Idempotency-Key", request.idempotencyKey());
        }
        return builder.build();
    }

    /** False when it was refused for now. */
    private boolean done(String address, Request request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(http(address, request), BodyHandlers.ofString());
        if (answer.statusCode() == 503) {
            return false;
        }
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(request + " was answered with " + answer.statusCode() + " " + answer.body());
        }
        Tracked gripe = request.touches().get(0);
        if (request.path().equals("/api/v1/gripes")) {
            named(gripe, Answer.json(answer.body()).get("id").asText());
        }
        gripe.acknowledged();
        return true;
    }

    /** Each line is acknowledged by itself, even where the answer breaks off after it. */
    private boolean imported(String address, Request request) throws IOException, InterruptedException {
        var answer = http.send(http(address, request), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new AssertionError("An import was answered with " + answer.statusCode());
        }
        boolean all = true;
        try (var in = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (Tracked expected : request.touches()) {
                String text = in.readLine();
                if (text == null) {
                    throw new IOException("The answer broke off");
                }
                JsonNode line = Answer.json(text);
                if (!line.path("id").isTextual()) {
                    if (!line.path("code").asText().startsWith("store_")) {
                        throw new AssertionError("A line was answered with " + text);
                    }
                    all = false;
                    continue;
                }
                named(expected, line.get("id").asText());
                expected.acknowledged();
            }
        }
        return all;
    }

    private static void named(Tracked gripe, String id) {
        if (gripe.id != null && !id.equals(gripe.id)) {
            throw new AssertionError("Doubled: asked for again, " + gripe + " got the id " + id);
        }
        gripe.id = id;
    }
}
