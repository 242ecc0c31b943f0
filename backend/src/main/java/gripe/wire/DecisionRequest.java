package gripe.wire;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decides about pain points. Each may say {@code by}: who decides. Where it is absent that is the device whose token
 * the request has, by its name, or the owner.
 */
public final class DecisionRequest {
    private DecisionRequest() {}

    /** Nothing but who. */
    public record Plain(@Nullable String by) {}

    /**
     * A name.
     *
     * @param label 1 to 80 characters; null goes back to the one that Gripe chose
     */
    public record Rename(@Nullable String label, @Nullable String by) {}

    /**
     * What helps.
     *
     * @param note what helps, 1 to 2,000 characters; null says that nothing does
     */
    public record Note(@Nullable String note, @Nullable String by) {}

    /**
     * Whether it comes first.
     *
     * @param pinned true when it is absent
     */
    public record Pin(@Nullable Boolean pinned, @Nullable String by) {}

    /**
     * Where it belongs.
     *
     * @param into the id of the pain point that this one becomes part of
     */
    public record Merge(@Nullable String into, @Nullable String by) {}

    /**
     * Some gripes that become a pain point of their own.
     *
     * @param gripes their ids; all of them belong to it
     * @param label of the new one, chosen by Gripe when absent
     */
    public record Split(
            @Nullable List<String> gripes,
            @Nullable String label,
            @Nullable String by) {}

    /**
     * Gripes that do not belong.
     *
     * @param gripes their ids; all of them belong to it
     * @param to the id of the pain point that they belong to; absent: not this one
     */
    public record Move(
            @Nullable List<String> gripes,
            @Nullable String to,
            @Nullable String by) {}

    /**
     * Gripes that are no pain point.
     *
     * @param gripes their ids: one stays alone, several never come together
     */
    public record NeverGroup(
            @Nullable List<String> gripes, @Nullable String by) {}

    /**
     * It is fixed.
     *
     * @param note what fixed it, 1 to 2,000 characters
     * @param at since when, ISO 8601 with offset; now when absent
     */
    public record Fix(
            @Nullable String note,
            @Nullable OffsetDateTime at,
            @Nullable String by) {}

    /**
     * How long it is put aside.
     *
     * @param until when it is to be thought of again, ISO 8601 with offset; never when absent
     */
    public record Ignore(
            @Nullable OffsetDateTime until, @Nullable String by) {}

    /**
     * What an hour costs.
     *
     * @param hourly 0 to 1,000,000; null for nothing
     * @param currency three letters, such as EUR
     */
    public record Rate(
            @Nullable Double hourly,
            @Nullable String currency,
            @Nullable String by) {}
}
