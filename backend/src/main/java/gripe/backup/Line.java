package gripe.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import gripe.storage.RawStore.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A line of a backup. The first is a {@link Header}, the last a {@link Manifest}; between them the lines may come in
 * any order, but a line that says how a gripe is replaces every one before it that says so of the same gripe.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Line.Header.class, name = "gripe-backup"),
    @JsonSubTypes.Type(value = Line.OfChange.class, name = "change"),
    @JsonSubTypes.Type(value = Line.OfGripe.class, name = "gripe"),
    @JsonSubTypes.Type(value = Line.Gone.class, name = "gone"),
    @JsonSubTypes.Type(value = Line.OfPainPoint.class, name = "painPoint"),
    @JsonSubTypes.Type(value = Line.OfDecision.class, name = "decision"),
    @JsonSubTypes.Type(value = Line.OfTimer.class, name = "timer"),
    @JsonSubTypes.Type(value = Line.OfKeptSearch.class, name = "search"),
    @JsonSubTypes.Type(value = Line.OfIdempotencyKey.class, name = "idempotency"),
    @JsonSubTypes.Type(value = Line.Block.class, name = "block"),
    @JsonSubTypes.Type(value = Line.Manifest.class, name = "manifest")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface Line {
    /**
     * What the backup is.
     *
     * @param version of this format
     * @param layout of the store's records
     * @param store the name of the store it was taken from
     * @param madeAt when it was begun, ISO 8601
     */
    record Header(
            @JsonProperty(required = true) int version,
            @JsonProperty(required = true) int layout,
            @JsonProperty(required = true) String store,
            @JsonProperty(required = true) String madeAt)
            implements Line {}

    /** An entry of the change stream, in the stream's order. */
    record OfChange(
            @JsonProperty(required = true) String position,
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) boolean created)
            implements Line {}

    /**
     * A gripe as it is kept, deleted ones included.
     *
     * @param value exactly the text that is kept
     * @param vector exactly the bytes that are kept, null where there are none
     * @param painPoint the id of its pain point, null for none
     * @param late true when it changed while the backup was made, so that it may have been said before; else null
     */
    record OfGripe(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String value,
            byte @Nullable [] vector,
            @Nullable String painPoint,
            @Nullable Boolean late)
            implements Line {}

    /** A gripe that was deleted for good while the backup was made. */
    record Gone(@JsonProperty(required = true) String id) implements Line {}

    /** Something beside gripes as it is kept; its value is exactly the text that is kept. */
    sealed interface OfRecord extends Line {
        String id();

        String value();

        static OfRecord of(Kind kind, String id, String value) {
            return switch (kind) {
                case PAIN_POINT -> new OfPainPoint(id, value);
                case DECISION -> new OfDecision(id, value);
                case TIMER -> new OfTimer(id, value);
                case KEPT_SEARCH -> new OfKeptSearch(id, value);
            };
        }

        default Kind kind() {
            return switch (this) {
                case OfPainPoint unused -> Kind.PAIN_POINT;
                case OfDecision unused -> Kind.DECISION;
                case OfTimer unused -> Kind.TIMER;
                case OfKeptSearch unused -> Kind.KEPT_SEARCH;
            };
        }
    }

    record OfPainPoint(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String value) implements OfRecord {}

    /** A decision about pain points. */
    record OfDecision(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String value) implements OfRecord {}

    record OfTimer(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String value) implements OfRecord {}

    record OfKeptSearch(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String value) implements OfRecord {}

    /** What answers a repeated request. */
    record OfIdempotencyKey(
            @JsonProperty(required = true) String month,
            @JsonProperty(required = true) String key,
            @JsonProperty(required = true) String value)
            implements Line {}

    /** SHA-256 of all lines before this one with their line ends, in hexadecimal. */
    record Block(@JsonProperty(required = true) String sha256) implements Line {}

    /**
     * What must have come before: the backup ends here.
     *
     * @param position the last change's, up to which the backup holds everything
     * @param gripes how many lines say how a gripe is, repeated ones included
     * @param sha256 as in {@link Block}
     */
    record Manifest(
            @JsonProperty(required = true) String position,
            @JsonProperty(required = true) long changes,
            @JsonProperty(required = true) long gripes,
            @JsonProperty(required = true) long idempotencyKeys,
            @JsonProperty(required = true) long lines,
            @JsonProperty(required = true) String sha256)
            implements Line {}
}
