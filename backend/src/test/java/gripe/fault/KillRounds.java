package gripe.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gripe.start.ChildGripe;
import gripe.web.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of this: clients change gripes, at a random moment Gripe, its server or both are killed with -9, all is started
 * again, and then everything that was acknowledged has to be there once, whole, and the same in store and index. The
 * seed decides what is done and when it is killed; how threads interleave it cannot decide.
 */
final class KillRounds implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final int KILLED_AFTER_MILLIS_MAX = 700;
    private static final int KILLED_AT_START_AFTER_MILLIS_MAX = 2_500;
    private static final int SERVER_AWAY_MILLIS_MAX = 300;
    private static final Pattern TEXT = Pattern.compile("(\\w+) v(\\d+) waited for it again");

    private final Victim victim;
    private final Path data;
    private final Random random;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<FaultClient> clients;
    private final Map<Kill, Integer> kills = new HashMap<>();
    private @Nullable ChildGripe gripe;
    private String address = "";
    private long outstanding;

    private enum Kill {
        GRIPE,
        SERVER,
        BOTH
    }

    /** The server, and how it is killed. */
    interface Victim {
        Map<String, String> settings();

        boolean canBeKilled();

        void kill() throws Exception;

        /** Brings it back, where Gripe does not do that itself. */
        void revive() throws Exception;
    }

    /** @param data an empty folder for Gripe */
    KillRounds(Victim victim, Path data, long seed) {
        this.victim = victim;
        this.data = data;
        random = new Random(seed);
        String run = Long.toString(System.nanoTime() & 0xffffff, 36);
        clients = IntStream.range(0, CLIENTS)
                .mapToObj(client -> new FaultClient(http, "k" + run + "c" + client, random.nextLong()))
                .toList();
    }

    void run(int rounds) throws Exception {
        startGripe();
        for (int round = 0; round < rounds; round++) {
            Kill kill = victim.canBeKilled() ? Kill.values()[random.nextInt(Kill.values().length)] : Kill.GRIPE;
            try {
                round(kill);
                compare();
            } catch (AssertionError | Exception e) {
                throw new AssertionError("Round " + round + ", killed " + kill + ". Gripe said: " + said(), e);
            }
        }
    }

    private String said() throws IOException {
        return gripe == null ? "nothing" : gripe.errors();
    }

    String report() {
        return "killed %s; %d requests acknowledged, %d outstanding at a kill, %d asked for again; %d gripes: all there, once, store and index equal"
                .formatted(
                        kills,
                        clients.stream().mapToLong(FaultClient::acknowledged).sum(),
                        outstanding,
                        clients.stream().mapToLong(FaultClient::repeated).sum(),
                        clients.stream()
                                .mapToLong(client -> client.gripes().size())
                                .sum());
    }

    private ChildGripe launchGripe() throws IOException {
        Map<String, String> settings = new HashMap<>(victim.settings());
        settings.put("GRIPE_DATA", data.toString());
        settings.put("GRIPE_PORT", "0");
        // It is started often and lives for a second: a third less time until it is ready.
        settings.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        ChildGripe launched = ChildGripe.start(settings);
        gripe = launched;
        return launched;
    }

    private void startGripe() throws IOException {
        address = launchGripe().awaitReady();
    }

    private void round(Kill kill) throws Exception {
        kills.merge(kill, 1, Integer::sum);
        AtomicBoolean stop = new AtomicBoolean();
        ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
        String at = address;
        List<Thread> threads = clients.stream()
                .map(client -> Thread.ofVirtual().start(() -> {
                    try {
                        client.work(at, stop);
                    } catch (InterruptedException | RuntimeException | AssertionError e) {
                        wrong.add(e);
                    }
                }))
                .toList();
        Thread.sleep(random.nextInt(KILLED_AFTER_MILLIS_MAX));
        kill(kill);
        outstanding += clients.stream().filter(FaultClient::isWaiting).count();
        if (kill == Kill.SERVER) {
            // Gripe lives on: every client has to get through again without anybody's help.
            List<Long> before = clients.stream().map(FaultClient::acknowledged).toList();
            Waiting.until(
                    "acknowledgements after the server was killed",
                    () -> !wrong.isEmpty()
                            || IntStream.range(0, CLIENTS)
                                    .allMatch(i -> clients.get(i).acknowledged() > before.get(i)));
        }
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError("A client was answered wrongly", wrong.peek());
        }
        if (kill != Kill.SERVER) {
            killAtStart();
            startGripe();
        }
    }

    private void kill(Kill kill) throws Exception {
        boolean serverFirst = random.nextBoolean();
        if (kill == Kill.SERVER || (kill == Kill.BOTH && serverFirst)) {
            victim.kill();
        }
        if (kill != Kill.SERVER) {
            killGripe();
        }
        if (kill == Kill.BOTH && !serverFirst) {
            victim.kill();
        }
        if (kill != Kill.GRIPE) {
            Thread.sleep(random.nextInt(SERVER_AWAY_MILLIS_MAX));
            victim.revive();
        }
    }

    /** Now and then, while it starts too, and its server with it. */
    private void killAtStart() throws Exception {
        if (random.nextInt(6) > 0) {
            return;
        }
        launchGripe();
        Thread.sleep(random.nextInt(KILLED_AT_START_AFTER_MILLIS_MAX));
        kill(victim.canBeKilled() && random.nextBoolean() ? Kill.BOTH : Kill.GRIPE);
    }

    private void killGripe() throws Exception {
        ChildGripe running = gripe;
        if (running != null) {
            running.process().destroyForcibly().waitFor();
            running.close();
        }
    }

    /** The store against what was acknowledged, then the index against the store. */
    private void compare() throws Exception {
        Waiting.until("ready", () -> get("/health/ready").statusCode() == 200);
        // What was acknowledged is there at the first look, what was not may come a moment later.
        List<JsonNode> listed = listed();
        List<JsonNode> exported = exported();
        Map<String, JsonNode> kept = checked(exported, "store");
        checked(listed, "index");
        Map<String, JsonNode> byId = byId(exported);
        Waiting.until("an index equal to the store", () -> byId(listed()).equals(byId));
        Waiting.until(
                "a vector for each gripe", () -> get("/health/ready").body().contains("\"withoutVector\":0"));
        searchForOne(List.copyOf(kept.values()));
    }

    private Map<String, JsonNode> checked(List<JsonNode> gripes, String where) {
        Map<String, JsonNode> byToken = new HashMap<>();
        Map<String, Integer> versions = new HashMap<>();
        for (JsonNode found : gripes) {
            Matcher text = TEXT.matcher(found.get("text").asText());
            if (!text.matches()) {
                throw new AssertionError("Nobody wrote this, in the " + where + ": " + found);
            }
            if (Integer.parseInt(text.group(2)) != found.get("minutes").asInt()) {
                throw new AssertionError("Torn, in the " + where + ": " + found);
            }
            JsonNode other = byToken.put(text.group(1), found);
            if (other != null) {
                throw new AssertionError("Doubled, in the " + where + ": " + found + " and " + other);
            }
            versions.put(text.group(1), found.get("minutes").asInt());
        }
        for (FaultClient client : clients) {
            for (Tracked tracked : client.gripes()) {
                Integer version = versions.remove(tracked.token);
                if (!tracked.allows(version)) {
                    throw new AssertionError("Lost, in the " + where + ": " + tracked + ", found version " + version);
                }
                JsonNode found = byToken.get(tracked.token);
                if (found != null
                        && tracked.id != null
                        && !found.get("id").asText().equals(tracked.id)) {
                    throw new AssertionError("Another id, in the " + where + ": " + tracked + ", found " + found);
                }
            }
        }
        if (!versions.isEmpty()) {
            throw new AssertionError("Nobody asked for these, in the " + where + ": " + versions.keySet());
        }
        return byToken;
    }

    private void searchForOne(List<JsonNode> kept) throws Exception {
        if (kept.isEmpty()) {
            return;
        }
        JsonNode wanted = kept.get(random.nextInt(kept.size()));
        String token = wanted.get("text").asText().replaceFirst(" .*", "");
        JsonNode items =
                Answer.json(get("/api/v1/search?limit=5&q=" + token).body()).get("items");
        long found = IntStream.range(0, items.size())
                .filter(i -> withoutType(items.get(i).get("gripe")).equals(withoutType(wanted)))
                .count();
        if (found != 1) {
            throw new AssertionError("Searched for " + wanted + " and found " + items);
        }
    }

    private List<JsonNode> exported() throws Exception {
        return get("/api/v1/export")
                .body()
                .lines()
                .map(Answer::json)
                .filter(line -> line.path("type").asText().equals("gripe"))
                .map(KillRounds::withoutType)
                .toList();
    }

    private List<JsonNode> listed() throws Exception {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = Answer.json(get("/api/v1/gripes?limit=200" + cursor).body());
            page.get("items").forEach(item -> all.add(withoutType(item)));
            cursor = page.get("next").isNull()
                    ? ""
                    : "&cursor=" + page.get("next").asText();
        } while (!cursor.isEmpty());
        return all;
    }

    private static JsonNode withoutType(JsonNode gripe) {
        ObjectNode copy = gripe.deepCopy();
        copy.remove(List.of("type", "painPoint"));
        return copy;
    }

    private static Map<String, JsonNode> byId(List<JsonNode> gripes) {
        Map<String, JsonNode> byId = new HashMap<>();
        gripes.forEach(gripe -> byId.put(gripe.get("id").asText(), gripe));
        return byId;
    }

    private java.net.http.HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException {
        if (gripe != null) {
            gripe.close();
        }
        http.close();
    }

    /** The server that Gripe starts for itself, and starts again. */
    static Victim ownOf(Path data) {
        return new Victim() {
            @Override
            public Map<String, String> settings() {
                return Map.of();
            }

            @Override
            public boolean canBeKilled() {
                return true;
            }

            @Override
            public void kill() throws Exception {
                Path file = data.resolve("keydb/server.pid");
                if (Files.exists(file)) {
                    ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                            .ifPresent(ProcessHandle::destroyForcibly);
                }
            }

            @Override
            public void revive() {}
        };
    }

    /** An operator's server. */
    static Victim of(RedisProcess server) {
        return new Victim() {
            @Override
            public Map<String, String> settings() {
                return Map.of("GRIPE_KEYDB_URI", server.uri());
            }

            @Override
            public boolean canBeKilled() {
                return true;
            }

            @Override
            public void kill() throws Exception {
                server.kill();
            }

            @Override
            public void revive() throws Exception {
                server.restart();
            }
        };
    }

    /** A server that is somebody else's: only Gripe is killed. */
    static Victim at(String uri) {
        return new Victim() {
            @Override
            public Map<String, String> settings() {
                return Map.of("GRIPE_KEYDB_URI", uri);
            }

            @Override
            public boolean canBeKilled() {
                return false;
            }

            @Override
            public void kill() {}

            @Override
            public void revive() {}
        };
    }
}
