package gripe.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.web.SharedServer;
import gripe.web.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be sent is kept, and sent once. */
@ExtendWith(SharedServer.class)
class SpoolTest {
    private final TestServer gripe;
    private final String mark = Shell.mark();

    @TempDir
    private Path home;

    SpoolTest(TestServer gripe) {
        this.gripe = gripe;
    }

    static Stream<Shell> shells() {
        return Shell.all();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void offline_isKept_andSentOnceInOrderWithItsTime(Shell plain) throws Exception {
        Shell shell = plain.at(nobody(), home);
        OffsetDateTime before = OffsetDateTime.now(ZoneOffset.UTC).minusSeconds(2);
        for (String text : List.of("first \"quoted\" é", "second \\ back", "third $(x) 🐌")) {
            Shell.Ended kept = shell.gripe("5m", mark + " " + text, "#tunnel");
            assertThat(kept.status()).isZero();
            assertThat(kept.output()).isEmpty();
            assertThat(kept.errors()).contains("nothing answers at", "; kept, and sent with the next one");
        }
        OffsetDateTime after = OffsetDateTime.now(ZoneOffset.UTC);
        assertThat(waiting(shell)).hasSize(3);
        for (Path file : waiting(shell)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(file.getFileName().toString()).matches("100000000[1-3]-[0-9a-f-]{36}\\.json");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shell.state())))
                .isEqualTo("rwx------");
        assertThat(shell.gripe("sync").status()).isEqualTo(69);

        shell = shell.at(gripe.origin(), home);
        Shell.Ended next = shell.gripe("5m", mark + " fourth");
        assertThat(next.status()).isZero();
        assertThat(next.errors()).isEqualTo("gripe: 3 sent that waited\n");
        assertThat(waiting(shell)).isEmpty();
        assertThat(shell.gripe("sync").output()).isEqualTo("0 sent, none waiting\n");

        List<JsonNode> saved = saved();
        assertThat(saved)
                .extracting(one -> one.get("text").asText().substring(mark.length() + 1, mark.length() + 6))
                .containsExactly("fourt", "first", "secon", "third");
        assertThat(saved.subList(1, 4)).allSatisfy(one -> {
            assertThat(OffsetDateTime.parse(one.get("happenedAt").asText())).isBetween(before, after);
            assertThat(one.get("minutes").asDouble()).isEqualTo(5);
            assertThat(one.get("tags").get(0).asText()).isEqualTo("tunnel");
        });
        assertThat(saved.get(3).get("text").asText()).endsWith("third $(x) 🐌");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void answerThatIsLost_makesNoSecondRecord(Shell shell) throws Exception {
        try (LostAnswers lost = new LostAnswers(gripe.port())) {
            shell = shell.at(lost.url(), home);
            assertThat(shell.gripe("5m", mark, "half", "way").status()).isZero();
            // Not even by trying again the same way.
            shell.gripe("sync");
        }
        assertThat(waiting(shell)).hasSize(1);
        assertThat(saved()).hasSize(1);

        assertThat(shell.at(gripe.origin(), home).gripe("sync").output()).isEqualTo("1 sent, none waiting\n");
        assertThat(saved()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void manyAtOnce_sendEachOnce(Shell plain) throws Exception {
        Shell shell = plain.at(nobody(), home);
        for (int i = 0; i < 6; i++) {
            shell.gripe(mark + " number " + i);
        }
        shell = shell.at(gripe.origin(), home);
        List<Process> syncs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            syncs.add(shell.start(shell.command("sync")));
        }
        for (Process sync : syncs) {
            assertThat(Shell.ended(sync).status()).isIn(0, 75);
        }
        assertThat(shell.gripe("sync").status()).isZero();
        assertThat(saved()).hasSize(6);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void refused_isSetAsideAndSaid_andTheOthersAreSent(Shell plain) throws Exception {
        Shell shell = plain.at(nobody(), home);
        shell.gripe(mark + " before");
        shell.gripe(mark + " " + "x".repeat(2_001));
        shell.gripe(mark + " after");

        Shell.Ended sync = shell.at(gripe.origin(), home).gripe("sync");
        assertThat(sync.status()).isZero();
        assertThat(sync.output()).isEqualTo("2 sent, none waiting\n");
        assertThat(sync.errors())
                .contains("Gripe refused one that waited: At most 2000 characters. It is in " + shell.state()
                        + "/refused/")
                .contains("1 that Gripe refused are in");
        assertThat(saved()).hasSize(2);
        try (Stream<Path> refused = Files.list(shell.state().resolve("refused"))) {
            assertThat(Files.readString(refused.findFirst().orElseThrow())).contains("\"line\":\"" + mark);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void spool_isBounded(Shell plain) throws Exception {
        Shell shell = plain.at(nobody(), home);
        shell.gripe("one");
        Path one = waiting(shell).get(0);
        for (int i = 0; i < 999; i++) {
            Files.writeString(one.resolveSibling((1_000_000_002 + i) + "-x.json"), "{}");
        }
        Shell.Ended ended = shell.gripe("one too many");
        assertThat(ended.status()).isEqualTo(73);
        assertThat(ended.errors()).contains("1000 wait already").contains("not kept");
        assertThat(waiting(shell)).hasSize(1_000);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void spool_thatCannotBeWritten_isSaid(Shell shell) throws Exception {
        Path file = Files.createFile(home.resolve("file"));
        Shell.Ended ended =
                shell.at(nobody(), home).with("XDG_STATE_HOME", file.toString()).gripe("lost");
        assertThat(ended.status()).isEqualTo(73);
        assertThat(ended.errors()).contains("could not be kept in " + file);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void lock_ofTheLiving_isRespected_ofTheDead_isTaken(Shell plain) throws Exception {
        Shell shell = plain.at(nobody(), home);
        shell.gripe(mark + " waits");
        shell = shell.at(gripe.origin(), home);
        Path lock = shell.state().resolve("sending");
        Files.writeString(lock, ProcessHandle.current().pid() + "\n");
        Shell.Ended busy = shell.gripe("sync");
        assertThat(busy.status()).isEqualTo(75);
        assertThat(shell.gripe(mark + " goes through").status()).isZero();
        assertThat(waiting(shell)).hasSize(1);

        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(lock, dead.pid() + "\n");
        assertThat(shell.gripe("sync").output()).isEqualTo("1 sent, none waiting\n");
        assertThat(saved()).hasSize(2);
        try (Stream<Path> left = Files.list(shell.state())) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("spool");
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void lock_whoseNumberIsAnotherProcessesByNow_isTaken(Shell plain) throws Exception {
        Shell shell = plain.at(nobody(), home);
        shell.gripe(mark + " waits");
        shell = shell.at(gripe.origin(), home);
        // A process that lives, but did not begin then.
        Files.writeString(
                shell.state().resolve("sending"), ProcessHandle.current().pid() + " 1\n");

        assertThat(shell.gripe("sync").output()).isEqualTo("1 sent, none waiting\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void notGripe_orNotWell_keepsIt(Shell shell) throws Exception {
        Map<String, Integer> answers = Map.of(
                "HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{}", 0,
                "HTTP/1.1 502 Bad\r\nContent-Length: 13\r\n\r\n<html></html>", 0,
                "HTTP/1.1 400 Bad\r\nContent-Length: 13\r\n\r\n<html></html>", 69,
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", 69,
                "HTTP/1.1 404 Not\r\nContent-Length: 20\r\n\r\n{\"code\":\"not_found\"}", 69,
                "nonsense\r\n\r\n", 0);
        shell = shell.at(nobody(), home);
        int kept = 0;
        for (Map.Entry<String, Integer> answer : answers.entrySet()) {
            try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                Thread.ofVirtual().start(() -> {
                    try (var client = server.accept()) {
                        client.getInputStream().read(new byte[10_000]);
                        client.getOutputStream()
                                .write(answer.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        // What the test looks at tells.
                    }
                });
                Shell.Ended ended = shell.at("http://127.0.0.1:" + server.getLocalPort(), home)
                        .gripe(mark + " kept");
                assertThat(ended.status()).as(answer.getKey() + ended.errors()).isEqualTo(answer.getValue());
                assertThat(waiting(shell)).hasSize(++kept);
            }
        }
        shell.at(gripe.origin(), home).gripe("sync");
        assertThat(saved()).hasSize(kept);
    }

    @Test
    void token_missingOrWrong_keepsIt() throws Exception {
        String token = "a token of 24 characters, or more \\";
        try (TestServer closed = TestServer.start(Map.of("gripe.owner-token", token))) {
            Shell shell = Shell.dash().at(closed.origin(), home);
            Shell.Ended missing = shell.gripe(mark + " without");
            assertThat(missing.status()).isEqualTo(77);
            assertThat(missing.errors()).contains("This Gripe asks for its owner token. Set GRIPE_TOKEN.; kept");
            assertThat(shell.with("GRIPE_TOKEN", "wrong").gripe(mark + " wrong").status())
                    .isEqualTo(77);
            assertThat(shell.gripe("sync").status()).isEqualTo(77);
            assertThat(shell.gripe("search", "x").status()).isEqualTo(77);

            Shell.Ended right = shell.with("GRIPE_TOKEN", token).gripe(mark + " right");
            assertThat(right.status()).as(right.errors()).isZero();
            assertThat(right.errors()).isEqualTo("gripe: 2 sent that waited\n");
            JsonNode items = closed.get("/api/v1/gripes", "Authorization", "Bearer " + token)
                    .json()
                    .get("items");
            assertThat(items).hasSize(3);
        }
    }

    /** In the order in which Gripe got them. */
    private List<JsonNode> saved() {
        List<JsonNode> saved = new ArrayList<>();
        gripe.get("/api/v1/gripes?limit=200").json().get("items").forEach(saved::add);
        saved.removeIf(one -> !one.get("text").asText().startsWith(mark));
        saved.sort(Comparator.comparing(
                one -> OffsetDateTime.parse(one.get("createdAt").asText())));
        return saved;
    }

    private static List<Path> waiting(Shell shell) throws IOException {
        try (Stream<Path> files = Files.list(shell.state().resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /** An address at which nobody listens. */
    private static String nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + free.getLocalPort();
        }
    }
}
