package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups as an operator makes and restores them: by processes of their own, beside a running Gripe. */
class BackupCommandTest {
    private static final String KEYED = "{\"text\": \"VPN dropped in the middle of the call\"}";

    @TempDir
    private Path folder;

    private Path data;
    private Path backup;
    private Map<String, String> passphrase;

    @BeforeEach
    void names() throws IOException {
        data = folder.resolve("data");
        backup = folder.resolve("backup");
        Path file = folder.resolve("passphrase");
        Files.writeString(file, "correct horse battery\n");
        passphrase = Map.of("GRIPE_BACKUP_PASSPHRASE_FILE", file.toString());
    }

    @Test
    void backupOfARunningGripe_restoredElsewhere_isTheSameGripe() throws Exception {
        String exported;
        String keyed;
        try (ChildGripe gripe = gripe(data)) {
            String address = gripe.awaitReady();
            // Else the first gripes had no vector, and the backup neither.
            ChildGripe.awaitCaughtUp(address);
            post(address, "{\"id\": \"kept\", \"line\": \"25m waiting for the flaky CI again #ci\"}");
            keyed = id(post(address, KEYED, "Idempotency-Key", "key").body());
            post(address, "{\"id\": \"deleted\", \"text\": \"the form asked for my birthday twice\"}");
            assertThat(send("DELETE", address + "/api/v1/gripes/deleted", "").statusCode())
                    .isEqualTo(204);
            exported = get(address + "/api/v1/export");

            assertThat(runApart(data, passphrase, "backup", backup.toString()))
                    .startsWith("0 Backed up to " + backup + ", encrypted: 4 changes");
            assertThat(Files.getPosixFilePermissions(backup)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            // Gripe goes on as if nothing had been.
            post(address, "{\"id\": \"later\", \"text\": \"later\"}");
            assertThat(get(address + "/health/ready")).contains("\"ready\"");
        }
        // And once more while no Gripe runs.
        assertThat(run(data, Map.of(), "backup", folder.resolve("second").toString()))
                .startsWith("0 Backed up to ")
                .contains("NOT encrypted: 5 changes");

        assertThat(run(data, passphrase, "verify", backup.toString())).startsWith("0 The backup is whole: ");
        Path elsewhere = folder.resolve("elsewhere");
        assertThat(runApart(elsewhere, passphrase, "restore", backup.toString()))
                .startsWith("0 Restored into ")
                .contains("compared: 3 gripes");
        try (ChildGripe gripe = gripe(elsewhere)) {
            String address = gripe.awaitReady();
            assertThat(get(address + "/api/v1/export")).isEqualTo(exported);
            ChildGripe.awaitCaughtUp(address);
            assertThat(get(address + "/api/v1/search?q=flaky+CI")).contains("\"kept\"");
            assertThat(get(address + "/metrics")).contains("gripe_embedding_seconds_count 0");
            assertThat(id(post(address, KEYED, "Idempotency-Key", "key").body()))
                    .isEqualTo(keyed);
            assertThat(send("POST", address + "/api/v1/gripes/deleted/restore", "")
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(run(elsewhere, passphrase, "restore", backup.toString()))
                .startsWith("73 ")
                .contains("There is something in " + elsewhere + " (index, keydb) already");
    }

    @Test
    void restoreFromStandardInput_intoAnExternalServer() throws Exception {
        fillAndBackUp(Map.of());
        Path socket = folder.resolve("external.sock");
        Process server = new ProcessBuilder(
                        "redis-server",
                        "--port",
                        "0",
                        "--unixsocket",
                        socket.toString(),
                        "--dir",
                        folder.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "no")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            while (!Files.exists(socket) && server.isAlive()) {
                Thread.onSpinWait();
            }
            Map<String, String> external = Map.of("GRIPE_KEYDB_URI", "redis-socket://" + socket);
            Path unused = folder.resolve("unused");
            assertThat(run(unused, external, "backup", folder.resolve("none").toString()))
                    .startsWith("66 ")
                    .contains("There is nothing to back up");
            assertThat(piped(unused, external, Files.readAllBytes(backup), "restore", "-"))
                    .startsWith("0 Restored into " + socket);
            assertThat(unused).doesNotExist();
            assertThat(run(unused, external, "restore", backup.toString())).startsWith("73 ");
            assertThat(run(unused, external, "backup", folder.resolve("again").toString()))
                    .startsWith("0 Backed up to ");
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    @Test
    void standardOutputAndInput_carryABackup() throws Exception {
        fillAndBackUp(Map.of());
        byte[] piped;
        try (ChildGripe child = child(data, Map.of(), "backup", "-")) {
            piped = child.process().getInputStream().readAllBytes();
            assertThat(child.awaitExit()).isZero();
        }
        assertThat(piped(data, Map.of(), piped, "verify", "-")).startsWith("0 The backup is whole");
        Path elsewhere = folder.resolve("elsewhere");
        assertThat(piped(elsewhere, Map.of(), piped, "restore", "-")).startsWith("0 Restored into ");
        assertThat(elsewhere.toFile().list()).containsExactlyInAnyOrder("keydb", "lock");
    }

    @Test
    void whatCannotBeDone_isSaidWithItsExitCodeAndChangesNothing() throws Exception {
        fillAndBackUp(passphrase);
        Path elsewhere = folder.resolve("elsewhere");
        Map<String, String> wrong = Map.of("GRIPE_BACKUP_PASSPHRASE", "incorrect horse battery");

        assertThat(run(elsewhere, wrong, "restore", backup.toString()))
                .startsWith("65 ")
                .contains("passphrase");
        assertThat(run(elsewhere, Map.of(), "restore", backup.toString()))
                .startsWith("78 ")
                .contains("is encrypted");
        assertThat(run(
                        data,
                        Map.of("GRIPE_BACKUP_PASSPHRASE", "short"),
                        "backup",
                        folder.resolve("b").toString()))
                .startsWith("78 ")
                .contains("at least 12 characters");
        assertThat(run(data, Map.of("GRIPE_BACKUP_PASSPHRASE_FILE", "/absent"), "verify", backup.toString()))
                .startsWith("78 ");
        assertThat(run(data, passphrase, "backup", backup.toString()))
                .startsWith("73 ")
                .contains("is there already");
        assertThat(run(data, passphrase, "backup", folder + "/absent/b")).startsWith("73 ");
        assertThat(run(data, passphrase, "backup", "/dev/full")).startsWith("73 ");
        assertThat(run(elsewhere, passphrase, "backup", folder.resolve("b").toString()))
                .startsWith("66 ");
        assertThat(run(elsewhere, passphrase, "restore", folder.resolve("b").toString()))
                .startsWith("66 ");
        assertThat(runApart(data, Map.of(), "backup")).startsWith("64 backup takes one FILE");
        byte[] bytes = Files.readAllBytes(backup);
        bytes[bytes.length - 100] ^= 1;
        Files.write(backup, bytes);
        assertThat(runApart(elsewhere, passphrase, "restore", backup.toString()))
                .startsWith("65 gripe restore failed. The backup ")
                .contains("damaged");
        assertThat(elsewhere).doesNotExist();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("data", "backup", "passphrase");
    }

    @Test
    void restoreThatWasCutOff_isDoneAgain() throws Exception {
        fillAndBackUp(Map.of());
        Path elsewhere = folder.resolve("elsewhere");
        Files.createDirectories(elsewhere.resolve("keydb.part"));
        Files.writeString(elsewhere.resolve("restore.part"), "a part");
        assertThat(run(elsewhere, Map.of(), "restore", backup.toString())).startsWith("0 Restored into ");
        assertThat(elsewhere.toFile().list()).containsExactlyInAnyOrder("keydb", "lock");
    }

    private void fillAndBackUp(Map<String, String> settings) throws Exception {
        try (ChildGripe gripe = gripe(data)) {
            post(gripe.awaitReady(), "{\"text\": \"kept\"}");
        }
        assertThat(run(data, settings, "backup", backup.toString())).startsWith("0 ");
    }

    private static ChildGripe gripe(Path data) throws IOException {
        return ChildGripe.start(Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0"));
    }

    private static ChildGripe child(Path data, Map<String, String> settings, String... arguments) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("GRIPE_DATA", data.toString());
        return ChildGripe.start(all, arguments);
    }

    /** The exit code, and what was said to a person. In this process, since each of its own takes seconds. */
    private static String run(Path data, Map<String, String> settings, String command, String file) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("GRIPE_DATA", data.toString());
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try {
            new BackupCommand(all, new PrintStream(told, true, StandardCharsets.UTF_8)).run(command, file);
            return "0 " + told.toString(StandardCharsets.UTF_8);
        } catch (StartProblem e) {
            return e.exitCode() + " " + e.getMessage();
        }
    }

    /** The same by a process of its own, as an operator runs it. */
    private static String runApart(Path data, Map<String, String> settings, String... arguments) throws Exception {
        return piped(data, settings, new byte[0], arguments);
    }

    private static String piped(Path data, Map<String, String> settings, byte[] input, String... arguments)
            throws Exception {
        try (ChildGripe child = child(data, settings, arguments)) {
            try (OutputStream in = child.process().getOutputStream()) {
                in.write(input);
            } catch (IOException e) {
                // It may end before it reads, and says why.
            }
            assertThat(child.output()).isEmpty();
            int exitCode = child.awaitExit();
            assertThat(child.errors()).doesNotContain("\tat ");
            return exitCode + " " + child.errors();
        }
    }

    private static HttpResponse<String> post(String address, String json, String... headers) throws Exception {
        HttpResponse<String> answer = send("POST", address + "/api/v1/gripes", json, headers);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return answer;
    }

    private static String id(String body) {
        return body.replaceFirst(".*?\"id\":\"([^\"]+)\".*", "$1");
    }

    private static String get(String uri) throws Exception {
        return send("GET", uri, "").body();
    }

    private static HttpResponse<String> send(String method, String uri, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
