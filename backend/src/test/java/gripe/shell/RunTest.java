package gripe.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.web.SharedServer;
import gripe.web.TestServer;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code gripe run -- …}: the command must not notice, and nobody who waits for it either. */
@ExtendWith(SharedServer.class)
class RunTest {
    /** In a session without a terminal, and with the signals of a command that was just started. */
    private static final List<String> AFRESH = List.of("setsid", "-w", "env", "--default-signal=INT,QUIT,TERM,HUP");

    private static final long SECONDS_MAX = 60;

    private final TestServer gripe;
    private final String mark = Shell.mark();

    @TempDir
    private Path home;

    RunTest(TestServer gripe) {
        this.gripe = gripe;
    }

    static Stream<Shell> shells() {
        return Shell.all();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void exitCode_isTheCommands(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        for (int status : new int[] {0, 1, 2, 42, 126, 127, 128, 130, 143, 255}) {
            assertThat(shell.gripe("run", "--", "sh", "-c", "exit " + status).status())
                    .isEqualTo(status);
        }
        assertThat(shell.gripe("run", "sh", "-c", "kill -KILL $$").status()).isEqualTo(137);
        Shell.Ended unknown = shell.gripe("run", "--", "no-such-command-" + mark);
        assertThat(unknown.status()).isEqualTo(127);
        assertThat(unknown.errors()).contains("no-such-command-" + mark + ": not found");
        assertThat(shell.gripe("run", "--", "/etc/passwd").status()).isEqualTo(126);
        assertThat(found("no-such-command")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void tags_areOfTheFailuresGripe(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        shell.gripe("-t", "ci", "-t", "#build", "run", "--", "sh", "-c", ": " + mark + "; exit 3");

        assertThat(found(mark))
                .singleElement()
                .satisfies(one -> assertThat(one.get("tags").toString()).isEqualTo("[\"ci\",\"build\"]"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void outputThatNobodyReadsAnyMore_isNoFailure(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        assertThat(shell.types("gripe run -- yes " + mark + " | head -n 2").output())
                .isEqualTo((mark + "\n").repeat(2));
        assertThat(shell.types("gripe run -- sh -c 'yes " + mark + "; exit 3' 2>&1 | head -n 1")
                        .output())
                .isEqualTo(mark + "\n");

        assertThat(found(mark)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void outputAndInput_areUnchanged(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        byte[] bytes = new byte[300_000];
        new Random(3).nextBytes(bytes);
        Path input = Files.write(home.resolve("input"), bytes);

        for (String line : List.of(
                "gripe run -- cat < '" + input + "'",
                "cat '" + input + "' | gripe run -- cat",
                "gripe run -- sh -c 'cat; exit 3' < '" + input + "'")) {
            Shell.Ended ended = shell.types(line);
            assertThat(ended.bytes()).as(line).isEqualTo(bytes);
            assertThat(ended.errors()).as(line).isEmpty();
        }
        Shell.Ended both = shell.types("gripe run -- sh -c 'echo out; echo error: err >&2; exit 3'");
        assertThat(both.output()).isEqualTo("out\n");
        assertThat(both.errors()).isEqualTo("error: err\n");
        // In one stream, in the order in which they were written.
        String mixed = "i=0; while [ $i -lt 300 ]; do echo out $i; echo err $i >&2; i=$((i + 1)); done";
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            expected.append("out ").append(i).append("\nerr ").append(i).append('\n');
        }
        assertThat(shell.types("gripe run -- sh -c '" + mixed + "; exit 1' 2>&1")
                        .output())
                .isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void arguments_areUnchanged(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home).with("LC_ALL", "C.UTF-8");
        Shell.Ended ended = shell.gripe(
                "run",
                "--",
                "printf",
                "[%s]",
                "",
                " a  b ",
                "*",
                "$HOME",
                "`id`",
                "\"'",
                "two\nlines",
                "--",
                "-x",
                "é🐌\\");
        assertThat(ended.output()).isEqualTo("[][ a  b ][*][$HOME][`id`][\"'][two\nlines][--][-x][é🐌\\]");
        assertThat(shell.gripe("run", "--", "sh", "-c", "umask; echo \"$LC_ALL\"; pwd")
                        .output())
                .isEqualTo(shell.types("umask; echo C.UTF-8; pwd").output());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void terminal_isTheCommands(Shell plain) throws Exception {
        assumeTrue(Shell.installed("script"), "There is no script on the PATH that makes a terminal");
        Shell shell = plain.at(gripe.origin(), home);
        String all = String.join(" ", shell.command("run", "--", "sh", "-c"))
                + " '[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && read x && echo \"read $x\" && exit 5'";
        Process process = shell.start(List.of("script", "-qec", all, "/dev/null"));
        process.getOutputStream().write((mark + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        Shell.Ended ended = endedWithInput(process);
        assertThat(ended.output()).contains("read " + mark, "failed (exit 5)");
        assertThat(ended.status()).isEqualTo(5);
    }

    private static Shell.Ended endedWithInput(Process process) throws Exception {
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        return new Shell.Ended(process.exitValue(), output, "");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void signals_reachTheCommand_andNobodyComplains(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        for (String signal : List.of("TERM", "INT", "HUP", "QUIT", "USR1")) {
            String command = "trap 'echo got " + signal + "; exit 9' " + signal
                    + "; echo ready; while :; do sleep 0.05; done # " + mark;
            Process process = runs(shell, command);
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            assertThat(output.readLine()).isEqualTo("ready");
            kill(signal, process);
            assertThat(output.readLine()).as(signal).isEqualTo("got " + signal);
            assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(signal).isEqualTo(9);
        }
        Map<String, Integer> deaths = Map.of("HUP", 129, "INT", 130, "TERM", 143);
        for (String signal : deaths.keySet()) {
            Process process = runs(shell, "echo ready; exec sleep 60 # " + mark);
            assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
            kill(signal, process);
            assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(signal).isEqualTo(deaths.get(signal));
        }
        assertThat(newest())
                .noneMatch(one -> one.get("text").asText().contains(mark)
                        && !one.get("text").asText().contains("USR"));
    }

    private Process runs(Shell shell, String command) throws Exception {
        List<String> words = new ArrayList<>(AFRESH);
        words.addAll(shell.command("run", "--", "sh", "-c", command));
        return shell.start(words);
    }

    /** To the process of the script alone. */
    private static void kill(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void failure_isLoggedWithItsError_alikeInEveryRun(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        for (int run = 1; run <= 2; run++) {
            String command = "echo \"/tmp/x" + run + "/a.c:1" + run + ": error: " + mark + " token=s3cret" + run
                    + "\" >&2; echo later; sleep 0.3; exit 2";
            Path script = Files.writeString(home.resolve("build"), command);
            shell.gripe("run", "--", "sh", script.toString());
        }
        List<JsonNode> logged = found(mark);
        assertThat(logged).hasSize(2);
        assertThat(logged).allSatisfy(one -> {
            assertThat(one.get("text").asText()).isEqualTo("sh <path>: <path>:<n>: error: " + mark + " token=***");
            assertThat(one.get("source").asText()).isEqualTo("shell");
            assertThat(one.get("minutes").asDouble()).isBetween(0.3 / 60, 1.0);
        });
    }

    @ParameterizedTest
    @MethodSource("shells")
    void failure_withoutAnError_saysHowItEnded(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        shell.gripe("run", "--", "sh", "-c", ": " + mark + "; exit 3");
        shell.gripe("run", "--", "sh", "-c", ": " + mark + "; kill -SEGV $$");
        assertThat(found(mark))
                .extracting(one -> one.get("text").asText())
                .containsExactlyInAnyOrder(
                        "sh -c : " + mark + "; exit <n> failed (exit 3)",
                        "sh -c : " + mark + "; kill -SEGV $$ died of SEGV");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void success_isLoggedOnlyWhenItIsSlowForThisCommand(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        Path pause = home.resolve("pause");
        Files.writeString(pause, "0");
        for (int run = 0; run < 12; run++) {
            assertThat(shell.gripe("run", "--", "sh", "-c", ": " + mark + "; sleep \"$(cat '" + pause + "')\"")
                            .status())
                    .isZero();
        }
        long before = found(mark).size();
        Files.writeString(pause, "3");
        shell.gripe("run", "--", "sh", "-c", ": " + mark + "; sleep \"$(cat '" + pause + "')\"");
        assertThat(found(mark)).hasSize((int) before + 1);
        assertThat(found(mark)).anySatisfy(one -> {
            assertThat(one.get("text").asText()).startsWith("sh -c : " + mark).endsWith(" was slower than usual");
            assertThat(one.get("minutes").asDouble()).isBetween(3.0 / 60, 1.0);
        });
        // As slow, but another command: that is how long it takes.
        shell.gripe("run", "--", "sh", "-c", ": " + mark + " another; sleep 0.3");
        assertThat(found(mark)).hasSize((int) before + 1);
        try (Stream<Path> kept = Files.list(shell.state().resolve("runs"))) {
            List<Path> files = kept.toList();
            assertThat(files).hasSize(2);
            assertThat(files).anySatisfy(file -> assertThat(file).content().hasLineCount(13));
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void runsKept_areBounded(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        shell.gripe("run", "--", "true");
        Path runs = shell.state().resolve("runs");
        Path file;
        try (Stream<Path> files = Files.list(runs)) {
            file = files.findFirst().orElseThrow();
        }
        Files.writeString(file, "100000\n".repeat(150));
        for (int i = 0; i < 520; i++) {
            Files.writeString(runs.resolve("other-" + i), "1\n");
        }
        shell.gripe("run", "--", "true");
        assertThat(file).content().hasLineCount(100);
        shell.gripe("run", "--", "true", "another");
        try (Stream<Path> files = Files.list(runs)) {
            assertThat(files.count()).isLessThanOrEqualTo(521);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatTheCommandLeavesRunning_isNotWaitedFor(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        Path pid = home.resolve("pid");
        Process process =
                shell.start(shell.command("run", "--", "sh", "-c", "sleep 600 & echo $! > '" + pid + "'; exit 4"));
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(4);
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroy);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void closedStreams_areNoTrouble(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        for (String closed : List.of("<&-", ">&-", "2>&-", "<&- >&- 2>&-", "> /dev/null 2>&1")) {
            assertThat(shell.types("gripe run -- sh -c 'exit 6' " + closed + "; echo $?")
                            .output())
                    .as(closed)
                    .isEqualTo("6\n");
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void offline_theCommandDoesNotNotice(Shell plain) throws Exception {
        Shell shell = plain.at("http://127.0.0.1:1", home);
        Shell.Ended ended = shell.gripe("run", "--", "sh", "-c", "echo error: " + mark + "; exit 2");
        assertThat(ended)
                .extracting(Shell.Ended::status, Shell.Ended::output, Shell.Ended::errors)
                .containsExactly(2, "error: " + mark + "\n", "");
        shell.at(gripe.origin(), home).gripe("sync");
        assertThat(found(mark)).hasSize(1);
    }

    private List<JsonNode> found(String word) {
        List<JsonNode> found = new ArrayList<>();
        newest().stream().filter(one -> one.get("text").asText().contains(word)).forEach(found::add);
        return found;
    }

    private List<JsonNode> newest() {
        List<JsonNode> newest = new ArrayList<>();
        gripe.get("/api/v1/gripes?limit=200").json().get("items").forEach(newest::add);
        return newest;
    }
}
