package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private Path data = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        data = Files.createTempDirectory("gripe");
    }

    @AfterEach
    void removeFolder() throws IOException {
        try (var files = Files.walk(data)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private ChildGripe start(Map<String, String> settings, String... arguments) throws IOException {
        Map<String, String> all = new java.util.HashMap<>(Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0"));
        all.putAll(settings);
        return ChildGripe.start(all, arguments);
    }

    @Test
    void main_started_answersKeepsAndEndsWithItsServer() throws Exception {
        String id;
        List<ProcessHandle> children;
        try (ChildGripe gripe = start(Map.of())) {
            String address = gripe.awaitReady();
            assertThat(address).matches("http://127\\.0\\.0\\.1:\\d+");
            id = capture(address, "kept over a restart");
            children = gripe.process().descendants().toList();
            gripe.process().destroy();
            assertThat(gripe.awaitExit()).isEqualTo(143);
            assertThat(gripe.errors()).doesNotContain("Exception", "ERROR");
        }
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(Files.getPosixFilePermissions(data)).isEqualTo(PosixFilePermissions.fromString("rwx------"));

        try (ChildGripe again = start(Map.of(), "--rebuild-index")) {
            String address = again.awaitReady();
            assertThat(get(address + "/api/v1/gripes/" + id)).contains("kept over a restart");
            ChildGripe.awaitCaughtUp(address);
            assertThat(get(address + "/api/v1/search?q=kept+over+a+restart")).contains(id);
        }
    }

    @Test
    void main_startedAgain_neitherEmbedsNorIndexesWhatIsThere() throws Exception {
        try (ChildGripe gripe = start(Map.of())) {
            String address = gripe.awaitReady();
            ChildGripe.awaitCaughtUp(address);
            for (int i = 0; i < 30; i++) {
                var unused = capture(address, "the build agent " + i + " ran out of disk");
            }
            assertThat(get(address + "/metrics")).doesNotContain("gripe_embedding_seconds_count 0");
        }
        try (ChildGripe again = start(Map.of())) {
            String address = again.awaitReady();
            ChildGripe.awaitCaughtUp(address);
            assertThat(get(address + "/metrics"))
                    .contains(
                            "gripe_embedding_seconds_count 0", "gripe_index_gripes 30", "gripe_index_without_vector 0");
            assertThat(again.errors()).containsPattern("The index continues at [1-9]\\d*-\\d+, the store is at [1-9]");
        }
    }

    @Test
    void main_secondOnTheSameData_saysSoAndLeavesTheFirstAlone() throws Exception {
        try (ChildGripe first = start(Map.of())) {
            String address = first.awaitReady();
            try (ChildGripe second = start(Map.of())) {
                assertThat(second.awaitExit()).isEqualTo(StartProblem.IN_USE);
                assertThat(oneLine(second)).contains("Another Gripe is running on " + data);
            }
            assertThat(get(address + "/health/live")).contains("live");
        }
    }

    @Test
    void main_portInUse_saysSo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChildGripe gripe = start(Map.of("GRIPE_PORT", Integer.toString(taken.getLocalPort())))) {
            assertThat(gripe.awaitExit()).isEqualTo(StartProblem.IN_USE);
            assertThat(oneLine(gripe)).contains("Port " + taken.getLocalPort() + " is in use", "GRIPE_PORT");
        }
    }

    /** A server on every address would answer on the second address of loopback, too. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            GRIPE_HOST,                                 ''
            GRIPE_HOST,                                 ' '
            MICRONAUT_SERVER_HOST,                      0.0.0.0
            MICRONAUT_SERVER_NETTY_LISTENERS_OPEN_HOST, 0.0.0.0
            """)
    void main_noTokenAndNoCheckedAddress_listensOnLoopbackAlone(String name, String value) throws Exception {
        try (ChildGripe gripe = start(Map.of(name, value))) {
            URI address = URI.create(gripe.awaitReady());
            assertThat(get(address + "/health/live")).contains("live");
            try (Socket elsewhere = new Socket()) {
                assertThatThrownBy(() -> elsewhere.connect(new InetSocketAddress("127.0.0.2", address.getPort())))
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void main_keyDbAbsent_saysSo() throws Exception {
        int port;
        try (ServerSocket trial = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = trial.getLocalPort();
        }
        for (String uri :
                List.of("redis://:secret-word@127.0.0.1:" + port, "redis-socket://" + data.resolve("absent.sock"))) {
            try (ChildGripe gripe = start(Map.of("GRIPE_KEYDB_URI", uri))) {
                assertThat(gripe.awaitExit()).isEqualTo(StartProblem.UNAVAILABLE);
                assertThat(oneLine(gripe)).contains("No KeyDB answers at ").doesNotContain("secret-word");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            GRIPE_PORT,            high,               GRIPE_PORT
            GRIPE_PORT,            65536,              GRIPE_PORT
            GRIPE_HOST,            0.0.0.0,            GRIPE_OWNER_TOKEN
            GRIPE_HOST,            ::,                 GRIPE_OWNER_TOKEN
            GRIPE_HOST,            nowhere.invalid,    GRIPE_HOST
            GRIPE_OWNER_TOKEN,     too-short,          at least 24 characters
            GRIPE_KEYDB_URI,       http://example.com, GRIPE_KEYDB_URI
            GRIPE_MODEL,           no-such-model,      GRIPE_MODEL
            GRIPE_TLS_CERTIFICATE, /absent,            GRIPE_TLS_KEY
            GRIPE_DATA,            /dev/null/gripe,    /dev/null/gripe
            """)
    void main_badSetting_saysWhich(String name, String value, String said) throws Exception {
        try (ChildGripe gripe = start(Map.of(name, value))) {
            assertThat(gripe.awaitExit()).isEqualTo(StartProblem.CONFIGURATION);
            assertThat(oneLine(gripe)).contains(said);
        }
    }

    /** As a volume of Kubernetes: owned by root, open to a group. */
    @Test
    void main_dataFolderOfSomebodyElse_isUsedWhereItIsClosed_andExplainedWhereItIsOpen() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "Only root can give a folder away");
        Files.setOwner(
                data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        List<String> withoutTheRightToChangeIt =
                List.of("setpriv", "--bounding-set=-fowner", "--inh-caps=-fowner", "--");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwx---"));
        Map<String, String> settings = Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0");
        try (ChildGripe gripe = ChildGripe.start(withoutTheRightToChangeIt, settings)) {
            assertThat(gripe.awaitExit()).isEqualTo(StartProblem.CONFIGURATION);
            assertThat(oneLine(gripe))
                    .contains(
                            "nobody", "Set GRIPE_DATA to", data.resolve("gripe").toString());
        }
        Map<String, String> inside = Map.of("GRIPE_DATA", data.resolve("gripe").toString(), "GRIPE_PORT", "0");
        try (ChildGripe gripe = ChildGripe.start(withoutTheRightToChangeIt, inside)) {
            assertThat(gripe.awaitReady()).startsWith("http://127.0.0.1:");
        }
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        try (ChildGripe gripe = ChildGripe.start(withoutTheRightToChangeIt, settings)) {
            assertThat(gripe.awaitReady()).startsWith("http://127.0.0.1:");
        }
    }

    @Test
    void main_options_areAnsweredOrRefused() throws Exception {
        try (ChildGripe help = start(Map.of(), "--help")) {
            assertThat(help.output()).contains("--rebuild-index", "--version");
            assertThat(help.awaitExit()).isZero();
        }
        try (ChildGripe version = start(Map.of(), "--version")) {
            assertThat(version.output()).startsWith("Gripe ");
            assertThat(version.awaitExit()).isZero();
        }
        try (ChildGripe unknown = start(Map.of(), "--rebuild")) {
            assertThat(unknown.awaitExit()).isEqualTo(StartProblem.USAGE);
            assertThat(unknown.errors()).startsWith("There is no option --rebuild.");
        }
    }

    /** For a person: no stack, no log. */
    private static String oneLine(ChildGripe gripe) throws IOException {
        String errors = gripe.errors();
        assertThat(errors.lines()).as(errors).hasSize(1);
        assertThat(errors).startsWith("Gripe cannot start. ");
        return errors;
    }

    private static String capture(String address, String text) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/v1/gripes"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"" + text + "\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String answer = client.send(request, BodyHandlers.ofString()).body();
            return answer.replaceFirst(".*?\"id\":\"([^\"]+)\".*", "$1");
        }
    }

    private static String get(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
