package gripe.wire;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.capture.BulkEdit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The same change to many gripes.
 *
 * @param ids which; or null, and q says it
 * @param q everything that this query matches, in the syntax of a search; or null
 * @param zone in which the query's days begin, such as Europe/Berlin
 * @param action tag, untag, delete or restore
 * @param tag one, for tag and untag
 */
public record BulkRequest(
        @Nullable List<@Nullable String> ids,
        @Nullable String q,
        @Nullable String zone,
        @Nullable String action,
        @Nullable String tag) {

    public BulkEdit toEdit() {
        if (action == null) {
            throw new Problem(Code.MISSING, "action", "Wanted is 'tag', 'untag', 'delete' or 'restore'.");
        }
        for (BulkEdit.Action known : BulkEdit.Action.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(action)) {
                return new BulkEdit(known, tag);
            }
        }
        throw new Problem(Code.INVALID, "action", "Wanted is 'tag', 'untag', 'delete' or 'restore'.");
    }

    /** Null when the query says which. */
    public @Nullable List<String> checkedIds(int max) {
        if ((ids == null) == (q == null)) {
            throw new Problem(
                    ids == null ? Code.MISSING : Code.INVALID, "ids", "Say which gripes by 'ids' or by 'q', not both.");
        }
        if (ids == null) {
            return null;
        }
        if (ids.size() > max) {
            throw new Problem(Code.TOO_MANY, "ids", String.format(Locale.ROOT, "At most %,d at once.", max));
        }
        return GripeRequest.present(ids).stream().distinct().toList();
    }
}
