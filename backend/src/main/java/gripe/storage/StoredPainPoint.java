package gripe.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pain point as the store holds it: its id, which never goes away, and what was derived for it last. What people
 * decided about it stands in {@link Decision}s.
 *
 * @param made epoch milliseconds
 * @param label derived from its gripes
 * @param central id of the gripe in its middle; null while it has none
 * @param theme id of the coarser group that it belongs to; null for none
 * @param into id of the pain point that this one became part of, null while it stands for itself
 * @param labelled how many gripes it had when its label was chosen
 * @param history what re-grouping did to it, oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredPainPoint(
        String id,
        long made,
        String label,
        @Nullable String central,
        @Nullable String theme,
        @Nullable String into,
        long labelled,
        List<Event> history) {
    /** Older events are forgotten. */
    public static final int EVENTS_MAX = 50;

    public StoredPainPoint {
        Objects.requireNonNull(id);
        Objects.requireNonNull(label);
        history = history == null ? List.of() : List.copyOf(history);
        if (history.size() > EVENTS_MAX) {
            history = history.subList(history.size() - EVENTS_MAX, history.size());
        }
    }

    /**
     * Something that re-grouping did.
     *
     * @param at epoch milliseconds
     * @param kind {@code split-from}, {@code split-off}, {@code merged-into}, {@code took-in} or {@code dissolved}
     * @param other the other pain point's id, null where there is none
     * @param gripes how many changed sides
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Event(long at, String kind, @Nullable String other, long gripes) {}
}
