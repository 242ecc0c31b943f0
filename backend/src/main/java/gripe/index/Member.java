package gripe.index;

import gripe.Gripe;

/**
 * A gripe of a pain point.
 *
 * @param painPoint as it was assigned, which may have become part of another one since
 */
public record Member(Gripe gripe, String painPoint) {}
