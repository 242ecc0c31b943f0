package gripe.capture;

import gripe.Gripe;
import gripe.Position;
import gripe.SoFar;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * Captures that searches do not show yet, so that the second of two quick gripes already says "2nd time" without a
 * refresh of the index inside each capture (which costs as much as the embedding). Thread-safe.
 */
final class Unseen {
    /** A refresh comes several times a second; more than this waiting means the index is down, and counts may lag. */
    private static final int ENTRIES_MAX = 2_000;

    private record Entry(Gripe gripe, float[] vector) {}

    private final ConcurrentSkipListMap<Position, Entry> entries = new ConcurrentSkipListMap<>();

    void add(Position position, Gripe gripe, float[] vector) {
        entries.put(position, new Entry(gripe, vector));
        while (entries.size() > ENTRIES_MAX) {
            entries.pollFirstEntry();
        }
    }

    /**
     * What gripes like a vector have cost: counted on the index, and what may have come after it. A refresh may fall in
     * between, so those that are added here are left out there.
     *
     * @param visible the position that the index shows at least
     * @param countedWithout counts on the index, but for these ids
     */
    SoFar soFar(
            Position visible,
            float[] vector,
            double threshold,
            String exceptId,
            Function<Set<String>, SoFar> countedWithout) {
        entries.headMap(visible, true).clear();
        Map<String, Gripe> alike = new HashMap<>();
        for (Entry entry : entries.values()) {
            Gripe gripe = entry.gripe();
            if (!gripe.id().equals(exceptId) && cosine(entry.vector(), vector) >= threshold) {
                alike.put(gripe.id(), gripe);
            }
        }
        Set<String> leftOut = new HashSet<>(alike.keySet());
        leftOut.add(exceptId);
        SoFar counted = countedWithout.apply(leftOut);
        double minutes = counted.minutes();
        OffsetDateTime lastAt = counted.lastAt();
        for (Gripe gripe : alike.values()) {
            Double said = gripe.minutes();
            minutes += said == null ? 0 : said;
            if (lastAt == null || gripe.happenedAt().isAfter(lastAt)) {
                lastAt = gripe.happenedAt();
            }
        }
        return new SoFar(counted.count() + alike.size(), minutes, lastAt);
    }

    /** Both of unit length. */
    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
