package gripe.capture;

import java.util.List;

/**
 * What a bulk edit did.
 *
 * @param changed ids of the gripes that are different now: what an undo has to name
 * @param unchanged how many were that way already, or are gone
 */
public record BulkEdited(List<String> changed, int unchanged) {
    public BulkEdited {
        changed = List.copyOf(changed);
    }
}
