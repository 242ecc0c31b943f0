package gripe.painpoint;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import gripe.Gripe;
import gripe.Position;
import gripe.Problem;
import gripe.Workspace;
import gripe.grouping.Grouping;
import gripe.grouping.Groups;
import gripe.grouping.Parameters;
import gripe.index.ChangeFollower;
import gripe.index.GripeIndex;
import gripe.painpoint.Catalogue.View;
import gripe.painpoint.Law.Status;
import gripe.storage.Decision;
import gripe.storage.PainPointStore.Applied;
import gripe.storage.PainPointStore.Step;
import gripe.storage.StoredPainPoint;
import gripe.storage.StoredPainPoint.Event;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
 * make the same groups. Then each group gets the id of the pain point that it shares most gripes with.
 */
@Singleton
public final class Regrouping {
    private static final Logger LOG = LoggerFactory.getLogger(Regrouping.class);

    private static final long LOOK_MILLIS = 100;
    /** Of what one run took, before the next begins: a twentieth of one core at most. */
    private static final int REST = 20;

    /** Of a run that took less than this: nobody minds, and few gripes want to be seen soon. */
    private static final int REST_OF_SHORT = 3;

    private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REST_MILLIS_MIN = 300;
    private static final int ASSIGNED_AT_ONCE = 500;
    private static final int WAIT_MILLIS_MAX = 2_000;

    private static final Duration VISIBLE_MAX = Duration.ofSeconds(30);

    /** The only one until accounts exist. */
    private final Workspace workspace = Workspace.MAIN;

    private final Catalogue catalogue;
    private final GripeIndex index;
    private final ChangeFollower follower;
    private final Clock clock;
    private final Parameters parameters;
    private final TimeBasedEpochRandomGenerator ids = Generators.timeBasedEpochRandomGenerator();
    private final ReentrantLock running = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger holds = new AtomicInteger();
    private final Thread thread;
    private volatile GroupingStatus status = GroupingStatus.NEVER;
    private volatile @Nullable Position grouped;
    private volatile long version = -1;

    public Regrouping(
            Catalogue catalogue, GripeIndex index, ChangeFollower follower, Clock clock, Parameters parameters) {
        this.catalogue = catalogue;
        this.index = index;
        this.follower = follower;
        this.clock = clock;
        this.parameters = parameters;
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
        while (!pause(LOOK_MILLIS)) {
            try {
                if (System.nanoTime() - restUntil < 0 || !due()) {
                    continue;
                }
                long start = System.nanoTime();
                run();
                long took = System.nanoTime() - start;
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

    private boolean pause(long millis) {
        try {
            return closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Only what the index has caught up with is grouped: half of the gripes make other groups than all of them. */
    private boolean due() {
        return holds.get() == 0
                && follower.status().caughtUp()
                && !follower.visible(workspace).equals(Position.START)
                && (!follower.visible(workspace).equals(grouped)
                        || catalogue.lastSeen().version() != version);
    }

    /** Thrown out of a run when Gripe stops. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void at(String step, long done, long total) {
        if (closing.getCount() == 0) {
            throw new Stopped();
        }
        GroupingStatus last = status;
        status = new GroupingStatus(step, done, total, last.finishedAt(), last.gripes(), last.alone(), last.seconds());
    }

    /** What was read of the index, in the order of the ids. */
    private record Read(List<String> ids, float[][] vectors, Map<String, String> assigned) {}

    /** Groups all gripes once. Waits for a run that is under way. */
    public void run() {
        running.lock();
        try {
            var unused = follower.awaitAcknowledged(workspace, VISIBLE_MAX);
            long start = System.nanoTime();
            Position position = follower.visible(workspace);
            View view = catalogue.view(workspace);
            Read read = read();
            Plan plan = new Plan(view, read);
            at("writing", 0, plan.assignments.size());
            boolean written = write(view, plan);
            // What it wrote itself is no reason to look again.
            grouped = written
                    ? catalogue.lastOf(
                            workspace, position, plan.assignments.size() + plan.changed.size() + plan.returned.size())
                    : null;
            version = catalogue.view(workspace).version();
            status = new GroupingStatus(
                    "idle", 0, 0, clock.instant(), read.ids().size(), plan.alone, (System.nanoTime() - start) / 1e9);
        } finally {
            running.unlock();
        }
    }

    private Read read() {
        at("reading", 0, 0);
        Map<String, float[]> vectors = new TreeMap<>();
        Map<String, String> assigned = new HashMap<>();
        index.forEachVector(workspace, null, (id, painPoint, vector) -> {
            vectors.put(id, vector.clone());
            if (painPoint != null) {
                assigned.put(id, painPoint);
            }
        });
        return new Read(List.copyOf(vectors.keySet()), vectors.values().toArray(float[][]::new), assigned);
    }

    /** What a run comes to: which gripe goes where, and what each pain point is from then on. */
    private final class Plan {
        final View view;
        final Read read;
        final Map<String, StoredPainPoint> changed = new LinkedHashMap<>();
        final Map<String, String> assignments = new LinkedHashMap<>();
        final List<Decision> returned = new ArrayList<>();
        final long now = clock.millis();
        int alone;

        /** By group: its members' numbers, ascending. */
        private final Map<Integer, List<Integer>> groups = new TreeMap<>();

        private final Map<Integer, String> painPointOf = new HashMap<>();

        Plan(View view, Read read) {
            this.view = view;
            this.read = read;
            List<String> anchors = new ArrayList<>();
            int[] held = held(anchors);
            Groups found = Grouping.of(read.vectors(), held, GripeIndex::cosine, parameters, Regrouping.this::at);
            int[] group = found.group();
            match(group, anchors);
            enforce(found);
            collect(group);
            record(found);
            label();
            notice();
        }

        /**
         * The pain point that each gripe has to stay in, by its place in the list: what the law holds, and whatever
         * belongs to a pain point that people decided something about.
         */
        private int[] held(List<String> anchors) {
            Map<String, Integer> places = new HashMap<>();
            int[] held = new int[read.ids().size()];
            Map<String, String> law = view.law().held();
            Map<String, Set<String>> banned = view.law().banned();
            for (int i = 0; i < held.length; i++) {
                String id = read.ids().get(i);
                String painPoint = law.get(id);
                if (painPoint == null) {
                    String assigned = read.assigned().get(id);
                    String resolved = assigned == null ? null : view.resolved(assigned);
                    painPoint = resolved != null
                                    && view.law().decidedOn(resolved)
                                    && !banned.getOrDefault(id, Set.of()).contains(resolved)
                            ? resolved
                            : null;
                } else if (!painPoint.equals(Law.NOWHERE)) {
                    painPoint = view.resolved(painPoint);
                }
                if (painPoint == null) {
                    held[i] = Grouping.FREE;
                } else if (painPoint.equals(Law.NOWHERE)) {
                    held[i] = Grouping.ALONE;
                } else {
                    held[i] = places.computeIfAbsent(painPoint, key -> {
                        anchors.add(key);
                        return anchors.size() - 1;
                    });
                }
            }
            return held;
        }

        /** Groups with an anchor go by its id, the others by that of the pain point they share most gripes with. */
        private void match(int[] group, List<String> anchors) {
            record Overlap(int group, String painPoint, long shared) {}
            Map<Integer, Map<String, Long>> shared = new TreeMap<>();
            Set<String> used = new HashSet<>(anchors);
            for (int i = 0; i < group.length; i++) {
                if (group[i] < 0) {
                    continue;
                }
                if (group[i] < anchors.size()) {
                    painPointOf.put(group[i], anchors.get(group[i]));
                }
                String assigned = read.assigned().get(read.ids().get(i));
                Map<String, Long> of = shared.computeIfAbsent(group[i], key -> new TreeMap<>());
                if (assigned != null) {
                    of.merge(view.resolved(assigned), 1L, Long::sum);
                }
            }
            List<Overlap> overlaps = new ArrayList<>();
            shared.forEach((number, of) -> of.forEach((painPoint, count) -> {
                if (view.find(painPoint) != null) {
                    overlaps.add(new Overlap(number, painPoint, count));
                }
            }));
            overlaps.sort(Comparator.comparingLong(Overlap::shared)
                    .reversed()
                    .thenComparing(Overlap::painPoint)
                    .thenComparing(Overlap::group));
            for (Overlap overlap : overlaps) {
                if (!painPointOf.containsKey(overlap.group()) && used.add(overlap.painPoint())) {
                    painPointOf.put(overlap.group(), overlap.painPoint());
                }
            }
            for (int number : shared.keySet()) {
                painPointOf.computeIfAbsent(number, key -> ids.generate().toString());
            }
        }

        /** Takes out of each group whom the law does not let in; they go to the next best or stay alone. */
        private void enforce(Groups found) {
            int[] group = found.group();
            Map<String, Set<String>> banned = view.law().banned();
            for (int i = 0; i < group.length; i++) {
                String id = read.ids().get(i);
                Set<String> bans = banned.get(id);
                // Who is held somewhere was put there later than it was taken out.
                if (bans != null && group[i] >= 0 && !view.law().held().containsKey(id) && isBanned(bans, group[i])) {
                    group[i] = found.nextBest(i, number -> !isBanned(bans, number));
                }
            }
            Map<String, Integer> numbers = new HashMap<>();
            for (int i = 0; i < read.ids().size(); i++) {
                numbers.put(read.ids().get(i), i);
            }
            for (Set<String> apart : view.law().apart()) {
                List<Integer> there = apart.stream()
                        .map(numbers::get)
                        .filter(java.util.Objects::nonNull)
                        // Who is held in a pain point stays, the others give way.
                        .sorted(Comparator.comparing((Integer i) -> !view.law()
                                        .held()
                                        .containsKey(read.ids().get(i)))
                                .thenComparing(Comparator.naturalOrder()))
                        .toList();
                Set<Integer> taken = new HashSet<>();
                for (int i : there) {
                    if (group[i] >= 0 && taken.contains(group[i])) {
                        Set<String> bans = banned.getOrDefault(read.ids().get(i), Set.of());
                        group[i] = found.nextBest(i, number -> !taken.contains(number) && !isBanned(bans, number));
                    }
                    if (group[i] >= 0) {
                        taken.add(group[i]);
                    }
                }
            }
        }

        private boolean isBanned(Set<String> bans, int number) {
            String painPoint = painPointOf.get(number);
            return painPoint != null
                    && bans.stream().anyMatch(ban -> view.resolved(ban).equals(painPoint));
        }

        private void collect(int[] group) {
            for (int i = 0; i < group.length; i++) {
                String id = read.ids().get(i);
                String before = read.assigned().get(id);
                String painPoint = group[i] < 0 ? null : painPointOf.get(group[i]);
                if (painPoint == null) {
                    alone++;
                    if (before != null) {
                        assignments.put(id, "");
                    }
                } else {
                    groups.computeIfAbsent(group[i], key -> new ArrayList<>()).add(i);
                    if (before == null || !view.resolved(before).equals(painPoint)) {
                        assignments.put(id, painPoint);
                    }
                }
            }
        }

        /** New ones, and what became of those that no group goes by any more. */
        private void record(Groups found) {
            Map<String, Map<String, Long>> moved = new TreeMap<>();
            Map<String, Long> had = new TreeMap<>();
            Map<String, String> now = new HashMap<>();
            groups.forEach((number, members) -> {
                for (int i : members) {
                    now.put(read.ids().get(i), painPointOf.get(number));
                }
            });
            read.assigned().forEach((id, assigned) -> {
                String from = view.resolved(assigned);
                had.merge(from, 1L, Long::sum);
                String to = now.get(id);
                if (to != null && !to.equals(from)) {
                    moved.computeIfAbsent(from, key -> new TreeMap<>()).merge(to, 1L, Long::sum);
                }
            });
            Map<Integer, String> themes = new HashMap<>();
            groups.forEach((number, members) -> {
                int theme = found.theme()[members.get(0)];
                String painPoint = String.valueOf(painPointOf.get(number));
                themes.merge(theme, painPoint, (a, b) -> a.compareTo(b) < 0 ? a : b);
            });
            groups.forEach((number, members) -> {
                String id = String.valueOf(painPointOf.get(number));
                String theme = themes.get(found.theme()[members.get(0)]);
                StoredPainPoint known = view.find(id);
                StoredPainPoint kept = known == null
                        ? new StoredPainPoint(id, this.now, "", null, theme, null, 0, List.of())
                        : with(known, theme, known.into());
                if (!kept.equals(known)) {
                    changed.put(id, kept);
                }
            });
            Set<String> alive = new HashSet<>(now.values());
            moved.forEach((from, targets) -> targets.forEach((to, count) -> {
                long all = had.getOrDefault(from, 0L);
                if (alive.contains(from)) {
                    if (view.find(to) == null && count * 3 >= all) {
                        event(from, new Event(this.now, "split-from", to, count));
                        event(to, new Event(this.now, "split-off", from, count));
                    }
                } else if (count * 2 > all && !view.law().decidedOn(from)) {
                    event(from, new Event(this.now, "merged-into", to, count));
                    event(to, new Event(this.now, "took-in", from, count));
                    StoredPainPoint gone = current(from);
                    changed.put(from, with(gone, null, to));
                }
            }));
            for (String from : had.keySet()) {
                if (!alive.contains(from)
                        && view.find(from) != null
                        && current(from).into() == null) {
                    event(from, new Event(this.now, "dissolved", null, had.getOrDefault(from, 0L)));
                }
            }
        }

        private StoredPainPoint current(String id) {
            StoredPainPoint painPoint = changed.get(id);
            StoredPainPoint known = painPoint == null ? view.find(id) : painPoint;
            return known == null ? new StoredPainPoint(id, now, "", null, null, null, 0, List.of()) : known;
        }

        private void event(String id, Event event) {
            StoredPainPoint painPoint = current(id);
            List<Event> history = new ArrayList<>(painPoint.history());
            history.add(event);
            changed.put(
                    id,
                    new StoredPainPoint(
                            id,
                            painPoint.made(),
                            painPoint.label(),
                            painPoint.central(),
                            painPoint.theme(),
                            painPoint.into(),
                            painPoint.labelled(),
                            history));
        }

        private static StoredPainPoint with(StoredPainPoint painPoint, @Nullable String theme, @Nullable String into) {
            return new StoredPainPoint(
                    painPoint.id(),
                    painPoint.made(),
                    painPoint.label(),
                    painPoint.central(),
                    theme,
                    into,
                    painPoint.labelled(),
                    painPoint.history());
        }

        /** A label stays until its pain point has twice, or half, of the gripes that it was chosen for. */
        private void label() {
            Map<String, List<Labels.Text>> texts = new TreeMap<>();
            Set<String> taken = new HashSet<>();
            Labels labels = new Labels();
            Map<String, String> centres = new HashMap<>();
            for (Map.Entry<Integer, List<Integer>> group : groups.entrySet()) {
                String id = String.valueOf(painPointOf.get(group.getKey()));
                StoredPainPoint painPoint = current(id);
                List<Integer> central = central(group.getValue());
                centres.put(id, read.ids().get(central.get(0)));
                int size = group.getValue().size();
                boolean keeps = !painPoint.label().isEmpty()
                        && size < 2 * painPoint.labelled()
                        && 2L * size > painPoint.labelled();
                if (keeps) {
                    taken.add(Phrases.plain(painPoint.label()));
                } else {
                    texts.put(id, texts(central, group.getValue()));
                }
            }
            texts.values().forEach(labels::count);
            texts.forEach((id, of) -> {
                Labels.Chosen chosen = Labels.distinct(labels.candidates(of), taken);
                StoredPainPoint painPoint = current(id);
                changed.put(
                        id,
                        new StoredPainPoint(
                                id,
                                painPoint.made(),
                                chosen.label(),
                                painPoint.central(),
                                painPoint.theme(),
                                painPoint.into(),
                                sizeOf(id),
                                painPoint.history()));
            });
            centres.forEach((id, centre) -> {
                StoredPainPoint painPoint = current(id);
                if (!centre.equals(painPoint.central())) {
                    changed.put(
                            id,
                            new StoredPainPoint(
                                    id,
                                    painPoint.made(),
                                    painPoint.label(),
                                    centre,
                                    painPoint.theme(),
                                    painPoint.into(),
                                    painPoint.labelled(),
                                    painPoint.history()));
                }
            });
        }

        private long sizeOf(String id) {
            return groups.entrySet().stream()
                    .filter(group -> id.equals(painPointOf.get(group.getKey())))
                    .mapToLong(group -> group.getValue().size())
                    .sum();
        }

        /** Nearest to the middle first; no more than a label needs. */
        private List<Integer> central(List<Integer> members) {
            Alikeness.Sum sum = new Alikeness.Sum();
            members.forEach(i -> sum.add(read.vectors()[i]));
            float[] middle = sum.middle();
            return members.stream()
                    .sorted(Comparator.comparingDouble((Integer i) -> -Alikeness.dot(middle, read.vectors()[i]))
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(Labels.READ_EACH)
                    .toList();
        }

        private List<Labels.Text> texts(List<Integer> central, List<Integer> members) {
            Alikeness.Sum sum = new Alikeness.Sum();
            members.forEach(i -> sum.add(read.vectors()[i]));
            float[] middle = sum.middle();
            Map<String, Double> centrality = new HashMap<>();
            central.forEach(i -> centrality.put(read.ids().get(i), Alikeness.dot(middle, read.vectors()[i])));
            return index.find(workspace, centrality.keySet()).stream()
                    .sorted(Comparator.comparing(Gripe::id))
                    .map(gripe -> new Labels.Text(gripe.id(), gripe.text(), centrality.getOrDefault(gripe.id(), 0.0)))
                    .toList();
        }

        /** What was fixed and has gripes of a later time now came back. */
        private void notice() {
            Map<String, Set<String>> arrived = new TreeMap<>();
            assignments.forEach((gripe, painPoint) -> {
                if (!painPoint.isEmpty() && view.law().state(painPoint, now).status() == Status.FIXED) {
                    arrived.computeIfAbsent(painPoint, key -> new HashSet<>()).add(gripe);
                }
            });
            arrived.forEach((painPoint, gripes) -> {
                Decision back = Returns.noticed(
                        painPoint,
                        view,
                        index.find(workspace, gripes),
                        now,
                        ids.generate().toString());
                if (back != null) {
                    returned.add(back);
                }
            });
        }
    }

    private boolean write(View view, Plan plan) {
        List<StoredPainPoint> painPoints = new ArrayList<>(plan.changed.values());
        Set<String> back = new HashSet<>();
        for (Decision decision : plan.returned) {
            back.add(decision.painPoint());
            if (!plan.changed.containsKey(decision.painPoint())) {
                painPoints.add(PainPoints.required(view, decision.painPoint()));
            }
        }
        long expected = view.version();
        boolean first = true;
        List<Map.Entry<String, String>> all = new ArrayList<>(plan.assignments.entrySet());
        int done = 0;
        do {
            Map<String, String> some = new LinkedHashMap<>();
            for (; done < all.size() && some.size() < ASSIGNED_AT_ONCE; done++) {
                some.put(all.get(done).getKey(), all.get(done).getValue());
            }
            Step step = first ? new Step(painPoints, plan.returned, List.copyOf(back), some) : Step.assigning(some);
            Applied applied = catalogue.apply(workspace, expected, step);
            if (applied == null) {
                // Somebody decided something meanwhile: what was found here may be against it. The next run knows.
                return false;
            }
            expected = applied.version();
            first = false;
            at("writing", done, all.size());
        } while (done < all.size());
        return true;
    }
}
