package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class SlowClientTest {
    private static final String IMPORT = "POST " + Routes.IMPORT + " HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static final Duration GIGABYTE_MAX = Duration.ofMinutes(10);

    private final TestServer gripe;

    SlowClientTest(TestServer gripe) {
        this.gripe = gripe;
    }

    @Test
    void requests_begunAndNotEnded_holdNobodyUp() throws IOException {
        List<RawRequest> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(new RawRequest(gripe)
                        .send("POST " + Routes.GRIPES + " HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"te"));
                slow.add(new RawRequest(gripe).send("GET / HTTP/1.1\r\nHos"));
                slow.add(new RawRequest(gripe).send(IMPORT).chunk("{\"te"));
            }

            assertThat(gripe.post(Routes.GRIPES, "{\"text\": \"quick\"}").status())
                    .isEqualTo(201);
            assertThat(gripe.get(Routes.SEARCH + "?q=quick").status()).isEqualTo(200);
        } finally {
            for (RawRequest request : slow) {
                request.close();
            }
        }
        // The imports among them took all places that imports have.
        awaitNoTransfers();
    }

    @Test
    void importLines_resultsComeWhileTheRestStillArrives() throws IOException {
        try (RawRequest request = new RawRequest(gripe)) {
            request.send(IMPORT).chunk("{\"text\": \"first\"}\n{\"te");
            assertThat(request.lineWith("\"line\":1")).contains("\"id\"");
            request.chunk("xt\": \"second\"}\n");
            assertThat(request.lineWith("\"line\":2")).contains("\"id\"");
            request.chunk("{\"text\": \"third\"}").send("0\r\n\r\n");
            assertThat(request.lineWith("\"line\":3")).contains("\"id\"");
        }
    }

    @Test
    void importLines_clientGoesAway_keepsWhatWasAnsweredAndEnds() throws IOException {
        RawRequest request = new RawRequest(gripe);
        request.send(IMPORT).chunk("{\"text\": \"left behind\", \"id\": \"left-behind\"}\n{\"text\": \"half");
        request.lineWith("\"line\":1");
        request.vanish();

        assertThat(gripe.get(Routes.GRIPES + "/left-behind").status()).isEqualTo(200);
        awaitNoTransfers();
    }

    @Test
    void export_clientGoesAway_endsTheWork() throws IOException {
        RawRequest request = new RawRequest(gripe);
        request.send("GET " + Routes.EXPORT + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        request.line();
        request.vanish();

        awaitNoTransfers();
    }

    @Test
    void importLines_oneLineOfAGigabyte_isSkippedAndTheNextOneKept() {
        Answer answer = gripe.send(
                GIGABYTE_MAX,
                "POST",
                Routes.IMPORT,
                BodyPublishers.ofInputStream(() -> new GigabyteLine("\n{\"text\": \"after it\"}\n")),
                "Content-Type",
                "application/x-ndjson");

        List<String> results = answer.body().lines().toList();
        assertThat(results).hasSize(2);
        assertThat(results.get(0)).contains("\"line\":1", "\"line_too_long\"");
        assertThat(results.get(1)).contains("\"line\":2", "\"id\"");
    }

    private void awaitNoTransfers() {
        Instant giveUp = Instant.now().plus(Duration.ofMinutes(1));
        while (!gripe.get(Routes.METRICS).body().contains("gripe_transfers_running 0.0")) {
            assertThat(Instant.now())
                    .as("the work of an answer that nobody waits for")
                    .isBefore(giveUp);
        }
    }

    private static final class GigabyteLine extends InputStream {
        private long left = 1L << 30;
        private final byte[] end;
        private int at;

        GigabyteLine(String end) {
            this.end = end.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            if (left > 0) {
                left--;
                return 'a';
            }
            return at < end.length ? end[at++] : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            if (left > 0) {
                int given = (int) Math.min(left, length);
                Arrays.fill(bytes, from, from + given, (byte) 'a');
                left -= given;
                return given;
            }
            if (at == end.length) {
                return -1;
            }
            bytes[from] = end[at++];
            return 1;
        }
    }
}
