package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the first command of the README builds, and when it starts at once. Maven and the JDK only write down what was asked of them. */
class RunScriptTest {
    private static final Path DEPLOY = Path.of("..", "deploy").toAbsolutePath().normalize();
    private static final long SECONDS_MAX = 60;

    @TempDir
    private Path root;

    @BeforeEach
    void aTreeOfItsOwn() throws IOException {
        for (String folder :
                List.of("deploy", "embeddings/src/main", "backend/src/main", "frontend", "jdk/bin", "bin")) {
            Files.createDirectories(root.resolve(folder));
        }
        for (String file : List.of("run.sh", "jdk.sh")) {
            Files.copy(DEPLOY.resolve(file), root.resolve("deploy").resolve(file));
        }
        for (String file : List.of("pom.xml", "backend/pom.xml", "backend/src/main/Gripe.java")) {
            Files.createFile(root.resolve(file));
        }
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"99.0.1\"\n");
        program("jdk/bin/javac", "");
        program("jdk/bin/java", """
                echo "java $*" >> '%1$s/asked'
                case $* in
                  *AOTCacheOutput=*) touch "$(sed 's/.*AOTCacheOutput=\\([^ ]*\\).*/\\1/' <<< "$*")" ;;
                esac
                echo 'Gripe is ready at nowhere'
                """);
        program("bin/mvn", """
                echo "mvn $*" >> '%1$s/asked'
                [ ! -e '%1$s/broken' ] || { echo 'it does not compile'; exit 1; }
                mkdir -p backend/target
                touch backend/target/gripe.jar
                """);
    }

    private void program(String file, String lines) throws IOException {
        Path program = Files.writeString(root.resolve(file), "#!/usr/bin/env bash\n" + lines.formatted(root));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void run_nothingThere_buildsAndLearnsAndStarts() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(asked()).hasSize(3);
        assertThat(asked().get(0)).startsWith("mvn ").endsWith(" package");
        assertThat(asked().get(1)).contains("-XX:AOTCacheOutput=");
        assertThat(asked().get(2)).contains("-XX:AOTCache=").endsWith("gripe.jar --help");
    }

    @Test
    void run_builtBefore_startsAtOnce() throws Exception {
        assertThat(run()).isZero();
        Files.delete(root.resolve("asked"));

        assertThat(run()).isZero();
        assertThat(asked()).singleElement().asString().startsWith("java ").contains("-XX:AOTCache=");
    }

    @Test
    void run_aSourceIsNewer_buildsAgain() throws Exception {
        assertThat(run()).isZero();
        FileTime before = FileTime.from(Instant.now().minusSeconds(60));
        try (var made = Files.list(root.resolve("backend/target"))) {
            for (Path file : made.toList()) {
                Files.setLastModifiedTime(file, before);
            }
        }
        Files.writeString(root.resolve("backend/src/main/Gripe.java"), "changed");
        Files.delete(root.resolve("asked"));

        assertThat(run()).isZero();
        assertThat(asked()).hasSize(3).first().asString().startsWith("mvn ");
    }

    @Test
    void run_theBuildFails_saysWhyAndStartsNothing() throws Exception {
        Files.createFile(root.resolve("broken"));

        assertThat(run()).isEqualTo(70);
        assertThat(Files.readString(root.resolve("said"))).contains("it does not compile");
        assertThat(asked()).singleElement().asString().startsWith("mvn ");
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(root.resolve("asked"));
    }

    private int run(String... arguments) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("bash", root.resolve("deploy/run.sh").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("GRIPE_"));
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().merge("PATH", root.resolve("bin").toString(), (path, first) -> first + ":" + path);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(root.resolve("said").toFile())
                .start();
        try {
            assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
