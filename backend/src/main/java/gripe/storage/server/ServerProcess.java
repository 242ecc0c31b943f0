package gripe.storage.server;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running process of the private server, that answers.
 *
 * @param label what it is, for people
 * @param bytesCutOff of the append-only file, which ended in the middle of a write when the server started
 */
record ServerProcess(ProcessHandle handle, String label, long bytesCutOff) {
    private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);

    private static final int POLL_MILLIS = 5;
    private static final int LOADING_POLL_MILLIS = 100;
    private static final int LOADING_REPORT_MILLIS = 5_000;
    private static final int LOADING_MINUTES_MAX = 30;
    private static final int SILENT_MILLIS_MAX = 15_000;
    private static final int STOP_MILLIS_MAX = 3_000;
    private static final int LOG_TAIL_BYTES_MAX = 4_096;
    private static final int LOG_TAIL_LINES_MAX = 2;

    /** Starts a server and waits until it has loaded its data; leaves no process behind when that fails. */
    static ServerProcess start(ServerBinaries binaries, ServerFiles files, ServerAddress address)
            throws InterruptedException {
        Optional<ServerRelease> writer = files.writer();
        ServerBinary binary = binaries.choose(writer, files);
        try {
            long bytesBefore = files.dataBytes();
            ProcessHandle handle = launch(binary, files, address);
            try {
                Map<String, String> info = awaitAnswer(handle, files, address);
                requireOwn(handle, info);
                writer.filter(before -> !before.equals(binary.release()))
                        .ifPresent(before ->
                                log.info("The data that {} wrote are from now on kept by {}", before, binary));
                files.rememberWriter(binary.release());
                // The server shortens its file to the last whole write, and says so in its own log only.
                return new ServerProcess(handle, binary.toString(), Math.max(0, bytesBefore - files.dataBytes()));
            } catch (IOException | InterruptedException | RuntimeException e) {
                end(handle);
                throw e;
            }
        } catch (IOException e) {
            throw new ServerStartException(binary + " cannot be started in " + files.directory() + ": " + e, e);
        }
    }

    private static ProcessHandle launch(ServerBinary binary, ServerFiles files, ServerAddress address)
            throws IOException {
        files.rotateLog();
        files.rememberAddress(address);
        Path configuration = files.writeConfiguration(
                ServerConfiguration.text(binary, address, files.password(), files.directory()));
        List<String> command = new ArrayList<>();
        ownSession().ifPresent(setsid -> command.add(setsid.toString()));
        command.add(binary.executable().toString());
        command.add(configuration.toString());
        Process process = new ProcessBuilder(command)
                .directory(files.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(new File(nullDevice())))
                .start();
        rememberIfPossible(process.toHandle(), files);
        return process.toHandle();
    }

    /** On a full disk the server can still answer questions; its address is enough to find it again. */
    private static void rememberIfPossible(ProcessHandle handle, ServerFiles files) {
        try {
            files.rememberProcess(handle);
        } catch (IOException e) {
            log.warn("Could not note the number of the server's process, {}: {}", handle.pid(), e.toString());
        }
    }

    /**
     * Ctrl-C in a terminal goes to all of its process group. In a session of its own the server outlives Gripe's last
     * writes. Where there is no {@code setsid} it ends at once, after an fsync: what was acknowledged is safe there too.
     */
    private static Optional<Path> ownSession() {
        return ServerBinaries.systemPath().stream()
                .map(folder -> folder.resolve("setsid"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String nullDevice() {
        return File.separatorChar == '/' ? "/dev/null" : "NUL";
    }

    /**
     * The server that an earlier Gripe left running, if there is one. Another must not be started beside it: both would
     * write one file.
     *
     * @throws ServerStartException if there is one that does not answer, or not to us
     */
    static Optional<ServerProcess> adopt(ServerFiles files) throws InterruptedException {
        Optional<ServerAddress> address = files.address();
        Optional<ProcessHandle> process = files.process().or(() -> address.flatMap(at -> processAt(at, files)));
        if (process.isEmpty()) {
            return Optional.empty();
        }
        ProcessHandle handle = process.get();
        ServerAddress at = address.orElseThrow(() -> unreachable(handle, files, "its address is not known any more"));
        try {
            Map<String, String> info = awaitAnswer(handle, files, at);
            requireOwn(handle, info);
            requireSameFolder(handle, files, at);
            rememberIfPossible(handle, files);
            Optional<ServerRelease> release = ServerRelease.reportedBy(info);
            if (release.isPresent()) {
                files.rememberWriter(release.get());
            }
            String label = release.map(ServerRelease::toString).orElse("server");
            log.info("Took over {} (process {}), which an earlier run left behind", label, handle.pid());
            return Optional.of(new ServerProcess(handle, label, 0));
        } catch (ServerStartException e) {
            if (handle.isAlive()) {
                throw e;
            }
            return Optional.empty();
        } catch (IOException e) {
            if (handle.isAlive()) {
                throw unreachable(handle, files, e.toString());
            }
            return Optional.empty();
        }
    }

    /** Who answers to our password at the address; nobody, or a stranger, if that fails. */
    private static Optional<ProcessHandle> processAt(ServerAddress address, ServerFiles files) {
        try (ServerConnection connection = ServerConnection.open(address, files.password())) {
            return ProcessHandle.of(Long.parseLong(connection.info("server").getOrDefault("process_id", "")));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void requireOwn(ProcessHandle handle, Map<String, String> info) {
        if (!Long.toString(handle.pid()).equals(info.get("process_id"))) {
            throw new ServerStartException("Another server, process " + info.get("process_id")
                    + ", answers in place of process " + handle.pid() + ". End both, then start again.");
        }
    }

    private static void requireSameFolder(ProcessHandle handle, ServerFiles files, ServerAddress address)
            throws IOException {
        try (ServerConnection connection = ServerConnection.open(address, files.password())) {
            String folder = connection.setting("dir");
            if (!files.isHere(Path.of(folder))) {
                throw unreachable(handle, files, "it keeps its data in " + folder);
            }
        }
    }

    private static ServerStartException unreachable(ProcessHandle handle, ServerFiles files, String reason) {
        return new ServerStartException("A server that an earlier run started, process " + handle.pid()
                + ", still holds the data in " + files.directory() + ", but cannot be used: " + reason
                + ". End it (kill " + handle.pid() + "), then start again.");
    }

    /** Polls until the server has loaded its data, and gives what it tells of itself. */
    private static Map<String, String> awaitAnswer(ProcessHandle handle, ServerFiles files, ServerAddress address)
            throws InterruptedException {
        long begin = System.nanoTime();
        long heard = begin;
        long reported = begin;
        IOException last = new IOException("no answer yet");
        while (millisSince(heard) < SILENT_MILLIS_MAX && millisSince(begin) < LOADING_MINUTES_MAX * 60_000L) {
            if (!handle.isAlive()) {
                throw new ServerStartException(
                        "The server ended at once. Its log, " + files.log() + ", ends with: " + logTail(files.log()));
            }
            try (ServerConnection connection = ServerConnection.open(address, files.password())) {
                Map<String, String> persistence = connection.info("persistence");
                if (!"1".equals(persistence.get("loading"))) {
                    connection.ping();
                    return connection.info("default");
                }
                heard = System.nanoTime();
                if (millisSince(reported) > LOADING_REPORT_MILLIS) {
                    reported = heard;
                    log.info(
                            "The server is loading its data: {} %, about {} s left",
                            persistence.get("loading_loaded_perc"), persistence.get("loading_eta_seconds"));
                }
                Thread.sleep(LOADING_POLL_MILLIS);
            } catch (ServerConnection.RefusedException e) {
                if (!e.isPassing()) {
                    throw unreachable(handle, files, "it refuses with \"" + e.getMessage() + "\"");
                }
                heard = System.nanoTime();
                Thread.sleep(LOADING_POLL_MILLIS);
            } catch (IOException e) {
                last = e;
                Thread.sleep(POLL_MILLIS);
            }
        }
        throw unreachable(handle, files, "it does not answer (" + last.getMessage() + ")");
    }

    private static long millisSince(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }

    /** The last lines, which name the cause when a server ends by itself. */
    private static String logTail(Path file) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(Math.max(0, log.length() - LOG_TAIL_BYTES_MAX));
            byte[] bytes = new byte[LOG_TAIL_BYTES_MAX];
            int count = Math.max(0, log.read(bytes));
            List<String> lines = new String(bytes, 0, count, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.contains("WARNING"))
                    .toList();
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES_MAX), lines.size()));
        } catch (IOException e) {
            return "(cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Asks the server to end, which it does after a last fsync, and makes it end if it does not. */
    void stop() {
        end(handle);
    }

    private static void end(ProcessHandle handle) {
        handle.destroy();
        if (!hasEnded(handle)) {
            log.warn("The server (process {}) did not end within {} ms and is killed", handle.pid(), STOP_MILLIS_MAX);
            handle.destroyForcibly();
            hasEnded(handle);
        }
    }

    /** Waits even when interrupted: a process that is left behind costs more than a short delay. */
    private static boolean hasEnded(ProcessHandle handle) {
        boolean interrupted = false;
        long begin = System.nanoTime();
        while (handle.isAlive() && millisSince(begin) < STOP_MILLIS_MAX) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !handle.isAlive();
    }
}
