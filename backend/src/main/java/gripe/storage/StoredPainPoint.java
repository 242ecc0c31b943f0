package gripe.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
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
 * @param title what a chat model calls it, in place of the label that was derived; null for none
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
        List<Event> history,
        @Nullable Title title) {
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

    /** One that is new, with what was derived for it. */
    public static StoredPainPoint fresh(
            String id, long at, String label, @Nullable String central, @Nullable String theme, long labelled) {
        return new StoredPainPoint(id, at, label, central, theme, null, labelled, List.of(), null);
    }

    /** With another derived label, chosen for so many gripes; what a chat model called it before is out of date then. */
    public StoredPainPoint withLabel(String label, long labelled) {
        return new StoredPainPoint(id, made, label, central, theme, into, labelled, history, null);
    }

    /** When people made it so much larger or smaller, its label goes on being the one for that many gripes. */
    public StoredPainPoint resized(long before, long after) {
        long fits = before == 0 ? labelled : Math.max(1, Math.round((double) labelled * after / before));
        return new StoredPainPoint(id, made, label, central, theme, into, fits, history, title);
    }

    public StoredPainPoint withCentral(@Nullable String central) {
        return new StoredPainPoint(id, made, label, central, theme, into, labelled, history, title);
    }

    public StoredPainPoint withTheme(@Nullable String theme) {
        return new StoredPainPoint(id, made, label, central, theme, into, labelled, history, title);
    }

    public StoredPainPoint withInto(@Nullable String into) {
        return new StoredPainPoint(id, made, label, central, theme, into, labelled, history, title);
    }

    public StoredPainPoint withEvent(Event event) {
        List<Event> more = new ArrayList<>(history);
        more.add(event);
        return new StoredPainPoint(id, made, label, central, theme, into, labelled, more, title);
    }

    public StoredPainPoint withTitle(Title title) {
        return new StoredPainPoint(id, made, label, central, theme, into, labelled, history, title);
    }

    /**
     * What a chat model made of some of its gripes.
     *
     * @param summary null for none
     * @param by the model's name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Title(String text, @Nullable String summary, String by) {}

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
