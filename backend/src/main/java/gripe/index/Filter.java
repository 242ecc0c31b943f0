package gripe.index;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which gripes may be found at all; applied before ranking.
 *
 * @param from inclusive
 * @param to exclusive
 * @param conditions all of which hold
 */
public record Filter(@Nullable Instant from, @Nullable Instant to, List<Condition> conditions) {
    public static final Filter NONE = new Filter(null, null, List.of());

    public Filter {
        conditions = List.copyOf(conditions);
    }

    public static Filter between(@Nullable Instant from, @Nullable Instant to) {
        return new Filter(from, to, List.of());
    }

    public static Filter of(Condition... conditions) {
        return new Filter(null, null, List.of(conditions));
    }

    /** What a gripe has one or several of. Values are compared without their case. */
    public enum Field {
        TAG(GripeDocument.TAG),
        PLACE(GripeDocument.PLACE),
        SOURCE(GripeDocument.SOURCE),
        MINUTES(GripeDocument.MINUTES),
        PAIN_POINT(GripeDocument.PAIN_POINT);

        private final String inIndex;

        Field(String inIndex) {
            this.inIndex = inIndex;
        }

        String inIndex() {
            return inIndex;
        }
    }

    /** Something that a gripe is asked for. */
    public sealed interface Condition {}

    /** It has one of these values. */
    public record AnyOf(Field field, List<String> values) implements Condition {
        public AnyOf {
            values = List.copyOf(values);
        }
    }

    /** It says something about this at all. */
    public record Has(Field field) implements Condition {}

    /** It says how many minutes were lost, and they lie between these, both inclusive. */
    public record Minutes(double from, double to) implements Condition {}

    /** Its text has these words one after the other, without their case and accents. No word at all is in every text. */
    public record Phrase(String text) implements Condition {}

    /** It has all of these words, as a search would find them, but without forgiveness. */
    public record Words(String text) implements Condition {}

    public record Not(Condition condition) implements Condition {}
}
