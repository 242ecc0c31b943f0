package gripe.painpoint;

import gripe.Gripe;
import gripe.Position;
import gripe.index.Near;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Captures whose pain point searches do not show yet, so that quick ones know of each other. Thread-safe. */
final class Recent {
    /** A refresh comes several times a second; more than this waiting means the index is down, and counts may lag. */
    private static final int ENTRIES_MAX = 2_000;

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * A capture.
     *
     * @param position of its last change
     * @param vector empty where only its pain point is news
     * @param minutes not a number where nobody said
     */
    record Entry(
            Position position,
            String id,
            float[] vector,
            @Nullable String painPoint,
            long happenedAtMillis,
            double minutes) {}

    synchronized void add(Entry entry) {
        entries.put(entry.id(), entry);
        Iterator<Entry> oldest = entries.values().iterator();
        while (entries.size() > ENTRIES_MAX && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    /** The pain point of a gripe, where it is newer than what searches show; else null. */
    synchronized @Nullable String painPointOf(String gripe) {
        Entry entry = entries.get(gripe);
        return entry == null ? null : entry.painPoint();
    }

    /** Says where gripes are since a change. Answers which of them are not known here. */
    synchronized List<String> moved(Position position, List<String> gripes, String painPoint) {
        List<String> unknown = new ArrayList<>();
        for (String gripe : gripes) {
            Entry known = entries.get(gripe);
            if (known == null) {
                unknown.add(gripe);
            } else {
                add(new Entry(position, gripe, known.vector(), painPoint, known.happenedAtMillis(), known.minutes()));
            }
        }
        return unknown;
    }

    /** Says where a gripe is since a change. */
    synchronized void moved(Position position, Gripe gripe, String painPoint) {
        Entry known = entries.get(gripe.id());
        Double minutes = gripe.minutes();
        add(new Entry(
                position,
                gripe.id(),
                known == null ? new float[0] : known.vector(),
                painPoint,
                gripe.happenedAt().toInstant().toEpochMilli(),
                minutes == null ? Double.NaN : minutes));
    }

    /** Forgets what searches show by now. */
    synchronized void forget(Position visible) {
        entries.values().removeIf(entry -> entry.position().compareTo(visible) <= 0);
    }

    synchronized List<Near> near(float[] vector, @Nullable String exceptId) {
        List<Near> near = new ArrayList<>();
        entries.values().forEach(entry -> {
            if (!entry.id().equals(exceptId) && entry.vector().length > 0) {
                near.add(new Near(entry.id(), entry.painPoint(), Alikeness.dot(entry.vector(), vector)));
            }
        });
        return near;
    }

    /** Those of a pain point. */
    synchronized List<Entry> of(Set<String> parts) {
        return entries.values().stream()
                .filter(entry -> entry.painPoint() != null && parts.contains(entry.painPoint()))
                .toList();
    }
}
