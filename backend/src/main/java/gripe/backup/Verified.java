package gripe.backup;

import gripe.Position;

/**
 * A backup that was read to its end and found whole.
 *
 * @param store the name of the store it was taken from
 * @param madeAt when it was begun, ISO 8601
 * @param position up to which it holds everything
 * @param gripes how often it says how a gripe is: once for each, and again for each that changed meanwhile
 */
public record Verified(
        String store, String madeAt, Position position, long changes, long gripes, long idempotencyKeys) {}
