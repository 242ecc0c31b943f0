package gripe.backup;

import gripe.backup.BackupProblem.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a backup is encrypted with. Given by the environment or a file, never on a command line, which others can see. */
public record Passphrase(String text) {
    public static final String VARIABLE = "GRIPE_BACKUP_PASSPHRASE";
    public static final String FILE_VARIABLE = "GRIPE_BACKUP_PASSPHRASE_FILE";

    /** Guessing is slow (a second each), but a word is a word. */
    static final int CHARACTERS_MIN = 12;

    /** @throws BackupProblem when it is given twice, or its file cannot be read or is empty */
    public static @Nullable Passphrase of(Map<String, String> environment) {
        String given = environment.getOrDefault(VARIABLE, "");
        String file = environment.getOrDefault(FILE_VARIABLE, "");
        if (!given.isEmpty() && !file.isEmpty()) {
            throw new BackupProblem(Kind.PASSPHRASE, "Set " + VARIABLE + " or " + FILE_VARIABLE + ", not both.");
        }
        if (file.isEmpty()) {
            return given.isEmpty() ? null : new Passphrase(given);
        }
        try {
            // An editor ends a file with a line end, which nobody thinks of as part of a passphrase.
            String text = Files.readString(Path.of(file)).replaceFirst("\\R\\z", "");
            if (text.isEmpty()) {
                throw new BackupProblem(Kind.PASSPHRASE, FILE_VARIABLE + ": " + file + " is empty.");
            }
            return new Passphrase(text);
        } catch (IOException e) {
            throw new BackupProblem(Kind.PASSPHRASE, FILE_VARIABLE + ": " + file + " cannot be read.", e);
        }
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Passphrase";
    }
}
