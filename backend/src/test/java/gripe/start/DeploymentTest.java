package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import gripe.fault.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in the folder deploy, tried as far as that goes without a container engine, systemd or a cluster. */
class DeploymentTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DEPLOY = ROOT.resolve("deploy");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern NAME = Pattern.compile("GRIPE_[A-Z_]+");
    private static final long COMMAND_SECONDS_MAX = 120;
    private static final String TOKEN = "a-token-of-more-than-24-characters";

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Containerfile",
                "compose.yaml",
                "Caddyfile",
                "gripe.service",
                "healthy.sh",
                "kubernetes/gripe.yaml",
                "kubernetes/keydb.yaml"
            })
    void everySettingNamed_isOneThatGripeKnows(String file) throws IOException {
        Set<String> known = names(ROOT.resolve("backend/src/main/resources/application.yml"));

        assertThat(known).contains("GRIPE_DATA", "GRIPE_OWNER_TOKEN");
        assertThat(known).containsAll(names(DEPLOY.resolve(file)));
    }

    private static Set<String> names(Path file) throws IOException {
        return NAME.matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void containerfile_copiesWhatIsThere() throws IOException {
        List<String> lines = Files.readAllLines(DEPLOY.resolve("Containerfile"));
        for (String line : lines) {
            if (line.startsWith("COPY --from=build /source/backend/target/")) {
                // What the build leaves behind; the folder exists once it is packaged.
                assertThat(line).matches(".*/target/(gripe\\.jar|lib) .*");
            } else if (line.startsWith("COPY ") && !line.contains("--from")) {
                assertThat(ROOT.resolve(line.split(" ", -1)[1])).exists();
            }
        }
        assertThat(lines).contains("USER 10001", "VOLUME /data");
        assertThat(switches("Containerfile"))
                .isEqualTo(switches("gripe.service"))
                .containsAll(switches("run.sh"));
    }

    /** The JVM's switches in a file, as a set. */
    private static Set<String> switches(String file) throws IOException {
        return Pattern.compile("-X[A-Za-z0-9:+]+|--(?:add-modules|enable-native-access)[ =,\"]+[a-zA-Z.-]+")
                .matcher(Files.readAllLines(DEPLOY.resolve(file)).stream()
                        .filter(line -> !line.startsWith("RUN") && !line.contains("AOTCache"))
                        .collect(Collectors.joining("\n")))
                .results()
                .map(match -> match.group().replaceAll("[ =,\"]+", " "))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The runtime that the Containerfile makes is made here, by its own line, and starts the product as it says. */
    @Test
    void containerfile_itsJavaStartsGripe() throws Exception {
        String lines = Files.readString(DEPLOY.resolve("Containerfile"));
        String jlink = first("RUN (jlink .*) --output /java", lines);
        Path java = scratch.resolve("java");
        List<String> command = new ArrayList<>(List.of(jlink.split(" ")));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "jlink").toString());
        command.addAll(List.of("--output", java.toString()));
        var unusedWords = run(command);
        List<String> entry = new ArrayList<>();
        JsonNode parts = new ObjectMapper().readTree(first("ENTRYPOINT (\\[.*\\])", lines));
        parts.forEach(part -> entry.add(part.asText()));
        assertThat(entry.get(0)).isEqualTo("/opt/java/bin/java");
        entry.set(0, java.resolve("bin/java").toString());
        Map<String, String> environment = new HashMap<>();
        for (String pair : first("ENV (.*)", lines).split(" ", -1)) {
            environment.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        assertThat(environment).containsEntry("GRIPE_DATA", "/data").containsEntry("GRIPE_HOST", "0.0.0.0");
        // Everywhere is not where a test listens, and without a token Gripe refuses it.
        try (ChildGripe open = ChildGripe.of(started(entry), with(environment, Map.of()))) {
            assertThat(open.awaitExit()).isEqualTo(StartProblem.CONFIGURATION);
            assertThat(open.errors()).contains("GRIPE_OWNER_TOKEN");
        }
        try (ChildGripe gripe = ChildGripe.of(
                started(entry), with(environment, Map.of("GRIPE_HOST", "127.0.0.1", "GRIPE_OWNER_TOKEN", TOKEN)))) {
            String port = gripe.awaitReady().replaceAll(".*:", "");
            assertThat(healthy(port, TOKEN, "live")).isZero();
            assertThat(healthy(port, "not-the-token-but-as-long-as-it", "ready"))
                    .isNotZero();
            Waiting.until("ready", () -> healthy(port, TOKEN, "ready") == 0);
        }
    }

    private Map<String, String> with(Map<String, String> environment, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(Map.of("GRIPE_DATA", scratch.resolve("data").toString(), "GRIPE_PORT", "0"));
        all.putAll(more);
        return all;
    }

    /** The command with what was just built in the place of what is installed. */
    private static List<String> started(List<String> command) {
        List<String> all = new ArrayList<>(command);
        int jar = all.indexOf("-jar");
        assertThat(all.subList(jar, all.size())).containsExactly("-jar", "/opt/gripe/gripe.jar");
        // In a test run the jar is not made yet: its class path and main class, as its manifest will have them.
        all.subList(jar, all.size()).clear();
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), "gripe.start.Main"));
        return all;
    }

    private static int healthy(String port, String token, String what) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(DEPLOY.resolve("healthy.sh").toString(), what);
        builder.environment().putAll(Map.of("GRIPE_PORT", port, "GRIPE_OWNER_TOKEN", token));
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    @Test
    void service_itsCommandStartsGripe() throws Exception {
        String unit = Files.readString(DEPLOY.resolve("gripe.service"));
        List<String> command = List.of(first("ExecStart=(.*)", unit).split(" "));
        assertThat(command.subList(0, 2)).containsExactly("/usr/bin/env", "java");
        Map<String, String> environment = Map.of(
                "PATH",
                Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"),
                "GRIPE_DATA",
                scratch.resolve("data").toString(),
                "GRIPE_PORT",
                "0");
        try (ChildGripe gripe = ChildGripe.of(started(command), environment)) {
            assertThat(gripe.awaitReady()).startsWith("http://127.0.0.1:");
            gripe.process().destroy();
            assertThat(gripe.awaitExit()).isEqualTo(Integer.parseInt(first("SuccessExitStatus=(.*)", unit)));
        }
    }

    @Test
    void service_systemdUnderstandsItAndFindsItHardened() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "systemd-analyze"))),
                "There is no systemd-analyze on the PATH");
        String unit = DEPLOY.resolve("gripe.service").toString();

        assertThat(run(List.of("systemd-analyze", "verify", unit))).isEmpty();
        // Of 100, in tenths: below 20 is what systemd calls OK.
        assertThat(run(List.of("systemd-analyze", "security", "--offline=true", "--threshold=20", unit)))
                .contains("OK");
    }

    @Test
    void compose_whatItNamesIsThere() throws IOException {
        JsonNode compose = YAML.readTree(DEPLOY.resolve("compose.yaml").toFile());
        for (Map.Entry<String, JsonNode> entry : compose.get("services").properties()) {
            JsonNode service = entry.getValue();
            assertThat(service.get("read_only").asBoolean()).as(entry.getKey()).isTrue();
            assertThat(service.get("cap_drop").get(0).asText()).isEqualTo("ALL");
            for (JsonNode volume : service.get("volumes")) {
                String source = volume.asText().split(":", 2)[0];
                assertThat(
                                source.startsWith("./")
                                        ? Files.exists(DEPLOY.resolve(source))
                                        : compose.get("volumes").has(source))
                        .as(source)
                        .isTrue();
            }
            for (JsonNode network : service.get("networks")) {
                assertThat(compose.get("networks").has(network.asText())).isTrue();
            }
            for (JsonNode other : service.path("depends_on")) {
                assertThat(compose.get("services").has(other.asText())).isTrue();
            }
        }
        JsonNode gripe = compose.at("/services/gripe");
        assertThat(DEPLOY.resolve(gripe.at("/build/context").asText())
                        .resolve(gripe.at("/build/dockerfile").asText()))
                .exists();
        assertThat(gripe.get("networks").toString()).isEqualTo("[\"inside\"]");
        assertThat(compose.at("/networks/inside/internal").asBoolean()).isTrue();
        assertThat(gripe.has("ports")).isFalse();
        assertThat(Files.readString(DEPLOY.resolve("Caddyfile"))).contains("reverse_proxy gripe:4747");
        assertDurable(compose.at("/services/keydb/command"));
        // A new volume is whose the folder in the image is.
        assertThat(compose.at("/services/keydb/user").asText()).isEqualTo("keydb");
    }

    private static void assertDurable(JsonNode command) {
        List<String> words = new ArrayList<>();
        command.forEach(word -> words.add(word.asText()));
        assertThat(words)
                .containsSubsequence("--appendonly", "yes")
                .containsSubsequence("--appendfsync", "always")
                .containsSubsequence("--maxmemory-policy", "noeviction")
                .containsSubsequence("--dir", "/data");
    }

    @Test
    void kubernetes_manifestsFitTogether() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (String file : List.of("gripe.yaml", "keydb.yaml")) {
            try (var documents = YAML.readerFor(JsonNode.class)
                    .<JsonNode>readValues(
                            DEPLOY.resolve("kubernetes").resolve(file).toFile())) {
                documents.forEachRemaining(all::add);
            }
        }
        assertThat(all.stream()
                        .map(one -> one.get("kind").asText() + "/"
                                + one.at("/metadata/name").asText()))
                .containsExactlyInAnyOrder(
                        "StatefulSet/gripe",
                        "Service/gripe",
                        "Ingress/gripe",
                        "NetworkPolicy/gripe",
                        "StatefulSet/keydb",
                        "Service/keydb",
                        "NetworkPolicy/keydb");
        for (String name : List.of("gripe", "keydb")) {
            JsonNode set = named(all, "StatefulSet", name);
            JsonNode labels = set.at("/spec/template/metadata/labels");
            assertThat(set.at("/spec/selector/matchLabels")).isEqualTo(labels);
            assertThat(named(all, "Service", name).at("/spec/selector")).isEqualTo(labels);
            assertThat(named(all, "NetworkPolicy", name).at("/spec/podSelector/matchLabels"))
                    .isEqualTo(labels);
            assertThat(set.at("/spec/template/spec/securityContext/runAsNonRoot")
                            .asBoolean())
                    .isTrue();
            JsonNode container = set.at("/spec/template/spec/containers/0");
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.has("livenessProbe") && container.has("readinessProbe"))
                    .isTrue();
            Set<String> volumes = new TreeSet<>();
            set.at("/spec/template/spec/volumes")
                    .forEach(one -> volumes.add(one.get("name").asText()));
            set.at("/spec/volumeClaimTemplates")
                    .forEach(one -> volumes.add(one.at("/metadata/name").asText()));
            Set<String> mounted = new TreeSet<>();
            container
                    .get("volumeMounts")
                    .forEach(one -> mounted.add(one.get("name").asText()));
            assertThat(mounted).isEqualTo(volumes);
            assertThat(container.at("/ports/0/name").asText())
                    .isEqualTo(named(all, "Service", name)
                            .at("/spec/ports/0/targetPort")
                            .asText());
        }
        JsonNode gripe = named(all, "StatefulSet", "gripe").at("/spec/template/spec/containers/0");
        // A volume's own folder is root's: Gripe cannot close it to others, but can make one in it.
        assertThat(value(gripe.get("env"), "GRIPE_DATA"))
                .startsWith(gripe.at("/volumeMounts/0/mountPath").asText() + "/");
        JsonNode policy = named(all, "NetworkPolicy", "gripe").at("/spec");
        assertThat(policy.get("policyTypes").toString()).contains("Egress");
        assertThat(policy.at("/egress/0/to/0/podSelector/matchLabels/app").asText())
                .isEqualTo("keydb");
        assertThat(named(all, "NetworkPolicy", "keydb").at("/spec/egress")).isEmpty();
        assertDurable(named(all, "StatefulSet", "keydb").at("/spec/template/spec/containers/0/command"));
        // What the probes run is what the Containerfile puts there.
        assertThat(Files.readString(DEPLOY.resolve("Containerfile"))).contains("healthy.sh /opt/gripe/healthy.sh");
        assertThat(DEPLOY.resolve("healthy.sh")).isExecutable();
    }

    private static String value(JsonNode environment, String name) {
        for (JsonNode one : environment) {
            if (one.get("name").asText().equals(name)) {
                return one.get("value").asText();
            }
        }
        return "";
    }

    private static JsonNode named(List<JsonNode> all, String kind, String name) {
        return all.stream()
                .filter(one -> one.get("kind").asText().equals(kind)
                        && one.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String first(String pattern, String text) {
        var matcher = Pattern.compile("(?m)^" + pattern + "$").matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    /** What it said; it has to end well. */
    private String run(List<String> command) throws Exception {
        Path said = scratch.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }
}
