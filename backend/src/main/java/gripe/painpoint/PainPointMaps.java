package gripe.painpoint;

import gripe.Gripe;
import gripe.Workspace;
import gripe.grouping.Plane;
import gripe.index.ChangeFollower;
import gripe.index.Filter;
import gripe.index.GripeIndex;
import gripe.painpoint.PainPointMap.Dot;
import gripe.painpoint.PainPointMap.Item;
import gripe.painpoint.PainPointMap.Loose;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Draws pain points on a plane. The same gripes, pain points and period make the same map; what is drawn of very many is a
 * sample that depends on the gripes' ids alone. Thread-safe.
 */
@Singleton
public final class PainPointMaps {
    /** Of the dots of all pain points together, as far as each can have a few. */
    private static final int DOTS_MAX = 600;

    private static final int DOTS_EACH_MIN = 3;
    private static final int LOOSE_MAX = 40;

    private static final double DOT_SPACING = 8;
    private static final double RIM = 8;
    private static final double LOOSE_RADIUS = 5;
    private static final double GAP = 12;
    /** The angle of a sunflower's seeds, which never meet (Vogel 1979, A better way to construct the sunflower head). */
    private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

    private final Moments moments;
    private final Figures figures;
    private final GripeIndex index;
    private final ChangeFollower follower;
    private final ReentrantLock drawing = new ReentrantLock();
    private @Nullable Kept kept;

    private record Kept(Object of, PainPointMap map) {}

    PainPointMaps(Moments moments, Figures figures, GripeIndex index, ChangeFollower follower) {
        this.moments = moments;
        this.figures = figures;
        this.index = index;
        this.follower = follower;
    }

    /**
     * Of the gripes of a period.
     *
     * @param max pain points, the most expensive ones
     */
    public PainPointMap of(Workspace workspace, @Nullable Instant from, @Nullable Instant to, int max) {
        // One at a time: it reads every vector of the period, and whoever waits may find it drawn.
        drawing.lock();
        try {
            Moment now = moments.at(workspace, to);
            record Asked(
                    Workspace workspace,
                    Object position,
                    long version,
                    @Nullable Instant from,
                    @Nullable Instant to,
                    int max) {}
            Asked asked = new Asked(workspace, follower.visible(workspace), now.view.version(), from, to, max);
            Kept known = kept;
            if (known != null && known.of().equals(asked) && now.staleSince == null) {
                return known.map();
            }
            PainPointMap map = new Drawing(workspace, now, from, to, max).map();
            kept = new Kept(asked, map);
            return map;
        } finally {
            drawing.unlock();
        }
    }

    /** Some of very many, the same ones each time. */
    private static final class Sample {
        private record One(long rank, String id, float[] vector) {}

        private final int max;
        private final PriorityQueue<One> kept = new PriorityQueue<>(
                Comparator.comparingLong(One::rank).thenComparing(One::id).reversed());

        Sample(int max) {
            this.max = max;
        }

        void offer(String id, float[] vector) {
            long rank = id.hashCode() * 0x9E3779B97F4A7C15L;
            One last = kept.peek();
            if (kept.size() == max
                    && last != null
                    && (rank > last.rank() || (rank == last.rank() && id.compareTo(last.id()) > 0))) {
                return;
            }
            kept.add(new One(rank, id, vector.clone()));
            if (kept.size() > max) {
                kept.remove();
            }
        }

        List<One> byId() {
            return kept.stream().sorted(Comparator.comparing(One::id)).toList();
        }
    }

    private final class Drawing {
        private final Workspace workspace;
        private final Moment now;
        private final Filter period;
        private final List<PainPointItem> items;
        private final List<PainPointItem> shown;
        private final Map<String, Sample> samples = new HashMap<>();
        private final Map<String, Alikeness.Sum> sums = new HashMap<>();
        private final Sample loose = new Sample(LOOSE_MAX);
        private final Map<String, Gripe> gripes = new HashMap<>();
        private long count;

        Drawing(Workspace workspace, Moment now, @Nullable Instant from, @Nullable Instant to, int max) {
            this.workspace = workspace;
            this.now = now;
            period = Filter.between(from, to);
            items = now.items(from);
            items.sort(PainPoints.COSTLIEST);
            shown = items.subList(0, Math.min(max, items.size()));
        }

        PainPointMap map() {
            read();
            // In the order of their ids, so that what costs more by a minute does not turn the map round.
            List<PainPointItem> drawn = shown.stream()
                    .filter(item -> sums.containsKey(item.id()))
                    .sorted(Comparator.comparing(PainPointItem::id))
                    .toList();
            List<Sample.One> alone = loose.byId();
            float[][] vectors = new float[drawn.size() + alone.size()][];
            double[] radii = new double[vectors.length];
            Map<String, List<Sample.One>> typical = new HashMap<>();
            for (int i = 0; i < drawn.size(); i++) {
                String id = drawn.get(i).id();
                float[] middle = sums.getOrDefault(id, new Alikeness.Sum()).middle();
                List<Sample.One> dots = samples.getOrDefault(id, new Sample(0)).byId().stream()
                        .sorted(Comparator.comparingDouble((Sample.One one) -> -Alikeness.dot(middle, one.vector())))
                        .toList();
                typical.put(id, dots);
                vectors[i] = middle;
                radii[i] = RIM + DOT_SPACING * Math.sqrt(dots.size());
            }
            for (int i = 0; i < alone.size(); i++) {
                vectors[drawn.size() + i] = alone.get(i).vector();
                radii[drawn.size() + i] = LOOSE_RADIUS;
            }
            Plane.Places places = Plane.of(vectors, radii, GAP);
            Map<String, Item> drawnItems = new TreeMap<>();
            for (int i = 0; i < drawn.size(); i++) {
                PainPointItem item = drawn.get(i);
                drawnItems.put(
                        item.id(),
                        item(item, places.x()[i], places.y()[i], radii[i], typical.getOrDefault(item.id(), List.of())));
            }
            List<Item> costliest = shown.stream()
                    .map(item -> drawnItems.get(item.id()))
                    .filter(java.util.Objects::nonNull)
                    .toList();
            double estimate = figures.whole(workspace).alone().estimate();
            List<Loose> rest = new ArrayList<>();
            for (int i = 0; i < alone.size(); i++) {
                Gripe gripe = gripes.get(alone.get(i).id());
                String text = gripe == null ? null : Phrases.first(gripe.text());
                if (gripe != null && text != null) {
                    rest.add(new Loose(
                            gripe.id(),
                            text,
                            rounded(places.x()[drawn.size() + i]),
                            rounded(places.y()[drawn.size() + i]),
                            minutes(gripe, estimate)));
                }
            }
            return new PainPointMap(
                    rounded(places.width()),
                    rounded(places.height()),
                    costliest,
                    rest,
                    items.size(),
                    count,
                    rest.size()
                            + costliest.stream()
                                    .mapToLong(item -> item.dots().size())
                                    .sum(),
                    now.currency(),
                    now.staleSince);
        }

        private void read() {
            long all =
                    Math.max(1, shown.stream().mapToLong(PainPointItem::count).sum());
            for (PainPointItem item : shown) {
                samples.put(item.id(), new Sample((int)
                        Math.max(DOTS_EACH_MIN, Math.min(item.count(), DOTS_MAX * item.count() / all))));
            }
            Map<String, String> resolved = new HashMap<>();
            index.forEachVectorWithin(workspace, period, (id, painPoint, vector) -> {
                count++;
                if (painPoint == null || painPoint.isEmpty()) {
                    loose.offer(id, vector);
                    return;
                }
                String name = resolved.computeIfAbsent(painPoint, now.view::resolved);
                Sample sample = samples.get(name);
                if (sample != null) {
                    sample.offer(id, vector);
                    sums.computeIfAbsent(name, key -> new Alikeness.Sum()).add(vector);
                }
            });
            List<String> ids = new ArrayList<>();
            samples.values().forEach(sample -> sample.byId().forEach(one -> ids.add(one.id())));
            loose.byId().forEach(one -> ids.add(one.id()));
            index.find(workspace, ids).forEach(gripe -> gripes.put(gripe.id(), gripe));
        }

        private Item item(PainPointItem item, double x, double y, double radius, List<Sample.One> typical) {
            double estimate = now.courses.getOrDefault(item.id(), Course.NONE).estimate();
            List<Dot> dots = new ArrayList<>();
            for (Sample.One one : typical) {
                Gripe gripe = gripes.get(one.id());
                if (gripe != null) {
                    double away = DOT_SPACING * Math.sqrt(dots.size() + (typical.size() == 1 ? 0 : 0.5));
                    double angle = dots.size() * GOLDEN_ANGLE;
                    dots.add(new Dot(
                            gripe.id(),
                            rounded(x + away * Math.cos(angle)),
                            rounded(y + away * Math.sin(angle)),
                            minutes(gripe, estimate)));
                }
            }
            return new Item(
                    item.id(),
                    item.label(),
                    rounded(x),
                    rounded(y),
                    rounded(radius),
                    item.count(),
                    item.minutes(),
                    item.money(),
                    item.status(),
                    item.theme(),
                    dots);
        }

        private static double minutes(Gripe gripe, double estimate) {
            Double said = gripe.minutes();
            return said == null ? estimate : said;
        }

        /** To a tenth: what is finer nobody sees. */
        private static double rounded(double length) {
            return Math.round(10 * length) / 10.0;
        }
    }
}
