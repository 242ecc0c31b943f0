package gripe.storage.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that nobody but their owner may open, and that are never seen half written. Where the file system
 * knows no mode bits, what the folder around them grants has to do.
 */
final class PrivateFiles {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /** Makes the folder where it is missing, and takes every right of others away where it is not. */
    static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        permit(folder, FOLDER);
    }

    /** A new, empty file beside {@code target}, to be moved there when it is complete. */
    static Path createTemporary(Path target) throws IOException {
        return Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
    }

    static void makeExecutable(Path file) throws IOException {
        permit(file, FOLDER);
    }

    /** Moves a complete file to its name; after a loss of power there is the old one or the whole new one. */
    static void moveSynced(Path part, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void write(Path target, String text) throws IOException {
        Path part = createTemporary(target);
        try {
            permit(part, FILE);
            Files.writeString(part, text);
            moveSynced(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Whether the folder is closed to others and of the same owner as {@code own}, so that a socket in it is ours. */
    static boolean isPrivate(Path folder, Path own) {
        try {
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Files.getPosixFilePermissions(folder).equals(FOLDER)
                    && Files.getOwner(folder).equals(Files.getOwner(own));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static void permit(Path path, Set<PosixFilePermission> permissions) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null && !view.readAttributes().permissions().equals(permissions)) {
            view.setPermissions(permissions);
        }
    }
}
