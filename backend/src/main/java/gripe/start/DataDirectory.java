package gripe.start;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder that holds everything Gripe keeps on disk; held by one running Gripe at a time. Mode 0700. */
final class DataDirectory implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Makes and takes the folder.
     *
     * @param configured empty for {@code $XDG_DATA_HOME/gripe}, else {@code ~/.local/share/gripe}
     */
    static DataDirectory take(String configured) {
        Path root = place(configured);
        try {
            Files.createDirectories(root);
            closeToOthers(root);
            FileChannel file =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            // The system lets go of it when the process ends, however it ends.
            if (lock(file) == null) {
                file.close();
                throw new StartProblem(
                        StartProblem.IN_USE,
                        "Another Gripe is running on " + root + ". Stop it, or set GRIPE_DATA to another folder.");
            }
            return new DataDirectory(root, file);
        } catch (IOException e) {
            throw new StartProblem(
                    StartProblem.CONFIGURATION, "The data folder " + root + " cannot be used: " + e.getMessage());
        }
    }

    /** Only the owner of a folder may change who opens it: not whoever was given a volume. */
    private static void closeToOthers(Path root) throws IOException {
        if (!root.getFileSystem().supportedFileAttributeViews().contains("posix")
                || Files.getPosixFilePermissions(root).equals(OWNER_ALONE)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(root, OWNER_ALONE);
        } catch (FileSystemException e) {
            throw new StartProblem(
                    StartProblem.CONFIGURATION,
                    "The data folder " + root + " is open to others, and only its owner ("
                            + Files.getOwner(root).getName() + ") can change that. Set GRIPE_DATA to a folder in it, "
                            + root.resolve("gripe") + " for example, which Gripe makes for itself.");
        }
    }

    /** Where it is; made and taken is nothing. */
    static Path place(String configured) {
        return (configured.isBlank() ? usual() : Path.of(configured))
                .toAbsolutePath()
                .normalize();
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Path usual() {
        String share = System.getenv("XDG_DATA_HOME");
        if (share != null && !share.isBlank()) {
            return Path.of(share, "gripe");
        }
        // Java's own user.home does not heed HOME.
        String home = System.getenv("HOME");
        return Path.of(
                home == null || home.isBlank() ? System.getProperty("user.home") : home, ".local", "share", "gripe");
    }

    Path keydb() {
        return keydbIn(root);
    }

    static Path keydbIn(Path root) {
        return root.resolve("keydb");
    }

    Path index() {
        return root.resolve("index");
    }

    Path lost() {
        return root.resolve("lost");
    }

    Path natives() {
        return root.resolve("native");
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
