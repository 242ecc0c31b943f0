package gripe.painpoint;

import gripe.Position;
import gripe.Workspace;
import gripe.index.ChangeFollower;
import gripe.index.GripeIndex;
import gripe.painpoint.Catalogue.View;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The course of every pain point, read from the index in one pass and kept until the index shows something new: 16 bytes
 * a gripe. Thread-safe.
 */
@Singleton
final class Figures {
    private final GripeIndex index;
    private final ChangeFollower follower;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Kept kept;
    /** The workspace's median, as it was when all of it was read last. */
    private volatile double otherwise;

    private record Kept(Workspace workspace, Position position, long version, Map<String, Course> courses) {
        boolean fits(Workspace of, Position at, View view) {
            return workspace.equals(of) && position.equals(at) && version == view.version();
        }
    }

    Figures(GripeIndex index, ChangeFollower follower) {
        this.index = index;
        this.follower = follower;
    }

    /** By the ids that pain points go by now; those without a gripe are not there. */
    Map<String, Course> of(Workspace workspace, View view) {
        Position position = follower.visible(workspace);
        Kept known = kept;
        if (known != null && known.fits(workspace, position, view)) {
            return known.courses();
        }
        reading.lock();
        try {
            Position visible = follower.visible(workspace);
            Kept meanwhile = kept;
            if (meanwhile != null && meanwhile.fits(workspace, visible, view)) {
                return meanwhile.courses();
            }
            Map<String, Course> courses = read(workspace, view);
            kept = new Kept(workspace, visible, view.version(), courses);
            return courses;
        } finally {
            reading.unlock();
        }
    }

    /** Of every gripe, and of those that belong to no pain point. */
    record Whole(Course all, Course alone) {}

    Whole whole(Workspace workspace) {
        Growing all = new Growing();
        Growing alone = new Growing();
        index.forEachGripe(workspace, (painPoint, time, minutes) -> {
            all.add(time, minutes);
            if (painPoint == null) {
                alone.add(time, minutes);
            }
        });
        return new Whole(all.course(0), alone.course(otherwise));
    }

    /** Of one pain point, as the index shows it now and with what it does not show yet: its gripes alone are read. */
    Course of(Workspace workspace, Set<String> parts, List<Recent.Entry> unseen) {
        Growing growing = new Growing();
        unseen.forEach(entry -> growing.add(entry.happenedAtMillis(), entry.minutes()));
        // A refresh shows some of them a moment before it says so.
        index.forEachOtherMember(
                workspace,
                parts,
                unseen.stream().map(Recent.Entry::id).toList(),
                (painPoint, time, minutes) -> growing.add(time, minutes));
        return growing.course(otherwise);
    }

    private static final class Growing {
        private long[] times = new long[8];
        private double[] minutes = new double[8];
        private int size;

        void add(long time, double said) {
            if (size == times.length) {
                times = Arrays.copyOf(times, 2 * size);
                minutes = Arrays.copyOf(minutes, 2 * size);
            }
            times[size] = time;
            minutes[size++] = said;
        }

        Course course(double otherwise) {
            return Course.of(Arrays.copyOf(times, size), Arrays.copyOf(minutes, size), otherwise);
        }
    }

    private Map<String, Course> read(Workspace workspace, View view) {
        Map<String, Growing> growing = new HashMap<>();
        Map<String, String> resolved = new HashMap<>();
        index.forEachMember(
                workspace,
                null,
                (painPoint, time, minutes) -> growing.computeIfAbsent(
                                resolved.computeIfAbsent(String.valueOf(painPoint), view::resolved),
                                key -> new Growing())
                        .add(time, minutes));
        double[] medians = growing.values().stream()
                .flatMapToDouble(one -> Arrays.stream(one.minutes, 0, one.size))
                .filter(one -> !Double.isNaN(one))
                .toArray();
        otherwise = Course.median(medians);
        Map<String, Course> courses = new HashMap<>();
        growing.forEach((painPoint, one) -> courses.put(painPoint, one.course(otherwise)));
        return courses;
    }
}
