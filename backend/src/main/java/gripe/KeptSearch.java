package gripe;

import java.time.Instant;
import java.util.Objects;

/**
 * A search that somebody wants to come back to. Immutable.
 *
 * @param id follows from query and order, so the same search is kept once
 * @param sort relevance, time or cost
 */
public record KeptSearch(String id, String q, String sort, Instant createdAt) {
    public KeptSearch {
        Objects.requireNonNull(id);
        Objects.requireNonNull(q);
        Objects.requireNonNull(sort);
        Objects.requireNonNull(createdAt);
    }
}
