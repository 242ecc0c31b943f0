package gripe.wire;

import gripe.Gripe;
import gripe.PainPoint;
import gripe.SoFar;
import gripe.capture.Captured;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a capture.
 *
 * @param searchable false when it is kept but cannot be found by its meaning yet
 * @param soFar what gripes like it have cost, this one included; lastAt is the time before this one, null the first time
 * @param painPoint that it belongs to, this gripe counted in and lastAt before it; null for none, and for
 *     a device that only logs
 */
public record SavedGripe(
        String id,
        String text,
        @Nullable Double minutes,
        OffsetDateTime happenedAt,
        List<String> tags,
        @Nullable String place,
        @Nullable String source,
        Instant createdAt,
        Instant updatedAt,
        boolean searchable,
        @Nullable SoFar soFar,
        @Nullable PainPoint painPoint) {
    public static SavedGripe of(Captured captured) {
        Gripe gripe = captured.gripe();
        return new SavedGripe(
                gripe.id(),
                gripe.text(),
                gripe.minutes(),
                gripe.happenedAt(),
                gripe.tags(),
                gripe.place(),
                gripe.source(),
                gripe.createdAt(),
                gripe.updatedAt(),
                captured.searchable(),
                captured.soFar(),
                captured.painPoint());
    }

    /** Without what others wrote: the pain point's label and what helped. How often and what it cost are no words. */
    public SavedGripe forWhoOnlyLogs() {
        return new SavedGripe(
                id, text, minutes, happenedAt, tags, place, source, createdAt, updatedAt, searchable, soFar, null);
    }
}
