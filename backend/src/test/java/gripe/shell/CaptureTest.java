package gripe.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import gripe.painpoint.Regrouping;
import gripe.web.Answer;
import gripe.web.SharedServer;
import gripe.web.TestServer;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code gripe TEXT}, {@code gripe search}, and what every command has in common. */
@ExtendWith(SharedServer.class)
class CaptureTest {
    private final TestServer gripe;

    @TempDir
    private Path home;

    CaptureTest(TestServer gripe) {
        this.gripe = gripe;
    }

    private static final Map<String, String> SUBJECTS = Map.of(
            "dash", "the vending machine kept my coins",
            "bash", "projector bulb burst during a lecture",
            "busybox sh", "the piano tuner came a day late");

    static Stream<Shell> shells() {
        return Shell.all();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void line_isLogged_andSaysWhatItHasCostSoFar(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        // Nothing alike was logged by another shell, or by another test.
        String what = Objects.requireNonNull(SUBJECTS.get(plain.toString()));
        OffsetDateTime before = OffsetDateTime.now(java.time.ZoneOffset.UTC).minusSeconds(2);

        Shell.Ended first = shell.gripe("25m", what, "#ci");
        assertThat(first.errors()).isEmpty();
        assertThat(first.output()).isEqualTo("25 min  " + what + "  #ci\nFirst time.\n");
        assertThat(first.status()).isZero();
        assertThat(shell.gripe("-t", "ci", "25m " + what).output())
                .matches("25 min  " + what + "  #ci\n2nd time, 50 min lost, last today \\d\\d:\\d\\d\n");

        JsonNode saved = newest(what);
        assertThat(saved.get("text").asText()).isEqualTo(what);
        assertThat(saved.get("source").asText()).isEqualTo("shell");
        assertThat(OffsetDateTime.parse(saved.get("happenedAt").asText()))
                .isBetween(before, OffsetDateTime.now(java.time.ZoneOffset.UTC));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void tags_mayComeLast_butAreWordsBehindTwoDashes(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        String what = "flaky" + UUID.randomUUID().toString().substring(0, 8);
        shell.gripe("25m", what, "-t", "ci", "-t", "#build");
        assertThat(newest(what).get("text").asText()).isEqualTo(what);
        assertThat(newest(what).get("tags").toString()).isEqualTo("[\"ci\",\"build\"]");

        shell.gripe("--", "tar", what + "x", "-t", "hangs");
        assertThat(newest(what + "x").get("text").asText()).isEqualTo("tar " + what + "x -t hangs");
        shell.gripe("tar", "-t", what + "y", "hangs");
        assertThat(newest(what + "y").get("text").asText()).isEqualTo("tar -t " + what + "y hangs");
    }

    /** What the text becomes is for the server to say; it has to be what it would say of the very same line. */
    @ParameterizedTest
    @MethodSource("shells")
    void line_ofHostileText_arrivesAsItWasTyped(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        List<String> lines = List.of(
                "$(touch pwned) `touch pwned` ${HOME} $HOME",
                "\"double\" 'single' “curly” it's \"",
                "back\\slash \\n \\\\ \\u0041 ends with \\",
                "%s %n %d 100% %%",
                "-rf /; rm * ~ ? [a-z] && true || false | cat > out < in",
                "--help",
                "-",
                "two\nlines\tand a tab",
                "{\"line\": \"x\"},\"zone\":\"Mars/Base\",\"source\":\"else\"",
                "\\\"},\\\"id\\\":\\\"x",
                "für Ärger 会議が長すぎる 🐌🐌 \u200d\u202e",
                "url = \"http://evil.example\"\nheader = \"X: y\"\n@/etc/passwd",
                "END\nEND",
                "a".repeat(1_999) + "é");
        for (String line : lines) {
            Shell.Ended ended = shell.gripe("--", line);
            assertThat(ended.status()).as(line + ended.errors()).isZero();
            assertThat(newest("").get("text").asText()).isEqualTo(parsed(line));
            assertThat(newest("").get("source").asText()).isEqualTo("shell");
        }
        assertThat(Files.exists(Path.of("pwned"))).isFalse();
    }

    @Test
    void line_ofAnyBytes_keepsEveryCharacterOfThem() throws Exception {
        Random random = new Random(7);
        List<Shell> shells = Shell.all().toList();
        Path raw = home.resolve("raw");
        for (int round = 0; round < 45; round++) {
            Shell shell = shells.get(round % shells.size()).at(gripe.origin(), home);
            byte[] bytes = bytes(random);
            Files.write(raw, bytes);
            Shell.Ended ended = shell.types("gripe -- \"x $(cat '" + raw + "') y\"");
            String what = shell + " " + Arrays.toString(bytes) + ended.errors();
            assertThat(ended.status()).as(what).isZero();
            // A shell drops line ends at the end of what a command printed.
            String line = "x " + new String(bytes, StandardCharsets.UTF_8).replaceFirst("\n+$", "") + " y";
            assertThat(bare(newest("").get("text").asText())).as(what).isEqualTo(bare(parsed(spaced(line))));
        }
    }

    private static byte[] bytes(Random random) {
        byte[] valid = "ä€🐌\u0001\u007f\u0085\r\tq\"\\".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[1 + random.nextInt(80)];
        for (int i = 0; i < bytes.length; i++) {
            int any = random.nextInt(256);
            bytes[i] = random.nextInt(3) > 0 ? valid[(i + any % 2) % valid.length] : (byte) (any == 0 ? 1 : any);
        }
        return bytes;
    }

    /** Control characters become spaces. */
    private static String spaced(String text) {
        return text.replaceAll("[\\p{Cntrl}\u0080-\u009f&&[^\n\r\t]]", " ");
    }

    /** How many replacement characters a broken sequence makes is a matter of taste. */
    private static String bare(String text) {
        return text.replace("\ufffd", "");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void line_longerThanATextMayBe_isRefusedInWords(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        Shell.Ended fits = shell.gripe("é".repeat(2_000));
        assertThat(fits.status()).as(fits.errors()).isZero();
        assertThat(newest("").get("text").asText()).isEqualTo("é".repeat(2_000));

        Shell.Ended refused = shell.gripe("🐌".repeat(2_001));
        assertThat(refused.status()).isEqualTo(65);
        assertThat(refused.errors()).isEqualTo("gripe: At most 2000 characters.\n");
        assertThat(Files.exists(shell.state().resolve("spool"))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void time_isInTheWritersZone(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home).with("TZ", "Asia/Kolkata");
        assertThat(shell.gripe("the lift is stuck").status()).isZero();

        assertThat(newest("lift").get("happenedAt").asText()).endsWith("+05:30");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void search_printsWhatIsFound_orFailsWhenNothingIs(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        String word = "umlaut" + UUID.randomUUID().toString().substring(0, 8);
        shell.gripe("5m", "the", word, "für \"Büro\" & co");

        Shell.Ended found = shell.gripe("search", word, "für", "\"Büro\"", "& co\\");
        assertThat(found.status()).as(found.errors()).isZero();
        assertThat(found.output()).contains("  the " + word + " für ");
        Shell.Ended nothing = shell.gripe("search", "the queen of Madagascar plays saxophone on a glacier");
        assertThat(nothing.status()).isEqualTo(1);
        assertThat(nothing.output()).startsWith("No good match.");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void top_listsPainPoints(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        for (String sort : List.of("cost", "rising", "recent", "returned")) {
            Shell.Ended ended = shell.gripe("top", sort);
            assertThat(ended.status()).as(ended.errors()).isZero();
            assertThat(ended.output())
                    .matches("(?s)No pain points yet\\.\n|( *[0-9]+ (min|h|s).*  (once|[0-9]+ times)  .*\n)+.*");
        }
        // Grouping what was logged before would come between the two.
        try (Regrouping.Hold hold = gripe.bean(Regrouping.class).hold()) {
            assertThat(hold).isNotNull();
            gripe.bean(Regrouping.class).run();
            assertThat(shell.gripe("top").output())
                    .isEqualTo(shell.gripe("top", "cost").output());
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void timer_isStartedStoppedAndForgotten(Shell plain) throws Exception {
        // Where nobody else has timers.
        try (TestServer alone = TestServer.start(Map.of())) {
            measure(plain.at(alone.origin(), home));
        }
    }

    private static void measure(Shell shell) throws Exception {
        String what = "waiting \"long\" für " + UUID.randomUUID();
        assertThat(shell.gripe("timer", "stop").status()).isEqualTo(1);
        Shell.Ended started = shell.gripe("timer", "start", what, "#wait");
        assertThat(started.status()).as(started.errors()).isZero();
        assertThat(started.output()).startsWith("running  ").contains(what);
        assertThat(shell.gripe("timer", "list").output())
                .startsWith("1  running  ")
                .contains(what);

        assertThat(shell.gripe("timer", "start").status()).isZero();
        Shell.Ended which = shell.gripe("timer", "stop");
        assertThat(which.status()).isEqualTo(64);
        assertThat(which.errors()).contains("1  running  ", "2  running  ", "which one?");
        // The shell's clock has whole seconds, so either may stand first.
        String wordless = which.errors()
                .lines()
                .filter(line -> line.contains("running") && !line.contains(what))
                .findFirst()
                .orElseThrow();
        assertThat(shell.gripe("timer", "discard", wordless.substring(0, 1)).errors())
                .isEqualTo("gripe: never mind\n");

        Shell.Ended stopped = shell.gripe("timer", "stop");
        assertThat(stopped.status()).as(stopped.errors()).isZero();
        assertThat(stopped.output()).startsWith("logged  ").contains("First time.");
        Shell.Ended back = shell.gripe("timer", "back");
        assertThat(back.output()).as(back.errors()).startsWith("back  ");
        assertThat(shell.gripe("timer", "discard").status()).isZero();
        assertThat(shell.gripe("timer", "list").output()).isEqualTo("no timer\n");
        assertThat(shell.gripe("timer", "nonsense").status()).isEqualTo(64);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void usage_thatIsWrong_saysSoAndLogsNothing(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        String before = newest("").toString();
        for (String[] wrong : new String[][] {
            {},
            {""},
            {" \t "},
            {"--nonsense"},
            {"-t"},
            {"-t", ""},
            {"search"},
            {"search", " "},
            {"top", "of", "it"},
            {"sync", "now"},
            {"run"},
            {"run", "--"},
            {"completion"},
            {"completion", "csh"},
            {"-", "and more"},
            {"--", ""}
        }) {
            Shell.Ended ended = shell.gripe(wrong);
            assertThat(ended.status())
                    .as(Arrays.toString(wrong) + ended.errors())
                    .isEqualTo(64);
            assertThat(ended.errors()).startsWith("gripe: ");
            assertThat(ended.output()).isEmpty();
        }
        assertThat(newest("")).hasToString(before);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void settings_thatAreNone_areRefused(Shell shell) throws Exception {
        for (String url :
                List.of("127.0.0.1", "file:///etc/passwd", "http://a b", "http://a\"b", "http://a\nheader = \"x\"")) {
            assertThat(shell.at(url, home).gripe("x").status()).as(url).isEqualTo(64);
        }
        shell = shell.at(gripe.origin(), home).with("GRIPE_TOKEN", "a\nurl = \"http://evil.example\"");
        assertThat(shell.gripe("x").status()).isEqualTo(64);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void help_andVersion(Shell shell) throws Exception {
        assertThat(shell.gripe("--help").output())
                .startsWith("gripe 25m flaky CI")
                .contains("GRIPE_TOKEN");
        String pom = Files.readString(Path.of("pom.xml"));
        String version = pom.replaceFirst("(?s).*?<version>", "").replaceFirst("(?s)</version>.*", "");
        assertThat(shell.gripe("--version").output()).isEqualTo("gripe " + version + "\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void curl_missing_isSaid(Shell shell) throws Exception {
        Path tools = Files.createDirectory(home.resolve("tools"));
        for (String tool : List.of("date", "readlink", "od", "awk", "sed", "mkdir", "mv", "busybox", "dash", "bash")) {
            for (String folder : List.of("/usr/bin", "/bin")) {
                if (Files.exists(Path.of(folder, tool)) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), Path.of(folder, tool));
                }
            }
        }
        Shell.Ended ended =
                shell.at(gripe.origin(), home).with("PATH", tools.toString()).gripe("no curl here");
        assertThat(ended.status()).as(ended.errors()).isEqualTo(69);
        assertThat(ended.errors()).contains("there is no curl");
    }

    @Test
    void token_isOnNoCommandLine() throws Exception {
        String token = "secret-" + UUID.randomUUID() + " \\ \"quoted\"";
        Set<String> seen = new HashSet<>();
        try (ServerSocket silent = new ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
            Shell shell = Shell.dash()
                    .at("http://127.0.0.1:" + silent.getLocalPort(), home)
                    .with("GRIPE_TOKEN", token);
            Process process = shell.start(shell.command("say", "nothing"));
            String request;
            try (var client = silent.accept()) {
                byte[] buffer = new byte[4_096];
                int count = client.getInputStream().read(buffer);
                request = new String(buffer, 0, count, StandardCharsets.UTF_8);
                process.descendants().forEach(child -> seen.add(commandLine(child.pid())));
                seen.add(commandLine(process.pid()));
            }
            Shell.ended(process);
            assertThat(request).contains("Authorization: Bearer " + token + "\r\n");
        }
        assertThat(seen).anyMatch(line -> line.startsWith("curl "));
        assertThat(seen).noneMatch(line -> line.contains("secret-"));
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (java.io.IOException e) {
            return "";
        }
    }

    /** The newest gripe, found by a word where one is given. */
    private JsonNode newest(String word) {
        if (!word.isEmpty()) {
            return gripe.get("/api/v1/search?limit=1&q=" + java.net.URLEncoder.encode(word, StandardCharsets.UTF_8))
                    .json()
                    .at("/items/0/gripe");
        }
        List<JsonNode> newest = new java.util.ArrayList<>();
        gripe.get("/api/v1/gripes?limit=200").json().get("items").forEach(newest::add);
        // As times: as texts a whole second would come after its own milliseconds.
        return Collections.max(
                newest,
                Comparator.comparing(
                        one -> OffsetDateTime.parse(one.get("createdAt").asText())));
    }

    private String parsed(String line) {
        Answer parsed = gripe.post(
                "/api/v1/parse",
                JsonNodeFactory.instance.objectNode().put("line", line).toString());
        return parsed.json().get("text").asText();
    }
}
