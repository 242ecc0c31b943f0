package gripe.wire;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.storage.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A decision in an export, and in an import of one. One about very many gripes takes several lines.
 *
 * @param more true when this line only adds gripes to the decision of the same id, which came before; else null
 */
@JsonPropertyOrder({
    "type",
    "id",
    "more",
    "at",
    "by",
    "kind",
    "painPoint",
    "other",
    "text",
    "number",
    "when",
    "gripes",
    "rest",
    "before",
    "undoneAt",
    "undoneBy"
})
public record DecisionLine(
        @Nullable String type,
        @Nullable String id,
        @Nullable Boolean more,
        @Nullable Instant at,
        @Nullable String by,
        @Nullable String kind,
        @Nullable String painPoint,
        @Nullable String other,
        @Nullable String text,
        @Nullable Double number,
        @Nullable Instant when,
        @Nullable List<String> gripes,
        @Nullable List<String> rest,
        @Nullable Map<String, String> before,
        @Nullable Instant undoneAt,
        @Nullable String undoneBy) {
    public static final String TYPE = "decision";

    /** So many of each list fit into a line with all else that it may hold. */
    private static final int EACH_MAX = 300;

    /** Its lines, of which the first says all but the gripes that found no place. */
    public static List<DecisionLine> of(Decision decision) {
        // In an order, so that two exports of the same are the same.
        List<Map.Entry<String, String>> before = List.copyOf(new TreeMap<>(decision.beforeOrNone()).entrySet());
        List<DecisionLine> lines = new ArrayList<>();
        for (int from = 0;
                from == 0
                        || from < decision.gripesOrNone().size()
                        || from < decision.restOrNone().size()
                        || from < before.size();
                from += EACH_MAX) {
            Map<String, String> some = new LinkedHashMap<>();
            part(before, from).forEach(entry -> some.put(entry.getKey(), entry.getValue()));
            lines.add(new DecisionLine(
                    TYPE,
                    decision.id(),
                    from == 0 ? null : Boolean.TRUE,
                    Instant.ofEpochMilli(decision.at()),
                    decision.by(),
                    decision.kind().wireName(),
                    decision.painPoint(),
                    decision.other(),
                    decision.text(),
                    decision.number(),
                    instant(decision.when()),
                    decision.gripes() == null ? null : part(decision.gripesOrNone(), from),
                    decision.rest() == null ? null : part(decision.restOrNone(), from),
                    decision.before() == null ? null : some,
                    instant(decision.undoneAt()),
                    decision.undoneBy()));
        }
        return lines;
    }

    private static <T> List<T> part(List<T> all, int from) {
        return all.subList(Math.min(from, all.size()), Math.min(from + EACH_MAX, all.size()));
    }

    @JsonIgnore
    public boolean isMore() {
        return Boolean.TRUE.equals(more);
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long millis(String field, @Nullable Instant at) {
        return at == null ? null : Ids.millis(field, at);
    }

    private static Map<String, String> checked(Map<String, String> before) {
        before.forEach((gripe, painPoint) -> {
            var unused = Ids.checked("before", gripe);
            var unusedToo = Ids.present("before", painPoint);
        });
        return before;
    }

    public Decision toDecision() {
        Decision.Kind known;
        try {
            known = Decision.Kind.valueOf(
                    Ids.present("kind", kind).toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new Problem(Code.INVALID, "kind", "There is no decision of this kind.", e);
        }
        if (known == Decision.Kind.MERGE || known == Decision.Kind.SPLIT) {
            // Of what it is merged into, or split off, it would hold its gripes nowhere.
            var unused = Ids.checked("other", other);
        }
        return new Decision(
                Ids.checked("id", id),
                Ids.millis("at", at),
                Ids.present("by", by),
                known,
                painPoint == null ? "" : painPoint,
                other,
                text,
                number,
                millis("when", when),
                gripes == null ? null : Ids.checked("gripes", gripes),
                rest == null ? null : Ids.checked("rest", rest),
                before == null ? null : checked(before),
                millis("undoneAt", undoneAt),
                undoneBy);
    }
}
