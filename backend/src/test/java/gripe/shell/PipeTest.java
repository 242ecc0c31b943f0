package gripe.shell;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.web.SharedServer;
import gripe.web.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code … 2>&1 | gripe -} */
@ExtendWith(SharedServer.class)
class PipeTest {
    private final TestServer gripe;

    @TempDir
    private Path home;

    PipeTest(TestServer gripe) {
        this.gripe = gripe;
    }

    static Stream<Shell> shells() {
        return Shell.all();
    }

    private record Output(String printed, String error) {}

    /** As the tools print it. The error is what a person would call the first. */
    private static final List<Output> OUTPUTS = List.of(
            new Output(
                    "cc -Werror -c error.c -o error.o\nerror.c: In function 'main':\nerror.c:3:5: warning: unused variable 'error' [-Wunused]\n"
                            + "main.c:12:9: \u001b[01;31m\u001b[Kerror: \u001b[m\u001b[Kunknown type name 'foo'\nmake: *** [Makefile:3: all] Error 1\n",
                    "main.c:12:9: error: unknown type name 'foo'"),
            new Output(
                    "[INFO] Scanning for projects...\n[INFO] Tests run: 3, Failures: 0, Errors: 0\n[WARNING] error handling is old\n"
                            + "[ERROR] COMPILATION ERROR : \n[ERROR] /src/A.java:[3,9] cannot find symbol\n",
                    "[ERROR] COMPILATION ERROR :"),
            new Output(
                    "collected 3 items\nTraceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    open('x')\n"
                            + "FileNotFoundError: [Errno 2] No such file or directory: 'x'\n",
                    "FileNotFoundError: [Errno 2] No such file or directory: 'x'"),
            new Output(
                    "   Compiling x v0.1.0\nerror[E0433]: failed to resolve: use of undeclared type `Foo`\n --> src/main.rs:2:5\n",
                    "error[E0433]: failed to resolve: use of undeclared type `Foo`"),
            new Output(
                    "> x@1.0.0 build\n> tsc\n\r\nsrc/a.ts(3,5): error TS2304: Cannot find name 'foo'.\r\n",
                    "src/a.ts(3,5): error TS2304: Cannot find name 'foo'."),
            new Output("npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve\n", "npm ERR! code ERESOLVE"),
            new Output(
                    "=== RUN   TestX\n--- FAIL: TestX (0.00s)\n    x_test.go:5: got 1\nFAIL\n",
                    "--- FAIL: TestX (0.00s)"),
            new Output(
                    " 10% |##   |\r 50% |#### |\rfatal: unable to access 'https://x/': timeout\n",
                    "fatal: unable to access 'https://x/': timeout"),
            new Output("1..2\nok 1 - no errors\nnot ok 2 - sums\n", "not ok 2 - sums"),
            new Output(
                    "java.lang.IllegalStateException: no key\n\tat a.B.c(B.java:3)\n",
                    "java.lang.IllegalStateException: no key"),
            new Output(
                    "./run: 3: foo: not found\n./run: line 4: bar: command not found\n",
                    "./run: line 4: bar: command not found"),
            new Output("0 errors, 0 warnings\nsomething failed on the way\ndone\n", "something failed on the way"),
            new Output("just one line that says what is wrong\n", "just one line that says what is wrong"));

    @ParameterizedTest
    @MethodSource("shells")
    void firstError_isTheText_andEverythingIsPassedOn(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        Path printed = home.resolve("printed");
        for (Output output : OUTPUTS) {
            Files.writeString(printed, output.printed());
            Shell.Ended ended = shell.types("cat '" + printed + "' | gripe -");
            assertThat(ended.status()).as(ended.errors()).isZero();
            assertThat(ended.output()).isEqualTo(output.printed());
            assertThat(ended.errors()).startsWith(output.error().substring(0, 10));
            assertThat(newest()).isEqualTo(output.error());
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void tags_areOfThePipesGripe(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        String mark = "m" + UUID.randomUUID().toString().substring(0, 8);
        shell.types("echo 'error: " + mark + "' | gripe -t ci -t '#build' -");

        assertThat(gripe.get("/api/v1/search?q=" + mark)
                        .json()
                        .get("items")
                        .get(0)
                        .get("gripe")
                        .get("tags")
                        .toString())
                .isEqualTo("[\"ci\",\"build\"]");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void outputWithoutAnError_isNoGripe(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        String before = newest();
        for (String fine : List.of(
                "",
                "\n\n",
                "compiling\ngcc -Werror -c fail.c\nBUILD SUCCESS, 0 errors\n",
                "ok 1\nok 2 - error handling\n# no failures\n")) {
            Path printed = Files.writeString(home.resolve("printed"), fine);
            Shell.Ended ended = shell.types("cat '" + printed + "' | gripe -");
            assertThat(ended.status()).isZero();
            assertThat(ended.output()).isEqualTo(fine);
            assertThat(ended.errors()).isEqualTo("gripe: no line of it tells of an error; nothing logged\n");
        }
        assertThat(newest()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void anyBytes_arePassedOnUnchanged_andLongLinesAreCut(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        byte[] bytes = new byte[3_000_000];
        new Random(5).nextBytes(bytes);
        byte[] error = ("\nerror: " + "🐌".repeat(3_000)).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(error, 0, bytes, 0, error.length);
        Path printed = Files.write(home.resolve("printed"), bytes);

        Shell.Ended ended = shell.types("cat '" + printed + "' | gripe -");
        assertThat(ended.status()).as(ended.errors()).isZero();
        assertThat(ended.bytes()).isEqualTo(bytes);
        assertThat(newest()).matches("error: 🐌{900,1100}");

        Files.writeString(printed, "error: " + "é ".repeat(1_500) + "\nerror: the next");
        shell.types("cat '" + printed + "' | gripe -");
        assertThat(newest()).startsWith("error: é é").hasSizeBetween(1_900, 2_000);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void secrets_areMasked(Shell plain) throws Exception {
        Shell shell = plain.at(gripe.origin(), home);
        String id = UUID.randomUUID().toString().substring(0, 8);
        Path printed = Files.writeString(
                home.resolve("printed"),
                "error: " + id
                        + " push to https://me:hunter2@example.org/x failed, token=abc123 AKIAIOSFODNN7EXAMPLE\n");
        shell.types("cat '" + printed + "' | gripe -");

        assertThat(newest()).isEqualTo("error: " + id + " push to https://***@example.org/x failed, token=*** ***");
    }

    private String newest() {
        List<com.fasterxml.jackson.databind.JsonNode> newest = new ArrayList<>();
        gripe.get("/api/v1/gripes?limit=200").json().get("items").forEach(newest::add);
        // As times: as texts a whole second would come after its own milliseconds.
        newest.sort(java.util.Comparator.comparing((com.fasterxml.jackson.databind.JsonNode one) ->
                        java.time.Instant.parse(one.get("createdAt").asText()))
                .reversed());
        return newest.isEmpty() ? "" : newest.get(0).get("text").asText();
    }

    /** Each secret, in each place where one is found, by each awk that is installed: nothing of it is left. */
    @Test
    void mask_hidesEverySecretInEveryPlace() throws Exception {
        List<String> secrets = List.of(
                "AKIAIOSFODNN7EXAMPLE",
                "ASIAY34FZKBOKMUTVV7A",
                "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "github_pat_11ABCDEFG0aBcDeFgHiJkL_1234567890abcdefghijklmnopqrstuvwxyz",
                "glpat-xxxx1234yyyy5678zzzz",
                "xoxb-123456789012-abcdefABCDEF",
                "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
                "sk-proj-abcdefGHIJKL0123456789mnop",
                "AIzaSyA-1234567890abcdefghijklmnopqrstu",
                "npm_abcdefghijklmnopqrstuvwxyz0123456789",
                "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH",
                "SG.ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf09kqeF8tAmbihYzrnopKc1s5cr",
                "hvs.CAESIJlU02LQZq6XfWtPPQ8rHwQg",
                "pypi-AgEIcHlwaS5vcmcCJDU3OTM1",
                "dckr_pat_abcDEF123456ghiJKL789012",
                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
                "0123456789abcdef0123456789abcdef",
                "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MEFCQ0RFRkdISUpLTE1O");
        List<String> anywhere = List.of(
                "error: %s was refused",
                "%s",
                "(%s)",
                "\"%s\"",
                "'%s'",
                "x=%s;",
                "error:%s:",
                "got %s, wanted none",
                "https://example.org/?k=%s&x=1",
                "<%s>",
                "[%s]",
                "error 401 %s%n".strip());
        List<String> named = List.of(
                "password=%s",
                "password: %s",
                "\"password\": \"%s\"",
                "'token' => '%s'",
                "--password %s",
                "--token=%s",
                "-u admin:%s http://x",
                "https://bob:%s@example.org/a",
                "postgres://bob:%s@db:5432/x",
                "Authorization: Bearer %s",
                "authorization: basic %s",
                "-H 'Authorization: token %s'",
                "Bearer %s expired",
                "X-Api-Key: %s",
                "api_key=%s",
                "DB_PASSWORD=%s make",
                "AWS_SECRET_ACCESS_KEY=%s",
                "secret_key = \"%s\"",
                "client_secret=%s&grant=x",
                "Cookie: session=%s; theme=dark",
                "Set-Cookie: id=%s",
                "passphrase is \"%s\"",
                "{\"access_token\":\"%s\",\"x\":1}",
                "sshpass -p %s ssh x",
                "sshpass -p %s ssh -p 2222 x",
                "mysql -u root -p%s -P 3306 db",
                "docker login -u bob -p %s reg",
                "podman login reg -p %s && podman run -p 80:80 x",
                "redis-cli -a %s ping",
                "keydb-cli -h db -a %s -p 6380 ping",
                "openssl rsa -passin pass:%s -in x",
                "openssl rsa -in x -passout %s",
                "openssl enc -aes-256-cbc -k %s",
                "ldapsearch -D cn=x -w %s",
                "kubectl create secret generic x --from-literal=k=%s",
                "?sig=%s&se=1",
                "//registry/:_authToken=%s",
                "AccountKey=%s;Endpoint=x",
                "machine x login y password: %s",
                "-----BEGIN RSA PRIVATE KEY-----\\n%s\\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN OPENSSH PRIVATE KEY----- %s",
                "https://hooks.slack.com/services/T00/B00/%s");
        List<String> words = List.of(
                "hunter2", "tr0ub4dor&3", "p@ss@word", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "correct-horse");
        List<String> lines = new ArrayList<>();
        List<String> hidden = new ArrayList<>();
        for (String secret : secrets) {
            for (String place : anywhere) {
                lines.add(place.replace("%s", secret));
                hidden.add(secret);
            }
        }
        for (String secret : Stream.concat(secrets.stream(), words.stream()).toList()) {
            for (String place : named) {
                if ((place.contains("&") && secret.contains("&"))
                        || (place.contains("hooks") && !secret.matches("\\w+"))) {
                    continue;
                }
                lines.add(place.replace("%s", secret));
                hidden.add(secret.replaceFirst("&.*", ""));
            }
        }
        Path input = Files.write(home.resolve("lines"), lines);
        for (String awk : List.of("awk", "busybox awk", "gawk", "original-awk")) {
            if (!Shell.installed(awk.replaceFirst(" .*", ""))) {
                continue;
            }
            for (String differences : List.of("", "1")) {
                List<String> masked = masked(awk, differences, input);
                assertThat(masked).hasSameSizeAs(lines);
                for (int i = 0; i < lines.size(); i++) {
                    assertThat(masked.get(i)).as(awk + " of " + lines.get(i)).doesNotContain(hidden.get(i));
                }
            }
        }
    }

    @Test
    void mask_leavesWhatIsNoSecret() throws Exception {
        List<String> harmless = List.of(
                "SyntaxError: Unexpected token '}' at position 5",
                "password authentication failed for user \"bob\"",
                "fatal: unable to access 'https://example.org/x.git/': Could not resolve host",
                "error TS2304: Cannot find name 'tokenizer'.",
                "npm ERR! notarget No matching version found for @types/node@99",
                "/usr/lib/jvm/java-21-openjdk-amd64/bin/java: No such file",
                "ECONNREFUSED 127.0.0.1:5432",
                "docker run -p 80:80 nginx failed",
                "ssh -p 2222 host: refused",
                "redis-cli -h db -p 6380: refused",
                "ls -a failed",
                "AssertionError: expected [1, 2] to equal [1, 3]");
        Path input = Files.write(home.resolve("lines"), harmless);
        assertThat(masked("awk", "", input)).isEqualTo(harmless);
    }

    @Test
    void mask_ofDifferences_makesRunsAlike() throws Exception {
        List<String> lines = List.of(
                "/tmp/build.x81/src/main.c:12:5: error: bad thing at 0x7ffd12 after 12.5s",
                "/home/me/a/main.c:7:15: error: bad thing at 0x7ffe99ab after 3s",
                "worker 17: job 123e4567-e89b-12d3-a456-426614174000 of 4821fa3 failed with E0433, exit 2",
                "worker 3: job 00000000-e89b-12d3-a456-426614174999 of 99aa0c1d failed with E0433, exit 137",
                "cannot read '/etc/x/y.conf': and/or input/output error",
                "cannot read '../y': and/or input/output error",
                "C:\\Users\\me\\x.cs(3): error CS0103",
                "D:\\b\\x.cs(33): error CS0103",
                "GET http://localhost:8080/a?b=1 timed out",
                "GET https://10.0.0.1/other timed out");
        List<String> masked = masked("awk", "1", Files.write(home.resolve("lines"), lines));

        assertThat(masked)
                .containsExactly(
                        "<path>:<n>: error: bad thing at <n> after <n>s",
                        "<path>:<n>: error: bad thing at <n> after <n>s",
                        "worker <n>: job <id> of <id> failed with E0433, exit <n>",
                        "worker <n>: job <id> of <id> failed with E0433, exit <n>",
                        "cannot read '<path>': and/or input/output error",
                        "cannot read '<path>': and/or input/output error",
                        "<path>(<n>): error CS0103",
                        "<path>(<n>): error CS0103",
                        "GET <url> timed out",
                        "GET <url> timed out");
    }

    /** By the very program that the script has for it. */
    private List<String> masked(String awk, String differences, Path input) throws Exception {
        String program = "eval \"$(sed -n \"/^masks='/,/^'\\$/p\" '" + Shell.SCRIPT + "')\"\n" + "LC_ALL=C " + awk
                + " -v d=\"$1\" \"$masks\"'{ print masked($0, d) }' \"$2\"";
        Shell.Ended ended =
                Shell.ended(new ProcessBuilder("sh", "-c", program, "sh", differences, input.toString()).start());
        assertThat(ended.errors()).isEmpty();
        return ended.output().lines().toList();
    }
}
