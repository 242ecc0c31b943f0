package gripe.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import gripe.web.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/SCRIPTS.md, as far as it can be run: every block of code of it is, by exactly one test. */
class ScriptsPageTest {
    private static final Path PAGE = Path.of("../docs/SCRIPTS.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
    private static final String TOKEN = "the-token-of-this-gripe";

    private static TestServer gripe;

    @TempDir
    private Path home;

    /** @param heading it stands under */
    private record Block(String heading, String language, String code) {}

    @BeforeAll
    static void start() {
        gripe = TestServer.start(Map.of("gripe.owner-token", TOKEN, "gripe.allowed-hosts", "gripe.example.org"));
    }

    @AfterAll
    static void stop() throws IOException {
        gripe.close();
    }

    @BeforeEach
    void install() throws Exception {
        by("sh", "-e", "-c", only("Install the shell command", "sh"));
        assertThat(home.resolve(".local/bin/gripe")).isExecutable().hasSameBinaryContentAs(Shell.SCRIPT);
    }

    @Test
    void page_hasNoOtherBlocks() throws IOException {
        assertThat(blocks())
                .extracting(Block::heading)
                .containsExactly(
                        "Install the shell command",
                        "The shell command",
                        "A pipe",
                        "A command",
                        "curl",
                        "curl",
                        "Python",
                        "A Git hook",
                        "A CI job",
                        "A phone");
    }

    @Test
    void shellCommand_doesAsThePageSays() throws Exception {
        Shell.Ended ended = by("sh", "-e", "-c", only("The shell command", "sh"));
        assertThat(ended.output()).contains("25 min  flaky CI  #ci\n", "vpn dropped again, for the third time  #it\n");
        ended = by("sh", "-e", "-c", only("A pipe", "sh"));
        assertThat(ended.output()).isEqualTo("cc -c main.c\nmain.c:12:5: error: expected expression\n");
        assertThat(ended.errors()).startsWith("main.c:12:5: error: expected expression\n");
        ended = by("sh", "-e", "-c", only("A command", "sh"));
        assertThat(ended.output()).isEqualTo("all is well\n");
        assertThat(ended.errors()).isEmpty();
    }

    @Test
    void curl_logsFindsAndMovesGripes() throws Exception {
        List<Block> blocks = under("curl");
        String header = "-H 'Authorization: Bearer " + TOKEN + "' ";
        String log = blocks.get(0).code().replace("curl -fsS ", "curl -fsS " + header);
        JsonNode first = json(by("sh", "-e", "-c", log).output());
        assertThat(first.get("minutes").asDouble()).isEqualTo(10);
        assertThat(first.get("tags").get(0).asText()).isEqualTo("deploy");
        assertThat(json(by("sh", "-e", "-c", log).output()).get("id")).isEqualTo(first.get("id"));

        Shell.Ended ended = by("sh", "-e", "-c", blocks.get(1).code().replace("curl -fsS ", "curl -fsS " + header));
        assertThat(ended.errors()).isEmpty();
        assertThat(Files.readString(home.resolve("gripes.ndjson"))).contains("deploy waited for a lock");
        assertThat(ended.output()).contains("{\"line\":1,\"id\":").doesNotContain("\"code\"");
    }

    @Test
    void python_logs() throws Exception {
        assumeTrue(Shell.installed("python3"), "There is no python3 on the PATH");
        Path file = Files.writeString(home.resolve("log.py"), only("Python", "python"));
        Shell.Ended ended = by("python3", file.toString());
        assertThat(ended.errors()).isEmpty();
        assertThat(ended.output()).startsWith("{'count': ");
        JsonNode saved = logged("staging database");
        assertThat(saved.get("minutes").asDouble()).isEqualTo(12.5);
        assertThat(saved.get("source").asText()).isEqualTo("python");
    }

    @Test
    void gitHook_stopsAPushAndLogsWhy() throws Exception {
        assumeTrue(Shell.installed("git"), "There is no git on the PATH");
        by(
                "sh",
                "-e",
                "-c",
                "git init -q --bare there; git init -q here; cd here; git remote add origin ../there;"
                        + " git -c user.name=a -c user.email=a@b commit -q --allow-empty -m a");
        Path here = home.resolve("here");
        executable(here.resolve(".git/hooks/pre-push"), only("A Git hook", "sh"));
        executable(here.resolve("test"), "#!/bin/sh\necho 'FAIL: the hook test' >&2\nexit 1\n");
        Shell.Ended push = by("sh", "-c", "cd here && git push -q origin HEAD:main");
        assertThat(push.status()).isNotZero();
        assertThat(push.errors()).contains("FAIL: the hook test");
        assertThat(logged("the hook test").get("text").asText()).isEqualTo("test: FAIL: the hook test");

        executable(here.resolve("test"), "#!/bin/sh\nexit 0\n");
        assertThat(by("sh", "-c", "cd here && git push -q origin HEAD:main").status())
                .isZero();
    }

    @Test
    void ciJob_failsAsTheTestsDo() throws Exception {
        JsonNode job = new ObjectMapper(new YAMLFactory())
                .readTree(only("A CI job", "yaml"))
                .at("/jobs/test");
        assertThat(job.at("/env/GRIPE_TOKEN").asText()).isEqualTo("${{ secrets.GRIPE_TOKEN }}");
        String run = job.at("/steps/1/run").asText();
        executable(home.resolve("test"), "#!/bin/sh\necho 'error: the job test, token=abc123'\nexit 3\n");
        // As GitHub's runners do.
        Shell.Ended failed = by("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", run);
        assertThat(failed.status()).isEqualTo(3);
        assertThat(failed.output()).isEqualTo("error: the job test, token=abc123\n");
        assertThat(logged("the job test").get("text").asText()).isEqualTo("test: error: the job test, token=***");
    }

    @Test
    void phone_requestIsAnsweredInWords() throws Exception {
        String[] parts = only("A phone", "http").strip().split("\n\n", 2);
        byte[] body = parts[1].getBytes(StandardCharsets.UTF_8);
        String head =
                parts[0].replace("\n", "\r\n") + "\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = gripe.connect()) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 201 ").contains("15 min  no network in the train  #train\n");
        }
    }

    /** With the environment of the page, in a folder of its own. */
    private Shell.Ended by(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("XDG_"));
        environment.put("HOME", home.toString());
        environment.put("PATH", home.resolve(".local/bin") + ":" + environment.get("PATH"));
        environment.put("GRIPE_URL", gripe.origin());
        environment.put("GRIPE_TOKEN", TOKEN);
        return Shell.ended(builder.start());
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static JsonNode logged(String text) {
        for (JsonNode one : gripe.get("/api/v1/gripes?limit=50", "Authorization", "Bearer " + TOKEN)
                .json()
                .get("items")) {
            if (one.get("text").asText().contains(text)) {
                return one;
            }
        }
        throw new AssertionError("Not logged: " + text);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private static String only(String heading, String language) throws IOException {
        List<Block> blocks = under(heading);
        assertThat(blocks).hasSize(1);
        assertThat(blocks.get(0).language()).isEqualTo(language);
        return blocks.get(0).code();
    }

    private static List<Block> under(String heading) throws IOException {
        return blocks().stream()
                .filter(block -> block.heading().equals(heading))
                .toList();
    }

    private static List<Block> blocks() throws IOException {
        String page = Files.readString(PAGE);
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            String before = page.substring(0, block.start());
            String heading = before.substring(before.lastIndexOf("\n#"))
                    .replaceFirst("^\\n#+ ", "")
                    .replaceFirst("(?s)\\n.*", "");
            blocks.add(new Block(heading, block.group(1), block.group(2)));
        }
        return blocks;
    }
}
