package gripe.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completions, each by its own shell, and what shellcheck says of the script. */
class CompletionTest {
    @TempDir
    private Path directory;

    @Test
    void bash_completes() throws Exception {
        String words = "source '" + completion("bash")
                + "'; ask() { COMP_WORDS=(gripe \"$@\") COMP_CWORD=$#; COMPREPLY=(); _gripe;"
                + " echo \"${COMPREPLY[*]}\"; }; ask s; ask top r; ask timer ''; ask run -- tru; ask completion f; complete -p gripe";
        assertThat(by("bash", "--norc", "-c", words).lines().toList())
                .contains(
                        "search sync",
                        "rising recent returned",
                        "start stop back list discard",
                        "fish",
                        "complete -F _gripe gripe")
                .anyMatch(line -> (" " + line + " ").contains(" true "));
    }

    @Test
    void zsh_completes() throws Exception {
        assumeTrue(Shell.installed("zsh"), "There is no zsh on the PATH");
        Path file = completion("zsh");
        assertThat(by(
                        "zsh",
                        "-f",
                        "-c",
                        "autoload -Uz compinit && compinit -u -d '" + directory + "/dump' && source '" + file
                                + "' && echo ${_comps[gripe]}"))
                .isEqualTo("_gripe\n");
        // As a file of $fpath, too.
        Files.move(file, directory.resolve("_gripe"));
        assertThat(by(
                        "zsh",
                        "-f",
                        "-c",
                        "fpath=('" + directory + "' $fpath); autoload -Uz compinit && compinit -u -d '" + directory
                                + "/dump2' && echo ${_comps[gripe]}"))
                .isEqualTo("_gripe\n");
    }

    @Test
    void fish_completes() throws Exception {
        assumeTrue(Shell.installed("fish"), "There is no fish on the PATH");
        assertThat(by(
                        "fish",
                        "--no-config",
                        "-c",
                        "source '" + completion("fish") + "'; complete -C 'gripe s'; complete -C 'gripe top r'"))
                .contains("search\t", "sync\t", "rising", "recent", "returned");
    }

    @Test
    void shellcheck_hasNothingToSay() throws Exception {
        assumeTrue(Shell.installed("shellcheck"), "There is no shellcheck on the PATH");
        assertThat(by("shellcheck", "-s", "sh", Shell.SCRIPT.toString())).isEmpty();
    }

    private Path completion(String shell) throws Exception {
        Shell.Ended printed = Shell.dash().at("http://127.0.0.1:1", directory).gripe("completion", shell);
        assertThat(printed.status()).isZero();
        return Files.writeString(directory.resolve("completion." + shell), printed.output());
    }

    private String by(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", directory.toString());
        Shell.Ended ended = Shell.ended(builder.start());
        assertThat(ended.errors()).isEmpty();
        return ended.output();
    }
}
