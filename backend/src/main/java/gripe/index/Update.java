package gripe.index;

import gripe.Workspace;
import gripe.storage.StoredGripe;
import org.jspecify.annotations.Nullable;

/**
 * The present state of one gripe, to be shown in place of what the index had.
 *
 * @param state null when it is gone; a deleted one is taken out too
 * @param vector of unit length, null when there is none yet
 * @param painPoint the id of the pain point that it belongs to, null for none
 */
public record Update(
        Workspace workspace,
        String id,
        @Nullable StoredGripe state,
        float @Nullable [] vector,
        @Nullable String painPoint) {
    /** Of a gripe that belongs to no pain point. */
    public Update(Workspace workspace, String id, @Nullable StoredGripe state, float @Nullable [] vector) {
        this(workspace, id, state, vector, null);
    }
}
