package gripe.index;

import gripe.Position;
import gripe.Problem;
import gripe.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes applied changes visible to searches, on a thread of its own. A refresh costs as much as an embedding and leaves
 * a small segment behind, so refreshes coalesce: one starts at once when a reader waits or when the last one is a while
 * ago, otherwise a little later. Thread-safe.
 */
final class Visibility implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Visibility.class);
    /** While nobody waits for one. Each leaves a segment that is merged later, which an import would pay for. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

    /** Opens the searchers anew. */
    interface Refresh {
        void run() throws IOException;
    }

    private final Refresh refresh;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition toDo = lock.newCondition();
    private final Condition shown = lock.newCondition();
    private final Map<Workspace, Position> applied = new HashMap<>();
    private Map<Workspace, Position> visible = new HashMap<>();
    private int waiting;
    private boolean changed;
    /** Only the refresher's own. */
    private boolean failing;

    /** How often the index was emptied. */
    private long era;

    private boolean closed;
    private long refreshedAtNanos = System.nanoTime() - PAUSE_NANOS;

    private final Thread refresher;

    Visibility(Map<Workspace, Position> start, Refresh refresh) {
        this.refresh = refresh;
        applied.putAll(start);
        visible.putAll(start);
        refresher = Thread.ofPlatform().name("index-refresher").daemon().start(this::refreshForEver);
    }

    void applied(Workspace workspace, Position position) {
        lock.lock();
        try {
            applied.put(workspace, position);
            changed = true;
            toDo.signal();
            // Readers that wait for this position must ask for its refresh.
            shown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Before the index is emptied: from now on nobody may take it for one that holds what they wait for. */
    void reset() {
        lock.lock();
        try {
            applied.replaceAll((workspace, position) -> Position.START);
            visible = new HashMap<>();
            era++;
            changed = true;
            toDo.signal();
        } finally {
            lock.unlock();
        }
    }

    /** After the index was emptied: a refresh may have come before that, and nothing may be applied for long. */
    void showAnew() {
        lock.lock();
        try {
            changed = true;
            toDo.signal();
        } finally {
            lock.unlock();
        }
    }

    Position applied(Workspace workspace) {
        lock.lock();
        try {
            return applied.getOrDefault(workspace, Position.START);
        } finally {
            lock.unlock();
        }
    }

    Position visible(Workspace workspace) {
        lock.lock();
        try {
            return visible.getOrDefault(workspace, Position.START);
        } finally {
            lock.unlock();
        }
    }

    Map<Workspace, Position> allApplied() {
        lock.lock();
        try {
            return Map.copyOf(applied);
        } finally {
            lock.unlock();
        }
    }

    /** False when it is not visible by then, or closed meanwhile. */
    boolean await(Workspace workspace, Position target, Duration atMost) {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            waiting++;
            try {
                toDo.signal();
                while (visible.getOrDefault(workspace, Position.START).compareTo(target) < 0) {
                    if (closed || nanos <= 0) {
                        return false;
                    }
                    nanos = shown.awaitNanos(nanos);
                }
                return true;
            } finally {
                waiting--;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Problem.Code.INDEX_UNAVAILABLE, null, "Stopped while waiting for the index.", e);
        } finally {
            lock.unlock();
        }
    }

    private void refreshForEver() {
        while (true) {
            Map<Workspace, Position> from;
            long eraBefore;
            lock.lock();
            try {
                while (!closed && (!changed || tooSoon())) {
                    if (changed) {
                        var unused = toDo.awaitNanos(refreshedAtNanos + PAUSE_NANOS - System.nanoTime());
                    } else {
                        toDo.await();
                    }
                }
                if (closed) {
                    return;
                }
                // Taken before the refresh: it shows at least this much.
                from = new HashMap<>(applied);
                eraBefore = era;
                changed = false;
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
            boolean refreshed = refreshed();
            lock.lock();
            try {
                refreshedAtNanos = System.nanoTime();
                failing = !refreshed;
                // Tried again after a pause, for readers may be waiting though nothing changes any more.
                changed |= failing;
                if (refreshed && era == eraBefore) {
                    visible = from;
                    shown.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean tooSoon() {
        return (waiting == 0 || failing) && System.nanoTime() - refreshedAtNanos < PAUSE_NANOS;
    }

    private boolean refreshed() {
        try {
            refresh.run();
            return true;
        } catch (IOException | RuntimeException | InternalError e) {
            if (!failing) {
                LOG.warn("The index could not be refreshed, trying again: {}", e.toString());
            }
            return false;
        }
    }

    /** Waits for a refresh under way, so that nothing is closed under it. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            toDo.signalAll();
            shown.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            refresher.join(CLOSE_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
