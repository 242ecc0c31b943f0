package gripe.wire;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import gripe.KeptSearch;
import gripe.search.KeptSearches;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A kept search in an export, and in an import of one. */
@JsonPropertyOrder({"type", "q", "sort", "createdAt"})
public record KeptSearchLine(
        @Nullable String type,
        @Nullable String q,
        @Nullable String sort,
        @Nullable Instant createdAt) {
    public static final String TYPE = "search";

    public static KeptSearchLine of(KeptSearch search) {
        return new KeptSearchLine(TYPE, search.q(), search.sort(), search.createdAt());
    }

    public KeptSearch toKeptSearch() {
        return KeptSearches.of(q, sort, Instant.ofEpochMilli(Ids.millis("createdAt", createdAt)));
    }
}
