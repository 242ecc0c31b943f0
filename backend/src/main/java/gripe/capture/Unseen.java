package gripe.capture;

import gripe.Gripe;
import gripe.Position;
import gripe.SoFar;
import java.time.OffsetDateTime;
import java.util.concurrent.ConcurrentSkipListMap;

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
     * Adds to a count made on the index what came after it.
     *
     * @param visible the position that the index showed at least when it counted
     */
    SoFar plus(SoFar counted, Position visible, float[] vector, double threshold, String exceptId) {
        entries.headMap(visible, true).clear();
        long count = counted.count();
        double minutes = counted.minutes();
        OffsetDateTime lastAt = counted.lastAt();
        for (Entry entry : entries.values()) {
            Gripe gripe = entry.gripe();
            if (gripe.id().equals(exceptId) || cosine(entry.vector(), vector) < threshold) {
                continue;
            }
            count++;
            Double said = gripe.minutes();
            minutes += said == null ? 0 : said;
            if (lastAt == null || gripe.happenedAt().isAfter(lastAt)) {
                lastAt = gripe.happenedAt();
            }
        }
        return new SoFar(count, minutes, lastAt);
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
