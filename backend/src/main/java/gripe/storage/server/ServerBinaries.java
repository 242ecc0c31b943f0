package gripe.storage.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a server program is looked for: on the path first, since the system keeps those up to date, then the one that
 * came with Gripe. Not thread-safe.
 */
final class ServerBinaries {
    /** The system's own binary first; the small static one runs where that one misses a library. */
    private static final List<String> BUNDLED_LINUX_X86_64 =
            List.of("redis-server-6.2.6-v5-linux-amd64", "redis-server-6.2.7-linux-386");

    private static final List<String> BUNDLED_LINUX_ARM64 = List.of("redis-server-6.2.7-linux-arm64");
    private static final List<String> BUNDLED_LINUX_X86 = List.of("redis-server-6.2.7-linux-386");
    private static final List<String> BUNDLED_MAC_X86_64 = List.of("redis-server-6.2.6-v5-darwin-amd64");
    private static final List<String> BUNDLED_MAC_ARM64 = List.of("redis-server-6.2.6-v5-darwin-arm64");

    private final List<Path> searchPath;
    private final List<String> bundled;
    private final List<String> passedOver = new ArrayList<>();

    ServerBinaries(List<Path> searchPath, List<String> bundled) {
        this.searchPath = List.copyOf(searchPath);
        this.bundled = List.copyOf(bundled);
    }

    static ServerBinaries ofSystem() {
        return new ServerBinaries(systemPath(), bundledHere());
    }

    /** The folders of the environment's {@code PATH}. */
    static List<Path> systemPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute)
                .toList();
    }

    /** The resources that may run here. None on Windows: the only binary there is 5.0 and lacks commands Gripe needs. */
    static List<String> bundledHere() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean mac = system.startsWith("mac");
        if (!mac && !system.equals("linux")) {
            return List.of();
        }
        return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> mac ? BUNDLED_MAC_X86_64 : BUNDLED_LINUX_X86_64;
            case "aarch64" -> mac ? BUNDLED_MAC_ARM64 : BUNDLED_LINUX_ARM64;
            case "x86", "i386", "i686" -> BUNDLED_LINUX_X86;
            default -> List.of();
        };
    }

    /**
     * The server for these data: of the series that wrote them if there is one, so that no conversion happens that
     * cannot be taken back; else the first that can read them.
     *
     * @throws ServerStartException if there is none, saying what was found
     */
    ServerBinary choose(Optional<ServerRelease> writer, ServerFiles files) {
        passedOver.clear();
        Optional<ServerBinary> reader = Optional.empty();
        for (ServerBinary server : (Iterable<ServerBinary>) usable(files)::iterator) {
            if (writer.isEmpty() || server.release().isSameSeries(writer.get())) {
                return server;
            }
            if (reader.isEmpty() && server.release().reads(writer.get())) {
                reader = Optional.of(server);
            }
            passedOver.add(server + " at " + server.executable());
        }
        return reader.orElseThrow(() -> new ServerStartException(noneMessage(writer, files)));
    }

    /** One after the other, since asking a program costs a process. */
    private Stream<ServerBinary> usable(ServerFiles files) {
        return Stream.concat(
                onPath().stream().flatMap(program -> usable(program, false).stream()),
                bundled.stream()
                        .flatMap(resource -> extracted(resource, files).stream())
                        .flatMap(program -> usable(program, true).stream()));
    }

    private String noneMessage(Optional<ServerRelease> writer, ServerFiles files) {
        String found = passedOver.isEmpty() ? "Found no server." : "Found: " + String.join("; ", passedOver) + ".";
        return writer.map(release -> "The data in " + files.directory() + " were written by " + release
                        + ", and no server found here can read them. " + found + " Install "
                        + release.kind().executable() + " " + release.version().series() + " or newer"
                        + " on the PATH and start again. Nothing in the folder was changed.")
                .orElseGet(() -> "No server to keep the data with. " + found
                        + " Install keydb-server, valkey-server or redis-server " + ServerVersion.OLDEST
                        + " or newer on the PATH, or set GRIPE_KEYDB_URI to a server that runs already.");
    }

    private List<Path> onPath() {
        return Arrays.stream(ServerKind.values())
                .flatMap(kind -> searchPath.stream().map(folder -> folder.resolve(fileName(kind))))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .distinct()
                .toList();
    }

    private static String fileName(ServerKind kind) {
        return kind.executable() + (File.separatorChar == '/' ? "" : ".exe");
    }

    private Optional<ServerBinary> usable(Path executable, boolean bundledOne) {
        try {
            ServerBinary found = ServerBinary.of(executable, bundledOne);
            if (found.release().version().isAtLeast(ServerVersion.OLDEST)) {
                return Optional.of(found);
            }
            passedOver.add(found + " at " + executable + ", older than " + ServerVersion.OLDEST);
        } catch (IOException e) {
            passedOver.add(executable + " " + e.getMessage());
        }
        return Optional.empty();
    }

    /**
     * The program's file. It gets its name only when all of it is on disk, and is written again when its size is not
     * that of the resource, so that a half-written one is never run.
     */
    private Optional<Path> extracted(String resource, ServerFiles files) {
        URL source = ServerBinaries.class.getResource("/" + resource);
        if (source == null) {
            passedOver.add(resource + " is missing from this build");
            return Optional.empty();
        }
        try {
            Path program = files.programs().resolve(resource);
            long sizeBytes = source.openConnection().getContentLengthLong();
            if (!Files.isRegularFile(program) || Files.size(program) != sizeBytes || !Files.isExecutable(program)) {
                extract(source, program);
            }
            return Optional.of(program);
        } catch (AccessDeniedException e) {
            passedOver.add(resource + " cannot be written: access to " + e.getMessage() + " is denied");
        } catch (IOException e) {
            passedOver.add(resource + " cannot be written: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static void extract(URL source, Path program) throws IOException {
        Path part = PrivateFiles.createTemporary(program);
        try {
            try (InputStream in = source.openStream();
                    OutputStream out = Files.newOutputStream(part)) {
                in.transferTo(out);
            }
            PrivateFiles.makeExecutable(part);
            PrivateFiles.moveSynced(part, program);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
