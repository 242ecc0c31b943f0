package gripe.painpoint;

import gripe.storage.Decision;
import gripe.storage.Decision.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a decision together, of which most parts are absent. Not thread-safe. */
final class Decisions {
    private final String id;
    private final long at;
    private final String by;
    private final Kind kind;
    private final String painPoint;
    private @Nullable String other;
    private @Nullable String text;
    private @Nullable Double number;
    private @Nullable Long when;
    private @Nullable List<String> gripes;
    private @Nullable List<String> rest;
    private @Nullable Map<String, String> before;

    private Decisions(String id, long at, String by, Kind kind, String painPoint) {
        this.id = id;
        this.at = at;
        this.by = by;
        this.kind = kind;
        this.painPoint = painPoint;
    }

    static Decisions of(String id, long at, String by, Kind kind, String painPoint) {
        return new Decisions(id, at, by, kind, painPoint);
    }

    Decisions other(@Nullable String value) {
        other = value;
        return this;
    }

    Decisions text(@Nullable String value) {
        text = value;
        return this;
    }

    Decisions number(@Nullable Double value) {
        number = value;
        return this;
    }

    Decisions when(@Nullable Long value) {
        when = value;
        return this;
    }

    Decisions gripes(List<String> value) {
        gripes = List.copyOf(value);
        return this;
    }

    Decisions rest(List<String> value) {
        rest = List.copyOf(value);
        return this;
    }

    Decisions before(Map<String, String> value) {
        before = Map.copyOf(value);
        return this;
    }

    Decision make() {
        return new Decision(id, at, by, kind, painPoint, other, text, number, when, gripes, rest, before, null, null);
    }
}
