package gripe.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Makes requests from the document: mostly as it says, now and then just not. Repeatable from its seed. */
final class RequestMaker {
    private static final int CURSORS_MAX = 20;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> NASTY = List.of(
            "",
            " ",
            "\u0000",
            "\u001b[31m",
            "🐌",
            "🐌".repeat(2_001),
            "a".repeat(5_000),
            "../../etc/passwd",
            "%00%0a",
            "' OR 1=1 --",
            "<script>alert(1)</script>",
            "null",
            "-1",
            "1e400",
            "NaN",
            "\u202e\u200b\ufeff",
            "e\u0301\u0301\u0301",
            "a* b~ (c AND \"",
            "{\"text\":",
            "2026-02-30",
            "+999999999-12-31T23:59:59Z",
            "2026-11-02T14:30:00",
            "９９ｍ waiting");

    private static final List<String> TEXTS = List.of(
            "25m waiting for the flaky CI again #ci",
            "VPN drops every hour @home",
            "1h30 merge conflict in generated files #git #merge",
            "ECONNRESET in UserService.findAll()",
            "Das WLAN im Büro ist weg",
            "会議が長すぎる");

    private static final List<String> TIMES =
            List.of("2026-11-02T14:30:00+01:00", "2020-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2026-11-02");

    /**
     * @param id of the path, empty when there is none
     * @param broken on purpose in a way that keeps it from its operation
     */
    record Made(OpenApi.Operation operation, String target, String id, byte[] body, String[] headers, boolean broken) {
        String method() {
            return operation.method().toUpperCase(java.util.Locale.ROOT);
        }

        @Override
        public String toString() {
            return method() + " " + target + " " + Arrays.toString(headers) + " "
                    + new String(body, StandardCharsets.UTF_8);
        }
    }

    private final OpenApi document;
    private final Random random;
    private final Deque<String> cursors = new ArrayDeque<>();
    private final Deque<String> painPoints = new ArrayDeque<>();
    private final Deque<String> decisions = new ArrayDeque<>();
    private final Deque<String> timers = new ArrayDeque<>();
    private final Deque<String> devices = new ArrayDeque<>();
    private final Deque<String> searches = new ArrayDeque<>();
    private final String ownerToken;
    /** By which one device can be paired; empty for none. */
    private String pairingCode = "";

    /** Of the pain point whose gripes were listed last. */
    private String listed = "";

    private List<String> members = List.of();

    RequestMaker(OpenApi document, Random random, String ownerToken) {
        this.document = document;
        this.random = random;
        this.ownerToken = ownerToken;
    }

    void remember(String cursor) {
        remember(cursors, cursor);
    }

    void rememberPainPoint(String id) {
        remember(painPoints, id);
    }

    void rememberDecision(String id) {
        remember(decisions, id);
    }

    void rememberTimer(String id) {
        remember(timers, id);
    }

    void rememberDevice(String id) {
        remember(devices, id);
        pairingCode = "";
    }

    void rememberSearch(String id) {
        remember(searches, id);
    }

    void rememberPairingCode(String code) {
        pairingCode = code;
    }

    void rememberMembers(String painPoint, List<String> gripes) {
        listed = painPoint;
        members = gripes;
    }

    private static void remember(Deque<String> some, String one) {
        some.addLast(one);
        if (some.size() > CURSORS_MAX) {
            some.removeFirst();
        }
    }

    /** @param wanted operations that are made more often than the others */
    Made next(List<String> ids, List<OpenApi.Operation> wanted) {
        OpenApi.Operation operation = one(!wanted.isEmpty() && chance(0.3) ? wanted : document.operations());
        String id = "";
        String path = operation.path();
        if (path.contains("{id}")) {
            List<String> known = known(path, ids);
            id = path.matches(".*/(split|move)") && !listed.isEmpty() && chance(0.8)
                    ? listed
                    : !known.isEmpty() && chance(0.8) ? one(known) : one(NASTY);
            path = path.replace("{id}", encoded(id.isEmpty() ? "x" : id));
        }
        List<String> query = new ArrayList<>();
        List<String> headers = new ArrayList<>();
        for (JsonNode parameter : operation.definition().path("parameters")) {
            String name = parameter.get("name").asText();
            if (parameter.get("in").asText().equals("query") && chance(name.matches("q|text") ? 0.9 : 0.4)) {
                query.add(name + "=" + encoded(parameter(name, parameter.get("schema"))));
            }
            if (parameter.get("in").asText().equals("header") && chance(0.4)) {
                headers.addAll(List.of(name, chance(0.9) ? "key-" + random.nextInt(30) : "k".repeat(300)));
            }
        }
        if (chance(0.03)) {
            query.add("unknown=" + encoded(one(NASTY)));
        }
        JsonNode content = operation.definition().path("requestBody").path("content");
        byte[] body = {};
        boolean broken = false;
        if (!content.isEmpty()) {
            List<String> types = new ArrayList<>();
            content.fieldNames().forEachRemaining(types::add);
            String type = one(types);
            headers.addAll(List.of("Content-Type", chance(0.97) ? type : "text/html"));
            JsonNode schema = content.get(types.get(0)).get("schema");
            body = operation.path().endsWith("/import") ? lines(schema) : bytes(value(schema, 0));
            if (chance(0.1)) {
                body = mangled(body);
            }
        }
        boolean nameless = chance(0.02);
        if (!nameless) {
            headers.addAll(List.of("Authorization", "Bearer " + ownerToken));
        }
        broken |= nameless;
        if (chance(0.02)) {
            headers.addAll(List.of("Accept", one(List.of("image/png", "*/*", "text/html", "nonsense"))));
            broken = true;
        }
        if (chance(0.02)) {
            headers.addAll(List.of("Origin", one(List.of("http://example.com", "null", "nonsense"))));
            broken = true;
        }
        String target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
        return new Made(operation, target, id, body, headers.toArray(String[]::new), broken);
    }

    private List<String> known(String path, List<String> gripes) {
        return switch (path.split("/", -1)[3]) {
            case "pain-points" -> List.copyOf(painPoints);
            case "decisions" -> List.copyOf(decisions);
            case "timers" -> List.copyOf(timers);
            case "devices" -> List.copyOf(devices);
            case "searches" -> List.copyOf(searches);
            default -> gripes;
        };
    }

    private String parameter(String name, JsonNode schema) {
        if (chance(0.15)) {
            return one(NASTY);
        }
        return switch (name) {
            case "cursor" ->
                !cursors.isEmpty() && chance(0.7)
                        ? one(List.copyOf(cursors))
                        : Base64.getUrlEncoder()
                                .encodeToString(
                                        (random.nextLong() + ":" + one(NASTY)).getBytes(StandardCharsets.UTF_8));
            case "from", "to" -> one(TIMES);
            case "sort" -> one(List.of("relevance", "recent", "cost", "alike", "rising", "returned"));
            case "tag" -> one(List.of("ci", "#git", "Merge"));
            default ->
                schema.path("type").asText().equals("integer")
                        ? Integer.toString(1 + random.nextInt(chance(0.9) ? 200 : 10_000))
                        : one(TEXTS);
        };
    }

    /** Of the schema, or, seldom, not. */
    private JsonNode value(JsonNode reference, int depth) {
        JsonNode schema = document.resolve(reference);
        if (depth > 0 && chance(0.04)) {
            return one(List.of(
                    JSON.nullNode(),
                    JSON.booleanNode(true),
                    JSON.numberNode(-1),
                    JSON.numberNode(1e300),
                    JSON.textNode(one(NASTY)),
                    JSON.arrayNode().add(JSON.nullNode()),
                    JSON.objectNode()));
        }
        return switch (schema.path("type").asText()) {
            case "object" -> {
                ObjectNode object = JSON.objectNode();
                schema.path("properties").properties().forEach(property -> {
                    // Text and line exclude each other, so that most are accepted.
                    double often = property.getKey().matches("text|token|into|gripes|action|tag|code|name|q")
                            ? 0.8
                            : property.getKey().equals("line") ? (object.has("text") ? 0.03 : 0.9) : 0.25;
                    if (chance(often)) {
                        object.set(property.getKey(), field(property.getKey(), property.getValue(), depth + 1));
                    }
                });
                if (chance(0.02)) {
                    object.put("colour", "red");
                }
                yield object;
            }
            case "array" -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(
                            chance(0.9)
                                    ? JSON.textNode("tag" + random.nextInt(9))
                                    : value(schema.get("items"), depth + 1));
                }
                yield array;
            }
            case "number", "integer" -> JSON.numberNode(random.nextInt(1_000) / 4.0);
            default -> JSON.textNode(chance(0.9) ? one(TEXTS) : one(NASTY));
        };
    }

    private JsonNode field(String name, JsonNode schema, int depth) {
        if (chance(0.1)) {
            return value(schema, depth);
        }
        return switch (name) {
            case "id" -> JSON.textNode("id-" + random.nextInt(200));
            case "type" -> JSON.textNode("gripe");
            case "token" -> JSON.textNode(ownerToken);
            // A wrong code counts, and ten of them lock the way in for a minute.
            case "code" -> pairingCode.isEmpty() ? JSON.nullNode() : JSON.textNode(pairingCode);
            case "sort" -> JSON.textNode(one(List.of("relevance", "time", "cost")));
            case "scope" -> JSON.textNode(one(List.of("full", "capture")));
            case "into" -> JSON.textNode(painPoints.isEmpty() ? "" : one(List.copyOf(painPoints)));
            case "gripes" -> {
                ArrayNode gripes = JSON.arrayNode();
                if (!members.isEmpty()) {
                    gripes.add(one(members));
                }
                yield gripes;
            }
            case "at", "until" -> JSON.textNode(TIMES.get(random.nextInt(3)));
            // Not to delete: which gripes that meant would have to be known afterwards.
            case "action" -> JSON.textNode(one(List.of("tag", "untag")));
            case "tag" -> JSON.textNode("git");
            case "currency" -> JSON.textNode("EUR");
            case "zone" -> JSON.textNode("Europe/Berlin");
            case "happenedAt", "createdAt", "updatedAt", "now" -> JSON.textNode(TIMES.get(random.nextInt(3)));
            default -> value(schema, depth);
        };
    }

    private byte[] lines(JsonNode schema) {
        StringBuilder lines = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            lines.append(chance(0.95) ? value(schema, 0) : one(NASTY)).append(chance(0.95) ? "\n" : "\r\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(JsonNode value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] mangled(byte[] body) {
        byte[] copy = Arrays.copyOf(body, chance(0.5) ? random.nextInt(body.length + 1) : body.length);
        for (int i = random.nextInt(4); i > 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    /** Bounded: the server closes the connection after a request line of more than 4 KiB. */
    private static String encoded(String text) {
        return URLEncoder.encode(text.substring(0, Math.min(text.length(), 100)), StandardCharsets.UTF_8);
    }

    private boolean chance(double of) {
        return random.nextDouble() < of;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
