package gripe.capture;

import gripe.Problem;
import gripe.Problem.Code;
import org.jspecify.annotations.Nullable;

/**
 * What to do with many gripes at once. Each is taken back by its opposite for those that it changed.
 *
 * @param tag one, for tag and untag; null otherwise
 */
public record BulkEdit(Action action, @Nullable String tag) {
    /** What may be done. */
    public enum Action {
        TAG,
        UNTAG,
        DELETE,
        RESTORE
    }

    public BulkEdit {
        boolean tags = action == Action.TAG || action == Action.UNTAG;
        if (tags && tag == null) {
            throw new Problem(Code.MISSING, "tag", "Which tag?");
        }
        if (!tags && tag != null) {
            throw new Problem(Code.INVALID, "tag", "A tag belongs to 'tag' and 'untag' only.");
        }
    }
}
