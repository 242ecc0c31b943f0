package gripe.start;

import gripe.Problem;
import gripe.Workspace;
import gripe.backup.Backup;
import gripe.backup.BackupProblem;
import gripe.backup.Passphrase;
import gripe.backup.Progress;
import gripe.backup.Restore;
import gripe.backup.Verified;
import gripe.storage.GripeStore;
import gripe.storage.Layout;
import gripe.storage.RawStore;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code gripe backup}, {@code verify} and {@code restore}. */
final class BackupCommand {
    private static final Set<String> NAMES = Set.of("backup", "verify", "restore");
    private static final String STANDARD = "-";
    /** A backup from standard input, until it is verified; a store, until it is compared. */
    private static final String SPOOLED = "restore.part";

    private static final String UNFINISHED = "keydb.part";
    /** What may lie in an empty data folder: it says nothing of any gripe. */
    private static final Set<String> NO_DATA = Set.of("lock", "native", SPOOLED, UNFINISHED);

    private final PrintStream told;
    private final Progress progress;
    private final String configuredUri;
    private final String configuredAuthority;
    private final String configuredData;
    private final @Nullable Passphrase passphrase;

    BackupCommand(Map<String, String> environment, PrintStream told) {
        this.told = told;
        progress = new Progress(told);
        configuredUri = environment.getOrDefault("GRIPE_KEYDB_URI", "");
        configuredAuthority = environment.getOrDefault("GRIPE_KEYDB_CA", "");
        configuredData = environment.getOrDefault("GRIPE_DATA", "");
        try {
            passphrase = Passphrase.of(environment);
        } catch (BackupProblem e) {
            throw said(e);
        }
    }

    static boolean named(String argument) {
        return NAMES.contains(argument);
    }

    /** @throws StartProblem in words for a person */
    void run(String command, String file) {
        try {
            switch (command) {
                case "backup" -> backup(file);
                case "verify" -> verify(file);
                default -> restore(file);
            }
        } catch (BackupProblem e) {
            throw said(e);
        } catch (Layout.UnreadableException e) {
            throw new StartProblem(StartProblem.DATA, String.valueOf(e.getMessage()));
        } catch (Problem e) {
            throw new StartProblem(StartProblem.UNAVAILABLE, e.detail());
        } catch (IOException e) {
            throw new StartProblem(StartProblem.INPUT_OUTPUT, e.toString());
        }
    }

    private static StartProblem said(BackupProblem e) {
        int exitCode = switch (e.kind()) {
            case DAMAGED, NEWER, UNEQUAL -> StartProblem.DATA;
            case PASSPHRASE -> StartProblem.CONFIGURATION;
            case INPUT_OUTPUT -> StartProblem.INPUT_OUTPUT;
            case NOT_EMPTY -> StartProblem.CANNOT_CREATE;
        };
        return new StartProblem(exitCode, String.valueOf(e.getMessage()));
    }

    private void backup(String file) throws IOException {
        if (!configuredUri.isBlank()) {
            try (KeyDb keyDb = KeyDb.at(configuredUri, configuredAuthority)) {
                backup(keyDb, file);
            }
            return;
        }
        Path folder = DataDirectory.keydbIn(DataDirectory.place(configuredData));
        if (!Files.isDirectory(folder)) {
            throw new StartProblem(
                    StartProblem.NO_INPUT,
                    "There is nothing to back up in " + folder
                            + ". Set GRIPE_DATA or GRIPE_KEYDB_URI as Gripe has it.");
        }
        try (DataDirectory directory = DataDirectory.take(configuredData);
                KeyDb keyDb = KeyDb.start(directory.keydb())) {
            backup(keyDb, file);
        } catch (StartProblem e) {
            if (e.exitCode() != StartProblem.IN_USE) {
                throw e;
            }
            try (KeyDb keyDb = KeyDb.ofAnother(folder)) {
                backup(keyDb, file);
            }
        }
    }

    private void backup(KeyDb keyDb, String file) throws IOException {
        try (GripeStore store = keyDb.connect()) {
            RawStore raw = new RawStore(store, Workspace.MAIN);
            if (raw.isEmpty()) {
                throw new StartProblem(
                        StartProblem.NO_INPUT, "There is nothing to back up at " + keyDb.address() + ".");
            }
            Backup backup = new Backup(raw, Clock.systemUTC(), progress);
            if (file.equals(STANDARD)) {
                tell(backup.write(new FileOutputStream(FileDescriptor.out), passphrase), "standard output");
                return;
            }
            tell(intoFile(backup, Path.of(file)), file);
        }
    }

    /** There is the whole backup under its name, or none. */
    private Backup.Written intoFile(Backup backup, Path file) throws IOException {
        if (Files.exists(file)) {
            throw new StartProblem(
                    StartProblem.CANNOT_CREATE,
                    file + " is there already; a backup does not take the place of anything.");
        }
        Path part;
        try {
            // Mode 0600.
            part = Files.createTempFile(
                    file.toAbsolutePath().getParent(), file.getFileName().toString(), ".part");
        } catch (IOException e) {
            throw new StartProblem(StartProblem.CANNOT_CREATE, file + " cannot be made: " + e);
        }
        // For Ctrl-C, too.
        part.toFile().deleteOnExit();
        try {
            Backup.Written written;
            try (OutputStream out = Files.newOutputStream(part)) {
                written = backup.write(out, passphrase);
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            // Fails when somebody else made the file meanwhile.
            Files.move(part, file);
            return written;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void tell(Backup.Written written, String where) {
        told.printf(
                Locale.ROOT,
                "Backed up to %s%s: %,d changes up to %s, %,d gripes, %,d idempotency keys.%n",
                where,
                passphrase == null ? ", NOT encrypted" : ", encrypted",
                written.changes(),
                written.position(),
                written.gripes(),
                written.idempotencyKeys());
    }

    private void verify(String file) throws IOException {
        try (InputStream in = open(file)) {
            Verified found = new Restore(passphrase, progress).verify(in);
            told.printf(
                    Locale.ROOT,
                    "The backup is whole: begun %s, %,d changes up to %s, %,d gripes, %,d idempotency keys.%n",
                    found.madeAt(),
                    found.changes(),
                    found.position(),
                    found.gripes(),
                    found.idempotencyKeys());
        }
    }

    private static InputStream open(String file) throws IOException {
        try {
            return file.equals(STANDARD) ? new FileInputStream(FileDescriptor.in) : Files.newInputStream(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new StartProblem(StartProblem.NO_INPUT, "There is no file " + file + ".");
        }
    }

    private void restore(String file) throws IOException {
        if (configuredUri.isBlank()) {
            restoreIntoFolder(file);
            return;
        }
        try (KeyDb keyDb = KeyDb.at(configuredUri, configuredAuthority);
                GripeStore store = keyDb.connect()) {
            RawStore raw = new RawStore(store, Workspace.MAIN);
            var unused = raw.layout();
            if (!raw.isEmpty()) {
                throw notEmpty(keyDb.address());
            }
            if (!file.equals(STANDARD)) {
                restore(file, raw, keyDb.address());
                return;
            }
            Path spooled = Files.createTempFile("gripe-restore", ".part");
            try {
                spool(spooled);
                restore(spooled.toString(), raw, keyDb.address());
            } finally {
                Files.deleteIfExists(spooled);
            }
        }
    }

    private void restoreIntoFolder(String file) throws IOException {
        Path root = DataDirectory.place(configuredData);
        requireNoData(root);
        Restore restore = new Restore(passphrase, progress);
        // Before the folder is made.
        Restore.@Nullable Checked checked = file.equals(STANDARD) ? null : restore.check(existing(file));
        try (DataDirectory directory = DataDirectory.take(configuredData)) {
            requireNoData(root);
            Path spooled = root.resolve(SPOOLED);
            try {
                if (checked == null) {
                    spool(spooled);
                    checked = restore.check(spooled);
                }
                fillAside(restore, checked, root.resolve(UNFINISHED), directory.keydb());
            } finally {
                Files.deleteIfExists(spooled);
            }
        }
    }

    /** In a folder beside, so that Gripe never finds a part. */
    private void fillAside(Restore restore, Restore.Checked checked, Path unfinished, Path finished)
            throws IOException {
        discard(unfinished);
        long gripes;
        try (KeyDb keyDb = KeyDb.start(unfinished);
                GripeStore store = keyDb.connect()) {
            gripes = restore.restore(checked, new RawStore(store, Workspace.MAIN));
        }
        Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
        tell(gripes, checked.verified(), finished.toString());
    }

    /** What a restore left that was cut off; its server may still run. */
    private static void discard(Path unfinished) throws IOException {
        if (!Files.isDirectory(unfinished)) {
            return;
        }
        KeyDb.start(unfinished).close();
        try (Stream<Path> paths = Files.walk(unfinished)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void restore(String file, RawStore store, String where) {
        Restore restore = new Restore(passphrase, progress);
        Restore.Checked checked = restore.check(existing(file));
        tell(restore.restore(checked, store), checked.verified(), where);
    }

    private static Path existing(String file) {
        if (!Files.isRegularFile(Path.of(file))) {
            throw new StartProblem(StartProblem.NO_INPUT, "There is no file " + file + ".");
        }
        return Path.of(file);
    }

    private void spool(Path target) throws IOException {
        Files.deleteIfExists(target);
        target.toFile().deleteOnExit();
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        Path made = target.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.createFile(target, PosixFilePermissions.asFileAttribute(owner))
                : Files.createFile(target);
        try (InputStream in = new FileInputStream(FileDescriptor.in);
                OutputStream out = Files.newOutputStream(made)) {
            in.transferTo(out);
        }
    }

    private static void requireNoData(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> names = Files.list(root)) {
            List<String> found = names.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> !NO_DATA.contains(name))
                    .sorted()
                    .toList();
            if (!found.isEmpty()) {
                throw notEmpty(root + " (" + String.join(", ", found) + ")");
            }
        }
    }

    private static StartProblem notEmpty(String where) {
        return new StartProblem(
                StartProblem.CANNOT_CREATE,
                "There is something in " + where
                        + " already: a backup is restored into an empty data folder or an empty"
                        + " KeyDB only. Set GRIPE_DATA or GRIPE_KEYDB_URI to one. Nothing was changed.");
    }

    private void tell(long gripes, Verified verified, String where) {
        told.printf(
                Locale.ROOT,
                "Restored into %s and compared: %,d gripes, deleted ones included, %,d changes up to %s, %,d idempotency"
                        + " keys.%n",
                where,
                gripes,
                verified.changes(),
                verified.position(),
                verified.idempotencyKeys());
    }
}
