package gripe.storage.server;

import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.KqueueProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private, KeyDB-compatible server that Gripe runs for itself when it is given no other. Safe for use by several
 * threads.
 *
 * <p>It writes each change to disk before it answers, listens to nobody but the user it runs as, and is started again
 * when it dies. When Gripe is killed the server stays, and the next {@link #start} takes it over.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);

    private static final int SUPERVISOR_END_MILLIS_MAX = 5_000;

    /** How long the end of the JVM waits for the owner to close in the right order, before the hook does. */
    private static final int OWNER_CLOSE_MILLIS_MAX = 1_500;

    private final ServerBinaries binaries;
    private final ServerFiles files;
    private final ServerAddress address;
    private final RestartPolicy policy;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread supervisor;
    private final Thread hook;
    private volatile ServerProcess process;
    private final AtomicLong bytesCutOff = new AtomicLong();
    private volatile Health health = new Health(State.RUNNING, 0, Optional.empty());

    /** What the server is doing, as far as is known. */
    public enum State {
        RUNNING,
        /** It died and is being started again. */
        RESTARTING,
        /** It died too often in a row. It is still tried, but seldom: a full disk may have been emptied. */
        FAILED,
        CLOSED
    }

    /**
     * How the server is.
     *
     * @param restarts how often it was started again since Gripe began
     * @param problem the last failure, until the server runs again
     */
    public record Health(State state, int restarts, Optional<String> problem) {}

    private EmbeddedServer(
            ServerBinaries binaries,
            ServerFiles files,
            RestartPolicy policy,
            ServerAddress address,
            ServerProcess process) {
        this.binaries = binaries;
        this.files = files;
        this.policy = policy;
        this.address = address;
        this.process = process;
        noteCutOff();
        this.supervisor =
                Thread.ofPlatform().daemon().name("embedded-server-supervisor").unstarted(this::supervise);
        this.hook = Thread.ofPlatform().name("embedded-server-end").unstarted(this::closeUnlessOwnerDoes);
    }

    /**
     * Starts the server on the data in {@code directory}, or takes over the one that runs there. Returns when it answers.
     *
     * @throws ServerStartException if that is not possible; its message is for people
     */
    public static EmbeddedServer start(Path directory) {
        boolean sockets = EpollProvider.isAvailable() || KqueueProvider.isAvailable();
        return start(directory, ServerBinaries.ofSystem(), sockets, RestartPolicy.PATIENT);
    }

    /**
     * Where the server listens that another Gripe runs on the data in {@code directory}, with the password; empty when
     * none was ever started there. Takes and changes nothing, so nothing is promised of it either.
     */
    public static Optional<RedisURI> ofAnother(Path directory) {
        try {
            return ServerFiles.uriOfAnother(directory);
        } catch (IOException e) {
            throw new ServerStartException("The folder " + directory + " cannot be read: " + e, e);
        }
    }

    static EmbeddedServer start(Path directory, ServerBinaries binaries, boolean sockets, RestartPolicy policy) {
        ServerFiles files = ServerFiles.open(directory);
        boolean started = false;
        try {
            EmbeddedServer server = adoptOrStart(binaries, files, sockets, policy);
            started = true;
            server.watch();
            return server;
        } catch (IOException e) {
            throw new ServerStartException("No server can be started in " + directory + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("Interrupted while the server was starting", e);
        } finally {
            if (!started) {
                release(files);
            }
        }
    }

    private static EmbeddedServer adoptOrStart(
            ServerBinaries binaries, ServerFiles files, boolean sockets, RestartPolicy policy)
            throws IOException, InterruptedException {
        Optional<ServerProcess> left = ServerProcess.adopt(files);
        if (left.isPresent()) {
            return new EmbeddedServer(binaries, files, policy, files.address().orElseThrow(), left.get());
        }
        Optional<ServerAddress> before = files.address();
        if (before.isPresent()) {
            files.forgetProcess(before.get());
        }
        ServerAddress address = sockets ? files.freeSocket().orElseGet(EmbeddedServer::freePort) : freePort();
        return new EmbeddedServer(binaries, files, policy, address, ServerProcess.start(binaries, files, address));
    }

    private static ServerAddress freePort() {
        try (ServerSocket trial = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new ServerAddress.Loopback(trial.getLocalPort());
        } catch (IOException e) {
            throw new ServerStartException("No port of this machine is free: " + e.getMessage(), e);
        }
    }

    /** Where clients connect, with the password. Stays the same when the server is started again. */
    public RedisURI uri() {
        return address.uri().withPassword(files.password().toCharArray()).build();
    }

    /** Kind, version and place, as in {@code redis-server 7.0.15 (private, unix socket)}. */
    public String description() {
        return process.label() + " (private, " + address.description() + ")";
    }

    public Health health() {
        return health;
    }

    /** What was cut off its data at a start, in a sentence; the index may tell what that was. */
    public Optional<String> warning() {
        return bytesCutOff.get() == 0
                ? Optional.empty()
                : Optional.of("KeyDB's append-only file ended in the middle of a write: its last " + bytesCutOff.get()
                        + " bytes could not be read and are gone. After a crash that is a change that nobody was told"
                        + " was kept; otherwise look for what else damaged the file.");
    }

    ProcessHandle process() {
        return process.handle();
    }

    private void watch() {
        supervisor.start();
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            close();
            throw new ServerStartException("The JVM is ending", e);
        }
    }

    private void supervise() {
        try {
            int failures = 0;
            while (!closing.get()) {
                long begin = System.nanoTime();
                process.handle().onExit().get();
                if (closing.get()) {
                    return;
                }
                failures = restart(policy.failuresAfterRunOf(Duration.ofNanos(System.nanoTime() - begin), failures));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            String problem = "Nobody watches over the server any more: " + e;
            health = new Health(State.FAILED, health.restarts(), Optional.of(problem));
            log.error(problem, e);
        }
    }

    /** Tries until the server runs; gives how often in a row it failed. */
    private int restart(int failuresBefore) throws InterruptedException {
        int failures = failuresBefore;
        String problem = "The server (process " + process.handle().pid() + ") died";
        while (true) {
            report(failures, problem);
            Thread.sleep(policy.delayMillis(failures));
            try {
                process = ServerProcess.start(binaries, files, address);
                noteCutOff();
                health = new Health(State.RUNNING, health.restarts() + 1, Optional.empty());
                log.info(
                        "{} runs again as process {}",
                        process.label(),
                        process.handle().pid());
                return failures;
            } catch (ServerStartException e) {
                problem = String.valueOf(e.getMessage());
                failures++;
            }
        }
    }

    private void noteCutOff() {
        if (process.bytesCutOff() > 0) {
            bytesCutOff.addAndGet(process.bytesCutOff());
            warning().ifPresent(log::warn);
        }
    }

    /** Says each of the first failures, then once that there were many: what is tried for hours must not fill a log. */
    private void report(int failures, String problem) {
        boolean failed = policy.isFailed(failures);
        health = new Health(failed ? State.FAILED : State.RESTARTING, health.restarts(), Optional.of(problem));
        if (!failed) {
            log.warn("{}; it is started again in {} ms", problem, policy.delayMillis(failures));
            return;
        }
        if (!policy.isFailed(failures - 1)) {
            log.error(
                    "The server failed {} times in a row; from now on it is tried every {} ms. {}",
                    failures,
                    policy.delayMillis(failures),
                    problem);
        }
    }

    private void closeUnlessOwnerDoes() {
        try {
            if (!closed.await(OWNER_CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                log.debug("Nobody closed the server before the end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Ends the server, which has every acknowledged write on disk already. A second call waits for the first. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitClosed();
            return;
        }
        try {
            supervisor.interrupt();
            if (!supervisor.join(Duration.ofMillis(SUPERVISOR_END_MILLIS_MAX))) {
                log.warn("The supervisor of the server is still busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.stop();
            health = new Health(State.CLOSED, health.restarts(), Optional.empty());
            forgetProcess();
            release(files);
            closed.countDown();
            removeHook();
        }
    }

    private void awaitClosed() {
        try {
            if (!closed.await(SUPERVISOR_END_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                log.warn("The server is still being closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forgetProcess() {
        try {
            files.forgetProcess(address);
        } catch (IOException e) {
            log.warn("Could not remove the server's socket: {}", e.toString());
        }
    }

    private static void release(ServerFiles files) {
        try {
            files.close();
        } catch (IOException e) {
            log.warn("Could not give up the lock on {}: {}", files.directory(), e.toString());
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.trace("The JVM is ending, hooks stay", e);
        }
    }
}
