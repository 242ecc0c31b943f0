package gripe.wire;

import org.jspecify.annotations.Nullable;

/**
 * A search to keep.
 *
 * @param q in the syntax of a search, up to 2,000 characters
 * @param sort relevance (when absent), time or cost
 */
public record KeptSearchRequest(
        @Nullable String q, @Nullable String sort) {}
