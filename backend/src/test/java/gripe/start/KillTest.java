package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gripe killed with -9 in the middle of its work, again and again. */
class KillTest {
    private static final int ROUNDS = 3;
    private static final int CLIENTS = 4;
    private static final int ACKNOWLEDGED_A_ROUND = 60;

    @TempDir
    private Path data;

    @Test
    void killedInTheMiddleOfCaptures_losesNothingAcknowledgedAndDoublesNothing() throws Exception {
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> tried = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (ChildGripe gripe = start()) {
                String address = gripe.awaitReady();
                AtomicBoolean killed = new AtomicBoolean();
                String prefix = "r" + round + "c";
                List<Thread> clients = IntStream.range(0, CLIENTS)
                        .mapToObj(client -> Thread.ofVirtual().start(() -> {
                            for (int n = 0; !killed.get(); n++) {
                                String id = prefix + client + "n" + n;
                                tried.add(id);
                                if (captured(address, id)) {
                                    acknowledged.add(id);
                                }
                            }
                        }))
                        .toList();
                int enough = acknowledged.size() + ACKNOWLEDGED_A_ROUND;
                while (acknowledged.size() < enough && gripe.process().isAlive()) {
                    Thread.onSpinWait();
                }
                gripe.process().destroyForcibly().waitFor();
                killed.set(true);
                for (Thread client : clients) {
                    client.join();
                }
            }
        }
        try (ChildGripe gripe = start()) {
            String address = gripe.awaitReady();
            List<String> kept = new ArrayList<>();
            get(address + "/api/v1/export")
                    .lines()
                    .forEach(line -> kept.add(line.replaceAll(".*\"id\":\"(\\w+)\".*", "$1")));
            assertThat(kept).doesNotHaveDuplicates().containsAll(acknowledged);
            assertThat(tried).containsAll(kept);
            // The very first search already waits for what the index has to catch up with.
            String last = List.copyOf(acknowledged).getLast();
            assertThat(get(address + "/api/v1/search?q=" + last)).contains("\"" + last + "\"");
            assertThat(get(address + "/metrics")).contains("gripe_index_gripes " + (double) kept.size());
        }
    }

    @Test
    void rebuildIndex_findsWhatWasKept() throws Exception {
        try (ChildGripe gripe = start()) {
            assertThat(captured(gripe.awaitReady(), "kept")).isTrue();
        }
        try (ChildGripe gripe = start("--rebuild-index")) {
            assertThat(get(gripe.awaitReady() + "/api/v1/search?q=kept")).contains("\"kept\"");
        }
    }

    private ChildGripe start(String... arguments) throws IOException {
        return ChildGripe.start(Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0"), arguments);
    }

    private static boolean captured(String address, String id) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/v1/gripes"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"id\": \"" + id + "\", \"text\": \"" + id + "\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 201;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String get(String uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
