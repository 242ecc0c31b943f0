package gripe.storage;

import gripe.Position;

/**
 * One entry of the change stream. It says which gripe changed, not how: a reader loads the gripe's present state, so
 * applying an entry twice or late does no harm.
 *
 * @param created true for the entry that a gripe's creation wrote, of which each gripe has exactly one
 */
public record Change(Position position, String id, boolean created) {}
