package gripe.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a bulk edit did.
 *
 * @param changed ids of the gripes that are different now: what an undo has to name; where it stopped on the way, the
 *     last of them may be as it was
 * @param unchanged how many were that way already, or are gone
 * @param left how many are untouched since it stopped on the way; 0 when it did not
 * @param trouble why it stopped, null when it did not
 */
public record BulkEdited(
        List<String> changed,
        int unchanged,
        int left,
        @Nullable Trouble trouble) {
    /** As a problem has them. */
    public record Trouble(String code, String detail) {}

    public BulkEdited {
        changed = List.copyOf(changed);
    }
}
