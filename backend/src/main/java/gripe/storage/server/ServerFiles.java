package gripe.storage.server;

import io.lettuce.core.RedisURI;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The private server's folder: what is remembered of it, where its data are, and the lock that lets one Gripe at a time
 * in. Confined to one thread at a time by its owner.
 */
final class ServerFiles implements Closeable {
    /** A socket's path may have 103 bytes on macOS and 107 on Linux; servers cut a longer one off in silence. */
    static final int SOCKET_PATH_BYTES_MAX = 100;

    private static final int LOG_BYTES_MAX = 4 << 20;
    private static final int PASSWORD_BYTES = 32;

    private final Path directory;
    private final FileChannel lockFile;
    private final Properties memory = new Properties();

    private ServerFiles(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder, making it where it is missing.
     *
     * @throws ServerStartException if it cannot be used, or another process uses it
     */
    static ServerFiles open(Path directory) {
        try {
            PrivateFiles.createFolder(directory);
            Path real = directory.toRealPath();
            ServerFiles files = new ServerFiles(real, lock(real));
            try {
                files.recall();
                return files;
            } catch (IOException | RuntimeException e) {
                files.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ServerStartException("The folder " + directory + " cannot be used for the data: " + e, e);
        }
    }

    /** What the folder's owner connects to. The folder stays that owner's: it is not taken. */
    static Optional<RedisURI> uriOfAnother(Path directory) throws IOException {
        Properties memory = new Properties();
        try (var in = Files.newBufferedReader(directory.resolve("server.properties"))) {
            memory.load(in);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return address(memory, directory.toRealPath())
                .map(address -> address.uri()
                        .withPassword(memory.getProperty("password", "").toCharArray())
                        .build());
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(directory);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw inUse(directory);
    }

    private static ServerStartException inUse(Path directory) {
        return new ServerStartException("Another Gripe is running on the data in " + directory
                + ". Use that one, end it, or set GRIPE_DATA to another folder.");
    }

    private void recall() throws IOException {
        Path file = memoryFile();
        if (Files.isRegularFile(file)) {
            try (var in = Files.newBufferedReader(file)) {
                memory.load(in);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + " is damaged: " + e.getMessage(), e);
            }
        }
        if (memory.getProperty("password", "").isBlank()) {
            byte[] password = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(password);
            remember(Map.of("password", HexFormat.of().formatHex(password)));
        }
    }

    private void remember(Map<String, String> values) throws IOException {
        if (memory.entrySet().containsAll(values.entrySet())) {
            return;
        }
        memory.putAll(values);
        StringWriter text = new StringWriter();
        memory.store(text, "What Gripe remembers of its private server. Keep it with the data beside it.");
        PrivateFiles.write(memoryFile(), text.toString());
    }

    private Path memoryFile() {
        return directory.resolve("server.properties");
    }

    Path directory() {
        return directory;
    }

    String password() {
        return memory.getProperty("password", "");
    }

    /** Where the server that was started last listens, or listened; none in a copy of a folder, since that is the other's. */
    Optional<ServerAddress> address() {
        return address(memory, directory);
    }

    private static Optional<ServerAddress> address(Properties memory, Path directory) {
        return copied(memory, directory) ? Optional.empty() : ServerAddress.parse(memory.getProperty("address", ""));
    }

    /** Whether the folder in which its server was started last is still there, and another one. */
    private static boolean copied(Properties memory, Path directory) {
        Path before = Path.of(memory.getProperty("directory", directory.toString()));
        return Files.isDirectory(before) && !same(before, directory);
    }

    /** A folder may have several paths, by mounts for example. */
    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return one.equals(other);
        }
    }

    /** Whether it is the folder of these files. */
    boolean isHere(Path folder) {
        return same(folder, directory);
    }

    void rememberAddress(ServerAddress address) throws IOException {
        remember(Map.of("address", address.toString(), "directory", directory.toString()));
    }

    /** The process that was started last; it may be gone, and its number given to another. */
    Optional<ProcessHandle> process() {
        try {
            return ProcessHandle.of(
                            Long.parseLong(Files.readString(processFile()).strip()))
                    .filter(this::isServerHere);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** On Linux the process tells where it works; elsewhere the program's name has to do. */
    private boolean isServerHere(ProcessHandle process) {
        Path entry = Path.of("/proc", Long.toString(process.pid()));
        try {
            if (Files.isDirectory(entry)) {
                return isHere(entry.resolve("cwd"))
                        && Files.readString(entry.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                                .contains("-server");
            }
        } catch (IOException e) {
            return false;
        }
        return !copied(memory, directory)
                && process.isAlive()
                && process.info()
                        .command()
                        .filter(name -> name.contains("-server"))
                        .isPresent();
    }

    void rememberProcess(ProcessHandle process) throws IOException {
        PrivateFiles.write(processFile(), process.pid() + "\n");
    }

    private Path processFile() {
        return directory.resolve("server.pid");
    }

    /**
     * Which server wrote the data, none if there are none yet.
     *
     * @throws ServerStartException if data were kept here and are gone: a server would start empty
     */
    Optional<ServerRelease> writer() {
        boolean oneFile = Files.exists(directory.resolve("appendonly.aof"));
        boolean severalFiles = Files.exists(directory.resolve("appendonlydir/appendonly.aof.manifest"));
        Optional<ServerRelease> remembered = rememberedWriter();
        if (remembered.isPresent() && !oneFile && !severalFiles) {
            throw new ServerStartException("The data that were kept in " + directory + " by " + remembered.get()
                    + " are gone: there is neither appendonly.aof nor appendonlydir. Put them back, or remove "
                    + memoryFile() + " to start with none.");
        }
        if (severalFiles) {
            return remembered
                    .filter(ServerRelease::keepsSeveralFiles)
                    .or(() -> Optional.of(ServerRelease.WRITER_OF_SEVERAL_FILES));
        }
        return oneFile ? remembered.or(() -> Optional.of(ServerRelease.WRITER_OF_ONE_FILE)) : Optional.empty();
    }

    /** Of all data files together; 0 when there are none yet. */
    long dataBytes() throws IOException {
        long bytes = 0;
        for (Path folder : List.of(directory, directory.resolve("appendonlydir"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(
                                    file -> file.getFileName().toString().matches("appendonly.*\\.aof"))
                            .toList()) {
                        bytes += Files.size(file);
                    }
                }
            }
        }
        return bytes;
    }

    private Optional<ServerRelease> rememberedWriter() {
        try {
            return ServerVersion.in(memory.getProperty("version", ""))
                    .map(version -> new ServerRelease(ServerKind.valueOf(memory.getProperty("kind", "")), version));
        } catch (IllegalArgumentException e) {
            throw new ServerStartException(memoryFile() + " names a kind of server that is not known here", e);
        }
    }

    void rememberWriter(ServerRelease writer) throws IOException {
        remember(
                Map.of("kind", writer.kind().name(), "version", writer.version().toString()));
    }

    /** Where the programs that came with Gripe are unpacked. */
    Path programs() throws IOException {
        Path folder = directory.resolve("bin");
        PrivateFiles.createFolder(folder);
        return folder;
    }

    Path writeConfiguration(String text) throws IOException {
        Path file = directory.resolve("server.conf");
        // Written only when it changes, so that a full disk does not keep the server from being started again.
        if (!Files.isRegularFile(file) || !Files.readString(file).equals(text)) {
            PrivateFiles.write(file, text);
        }
        return file;
    }

    Path log() {
        return directory.resolve("server.log");
    }

    /** Keeps one older log, so that both together stay bounded as long as servers do not run for years. */
    void rotateLog() throws IOException {
        if (Files.isRegularFile(log()) && Files.size(log()) > LOG_BYTES_MAX) {
            Files.move(log(), directory.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A place for a socket, or none where the file system has no sockets. */
    Optional<ServerAddress> freeSocket() throws IOException {
        Optional<ServerAddress> beside = socketIn(directory);
        if (beside.isPresent()) {
            return beside;
        }
        for (String parent : shortFolders()) {
            if (Files.isDirectory(Path.of(parent)) && Files.isWritable(Path.of(parent))) {
                Path folder = Files.createTempDirectory(Path.of(parent), "gripe-");
                PrivateFiles.createFolder(folder);
                Optional<ServerAddress> apart = socketIn(folder);
                if (apart.isPresent()) {
                    return apart;
                }
                Files.delete(folder);
            }
        }
        return Optional.empty();
    }

    private static List<String> shortFolders() {
        return Stream.of(System.getenv("XDG_RUNTIME_DIR"), System.getProperty("java.io.tmpdir"), "/tmp")
                .filter(folder -> folder != null && folder.startsWith("/"))
                .toList();
    }

    /** Tried out, since some file systems that are shared with another machine have no sockets. */
    private static Optional<ServerAddress> socketIn(Path folder) {
        ServerAddress.UnixSocket address = new ServerAddress.UnixSocket(folder.resolve("server.sock"));
        if (address.path().toString().getBytes(StandardCharsets.UTF_8).length > SOCKET_PATH_BYTES_MAX) {
            return Optional.empty();
        }
        try {
            Files.deleteIfExists(address.path());
            try (ServerSocketChannel trial = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                trial.bind(address.socketAddress());
            }
            Files.deleteIfExists(address.path());
            return Optional.of(address);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Takes away what only a running server needs. */
    void forgetProcess(ServerAddress address) throws IOException {
        Files.deleteIfExists(processFile());
        if (address instanceof ServerAddress.UnixSocket unix) {
            Files.deleteIfExists(unix.path());
            Path folder = unix.path().getParent();
            if (folder != null && !folder.equals(directory) && PrivateFiles.isPrivate(folder, directory)) {
                Files.deleteIfExists(folder);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
