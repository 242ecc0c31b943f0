package gripe.capture;

import gripe.Gripe;
import gripe.PainPoint;
import gripe.SoFar;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a capture, given when the gripe is durable.
 *
 * @param searchable false when model or index are down: it is kept, and found once they have caught up
 * @param replayed true when this request had been answered before
 * @param soFar what gripes like it have cost, this one included; lastAt is the time before this one
 * @param painPoint that it belongs to, as it was before it; null for none, or while that cannot be told
 */
public record Captured(
        Gripe gripe,
        boolean searchable,
        boolean replayed,
        @Nullable SoFar soFar,
        @Nullable PainPoint painPoint) {}
