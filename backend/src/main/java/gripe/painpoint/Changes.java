package gripe.painpoint;

import gripe.painpoint.Catalogue.View;
import gripe.storage.StoredPainPoint;
import gripe.storage.StoredPainPoint.Event;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pain points that are to become other than they are. Not thread-safe. */
final class Changes {
    private final View view;
    private final long now;
    private final Map<String, StoredPainPoint> changed = new LinkedHashMap<>();

    /** @param now epoch milliseconds */
    Changes(View view, long now) {
        this.view = view;
        this.now = now;
    }

    long now() {
        return now;
    }

    /** As it will be; a new one when there is none. */
    StoredPainPoint current(String id) {
        StoredPainPoint painPoint = changed.get(id);
        StoredPainPoint known = painPoint == null ? view.find(id) : painPoint;
        return known == null ? StoredPainPoint.fresh(id, now, "", null, null, 0) : known;
    }

    void put(StoredPainPoint painPoint) {
        if (!painPoint.equals(view.find(painPoint.id())) || changed.containsKey(painPoint.id())) {
            changed.put(painPoint.id(), painPoint);
        }
    }

    void event(String id, Event event) {
        put(current(id).withEvent(event));
    }

    boolean has(String id) {
        return changed.containsKey(id);
    }

    Collection<StoredPainPoint> all() {
        return changed.values();
    }
}
