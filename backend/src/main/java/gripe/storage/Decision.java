package gripe.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decided about pain points: law for every later grouping. All decisions that are not undone, one after
 * the other in the order of their times, are the constraints; none is ever deleted.
 *
 * @param at epoch milliseconds; no two decisions of a workspace have the same
 * @param by who decided; {@link #GRIPE} for what Gripe noted by itself
 * @param painPoint it is about, empty for none
 * @param other the second pain point: merged into, split off, or moved to; empty string in a move for none
 * @param text a label or a note
 * @param number of minutes' price, in money an hour
 * @param when epoch milliseconds: until when it is ignored, or since when it is fixed, open again or back
 * @param gripes it is about
 * @param rest of the pain point's gripes at that time, of a split and a merge; of a return that somebody took back,
 *     those that had happened since the fix by then
 * @param before where the gripes it moved had been, empty string for nowhere
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Decision(
        String id,
        long at,
        String by,
        Kind kind,
        String painPoint,
        @Nullable String other,
        @Nullable String text,
        @Nullable Double number,
        @Nullable Long when,
        @Nullable List<String> gripes,
        @Nullable List<String> rest,
        @Nullable Map<String, String> before,
        @Nullable Long undoneAt,
        @Nullable String undoneBy) {
    public static final String GRIPE = "gripe";

    /** Names are stored: one may be added, but never renamed. */
    public enum Kind {
        RENAME,
        NOTE,
        PIN,
        UNPIN,
        MERGE,
        SPLIT,
        MOVE,
        NEVER_GROUP,
        FIX,
        REOPEN,
        RETURNED,
        IGNORE,
        RATE;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    public Decision {
        Objects.requireNonNull(id);
        Objects.requireNonNull(by);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(painPoint);
    }

    public boolean undone() {
        return undoneAt != null;
    }

    public List<String> gripesOrNone() {
        return gripes == null ? List.of() : gripes;
    }

    public List<String> restOrNone() {
        return rest == null ? List.of() : rest;
    }

    public Map<String, String> beforeOrNone() {
        return before == null ? Map.of() : before;
    }

    public Decision undone(long at, String who) {
        return new Decision(id, this.at, by, kind, painPoint, other, text, number, when, gripes, rest, before, at, who);
    }

    /** The same with others of the pain point's gripes in it. */
    public Decision withRest(List<String> others) {
        return new Decision(
                id, at, by, kind, painPoint, other, text, number, when, gripes, others, before, undoneAt, undoneBy);
    }

    /** As it was before it was undone. */
    public Decision redone() {
        return new Decision(id, at, by, kind, painPoint, other, text, number, when, gripes, rest, before, null, null);
    }
}
