package gripe.index;

import org.jspecify.annotations.Nullable;

/**
 * A gripe near to a vector.
 *
 * @param painPoint it belongs to, null for none
 */
public record Near(String id, @Nullable String painPoint, double cosine) {}
