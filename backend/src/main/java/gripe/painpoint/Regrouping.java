package gripe.painpoint;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import gripe.Position;
import gripe.Problem;
import gripe.Traffic;
import gripe.Workspace;
import gripe.grouping.Grouping;
import gripe.grouping.Groups;
import gripe.grouping.Parameters;
import gripe.grouping.Progress;
import gripe.index.ChangeFollower;
import gripe.index.GripeIndex;
import gripe.painpoint.Catalogue.View;
import gripe.storage.PainPointStore.Applied;
import gripe.storage.PainPointStore.Step;
import gripe.storage.StoredPainPoint;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups all gripes anew in the background whenever something changed, and writes what differs. Captures and searches do
 * not wait for it: it reads the index as anybody does, and writes in small steps.
 *
 * <p>The groups follow from the gripes and the law alone, taken in the order of their ids, with one seed: the same gripes
 * make the same groups. With decisions it may take a few runs: what joins a decided pain point is held there, and may
 * draw others. Then each group gets the id of the pain point that it shares most gripes with.
 */
@Singleton
public final class Regrouping {
    private static final Logger LOG = LoggerFactory.getLogger(Regrouping.class);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final long LOOK_MILLIS = 100;

    /** An import shows something new more often than this: it should be over before all of it is grouped. */
    private static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** For what never stands still. */
    private static final long STILL_WAIT_NANOS_MAX = TimeUnit.MINUTES.toNanos(1);

    /** Of what one run took, before the next begins: a twentieth of one core at most. */
    private static final int REST = 20;

    /** Of a run that took less than this: nobody minds, and few gripes want to be seen soon. */
    private static final int REST_OF_SHORT = 3;

    private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REST_MILLIS_MIN = 300;
    /** Each makes the index write its gripe again, and whoever searches meanwhile waits for all of a step. */
    private static final int ASSIGNED_AT_ONCE = 100;

    private static final long INDEX_LOOK_MILLIS = 5;
    private static final int WAIT_MILLIS_MAX = 2_000;

    /**
     * For each gripe, garbage included: 2,208 MB were in use at most for a million (docs/PERFORMANCE.md), and the index
     * holds a glance at each vector, of 220 bytes.
     */
    private static final long BYTES_EACH = 2_208 + 220;

    private static final long MEGABYTE = 1_000_000;

    private static final Duration VISIBLE_MAX = Duration.ofSeconds(30);

    /** The only one until accounts exist. */
    private final Workspace workspace = Workspace.MAIN;

    private final Catalogue catalogue;
    private final GripeIndex index;
    private final ChangeFollower follower;
    private final Clock clock;
    private final Parameters parameters;
    private final Traffic traffic;
    private final TimeBasedEpochRandomGenerator ids = Generators.timeBasedEpochRandomGenerator();
    private final ReentrantLock running = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger holds = new AtomicInteger();
    private final Thread thread;
    private volatile GroupingStatus status = GroupingStatus.NEVER;
    private volatile @Nullable Position grouped;
    private volatile long version = -1;
    private volatile @Nullable String warning;

    public Regrouping(
            Catalogue catalogue,
            GripeIndex index,
            ChangeFollower follower,
            Clock clock,
            Parameters parameters,
            Traffic traffic) {
        this.catalogue = catalogue;
        this.index = index;
        this.follower = follower;
        this.clock = clock;
        this.parameters = parameters;
        this.traffic = traffic;
        thread = Thread.ofPlatform()
                .name("regrouping")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .unstarted(this::follow);
    }

    @EventListener
    void start(StartupEvent started) {
        thread.start();
    }

    public GroupingStatus status() {
        return status;
    }

    /** What an operator should know: that there is too little memory to group all gripes, which then stay as they are. */
    public Optional<String> warning() {
        return Optional.ofNullable(warning);
    }

    /** Null where there is enough. */
    static @Nullable String tooLittle(long gripes, long memory) {
        long needed = gripes * BYTES_EACH;
        return needed <= memory
                ? null
                : "To group " + gripes + " gripes takes about " + needed / MEGABYTE
                        + " MB of memory, and Gripe may use "
                        + memory / MEGABYTE + ": no new pain points are found among old gripes. Let it use more"
                        + " (docs/OPERATION.md).";
    }

    /** Whether it is done with everything that there is. */
    boolean rests() {
        return status.step().equals("idle") && status.finishedAt() != null && mayBegin() && !due();
    }

    /** Keeps it from beginning. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Lets no run begin until it is closed, once. */
    public Hold hold() {
        holds.incrementAndGet();
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                holds.decrementAndGet();
            }
        };
    }

    /** Ends a run that is under way at its next sign of life. */
    @PreDestroy
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(WAIT_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        long restUntil = System.nanoTime();
        Stillness stillness = new Stillness();
        while (!pause(LOOK_MILLIS)) {
            try {
                if (!due()) {
                    stillness = new Stillness();
                    continue;
                }
                if (!stillness.reached(follower.visible(workspace)) || System.nanoTime() - restUntil < 0) {
                    continue;
                }
                // Not the time that it let others pass.
                long start = THREADS.getCurrentThreadCpuTime();
                run();
                long took = THREADS.getCurrentThreadCpuTime() - start;
                restUntil = System.nanoTime()
                        + Math.max(
                                took * (took < SHORT_NANOS ? REST_OF_SHORT : REST),
                                TimeUnit.MILLISECONDS.toNanos(REST_MILLIS_MIN));
            } catch (Stopped e) {
                return;
            } catch (Problem e) {
                // Store or index are away, which they say themselves.
                LOG.debug("Gripes cannot be grouped now", e);
                restUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            } catch (RuntimeException e) {
                if (closing.getCount() == 0) {
                    return;
                }
                LOG.warn("Gripes could not be grouped, trying again: {}", e.toString(), e);
                restUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            }
        }
    }

    /** Since when nothing new came. */
    private static final class Stillness {
        private final long began = System.nanoTime();
        private long since = began;
        private @Nullable Position last;

        boolean reached(Position visible) {
            long now = System.nanoTime();
            if (!visible.equals(last)) {
                last = visible;
                since = now;
            }
            return now - since >= STILL_NANOS || now - began >= STILL_WAIT_NANOS_MAX;
        }
    }

    private boolean pause(long millis) {
        try {
            return closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Only what the index has caught up with is grouped: half of the gripes make other groups than all of them. */
    private boolean mayBegin() {
        return holds.get() == 0 && follower.status().caughtUp();
    }

    private boolean due() {
        return mayBegin()
                && !follower.visible(workspace).equals(Position.START)
                && (!follower.visible(workspace).equals(grouped)
                        || catalogue.lastSeen().version() != version);
    }

    /** Thrown out of a run when Gripe stops. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Progress progress() {
        Courtesy courtesy = new Courtesy(traffic);
        return (step, done, total) -> {
            courtesy.letPass();
            at(step, done, total);
        };
    }

    private void at(String step, long done, long total) {
        if (closing.getCount() == 0) {
            throw new Stopped();
        }
        GroupingStatus last = status;
        status = new GroupingStatus(step, done, total, last.finishedAt(), last.gripes(), last.alone(), last.seconds());
    }

    /** Groups all gripes once. Waits for a run that is under way. */
    public void run() {
        running.lock();
        try {
            View view = catalogue.view(workspace);
            // After it: a pain point that it has and whose gripes the index does not show would be taken for an empty
            // one.
            catalogue.awaitWritten(workspace, VISIBLE_MAX);
            long start = System.nanoTime();
            Position position = follower.visible(workspace);
            if (!enough(index.count(workspace))) {
                grouped = position;
                version = view.version();
                return;
            }
            Progress progress = progress();
            progress.at("reading", 0, 0);
            Gathered gathered = Gathered.of(index, workspace);
            Held held = Held.by(view, gathered, Returns.unproven(workspace, index, view));
            Groups found = Grouping.of(gathered.vectors(), held.of(), GripeIndex::cosine, parameters, progress);
            Plan plan = new Plan(
                    workspace,
                    index,
                    view,
                    gathered,
                    held,
                    found,
                    clock.millis(),
                    () -> ids.generate().toString(),
                    progress);
            boolean written = write(view, plan, progress);
            // What it wrote itself is no reason to look again.
            grouped = written ? catalogue.lastOf(workspace, position, plan.size()) : null;
            version = catalogue.view(workspace).version();
            status = new GroupingStatus(
                    "idle", 0, 0, clock.instant(), gathered.size(), plan.alone(), (System.nanoTime() - start) / 1e9);
        } finally {
            running.unlock();
        }
    }

    private boolean enough(long gripes) {
        String before = warning;
        warning = tooLittle(gripes, Runtime.getRuntime().maxMemory());
        if (warning != null && before == null) {
            LOG.warn("{}", warning);
        }
        return warning == null;
    }

    private boolean write(View view, Plan plan, Progress progress) {
        List<StoredPainPoint> painPoints = new ArrayList<>(plan.changes().all());
        Returns.about(view, plan.returned()).stream()
                .filter(painPoint -> !plan.changes().has(painPoint.id()))
                .forEach(painPoints::add);
        long expected = view.version();
        boolean first = true;
        List<Map.Entry<String, String>> all = new ArrayList<>(plan.assignments().entrySet());
        int done = 0;
        progress.at("writing", 0, all.size());
        do {
            Map<String, String> some = new LinkedHashMap<>();
            for (; done < all.size() && some.size() < ASSIGNED_AT_ONCE; done++) {
                some.put(all.get(done).getKey(), all.get(done).getValue());
            }
            Step step = first
                    ? new Step(
                            painPoints,
                            plan.returned().decisions(),
                            plan.returned().back(),
                            some)
                    : Step.assigning(some);
            Applied applied = catalogue.apply(workspace, expected, step);
            if (applied == null) {
                // Somebody decided something meanwhile: what was found here may be against it. The next run knows.
                return false;
            }
            expected = applied.version();
            first = false;
            awaitIndex(applied.position());
            progress.at("writing", done, all.size());
        } while (done < all.size());
        return true;
    }

    /** So that what is written piles up nowhere: a search waits for all changes that came before it. */
    private void awaitIndex(@Nullable Position position) {
        long giveUp = System.nanoTime() + VISIBLE_MAX.toNanos();
        while (position != null
                && index.applied(workspace).compareTo(position) < 0
                && System.nanoTime() - giveUp < 0
                && !pause(INDEX_LOOK_MILLIS)) {
            at("writing", status.done(), status.total());
        }
    }
}
