package gripe.storage;

import gripe.Workspace;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Every key that Gripe writes, in one place. The braces put all keys of a workspace into one hash slot, so that one
 * atomic step can touch several of them on a KeyDB Cluster too.
 */
final class Keys {
    /** What every key of the workspace begins with. */
    final String prefix;

    Keys(Workspace workspace) {
        prefix = "gripe:{" + workspace.name() + "}:";
    }

    /** String: a gripe as JSON, see {@link StoredForm}. */
    String gripe(String id) {
        return prefix + "gripe:" + id;
    }

    /** String: a gripe's vector, see {@link StoredVector}. Can be computed anew. */
    String vector(String id) {
        return prefix + "vector:" + id;
    }

    /** Stream: one entry for each change; never trimmed, because it also lists all gripes. */
    String changes() {
        return prefix + "changes";
    }

    /** Sorted set: ids of deleted gripes by the time of their deletion, for the purge. */
    String deleted() {
        return prefix + "deleted";
    }

    /** Hash: idempotency key → id and request digest, one hash a month so that old ones go as a whole. */
    String idempotency(YearMonth month) {
        return prefix + "idempotency:" + month;
    }

    /** Hash: device id → its JSON, see {@link DeviceStore}. */
    String devices() {
        return prefix + "devices";
    }

    /** Hash: device id → epoch millis of its last use. */
    String deviceUses() {
        return prefix + "device-uses";
    }

    /** Hash: a pairing code's hash → until when it counts and for what; one at most. */
    String pairing() {
        return prefix + "pairing";
    }

    /** Hash: pain point → JSON, see {@link StoredPainPoint}. */
    String painPoints() {
        return prefix + "painpoints";
    }

    /** Hash: decision → JSON, see {@link Decision}. */
    String decisions() {
        return prefix + "decisions";
    }

    /** Hash: gripe → pain point. */
    String assigned() {
        return prefix + "assigned";
    }

    /** Number: grows with each change of pain points or decisions. */
    String painPointVersion() {
        return prefix + "painpoints-version";
    }

    /** Hash: timers by their ids, see {@link TimerForm}; gone some hours after they became gripes. */
    String timers() {
        return prefix + "timers";
    }

    /** Hash: kept searches by their ids, see {@link KeptSearchStore}. */
    String searches() {
        return prefix + "searches";
    }

    /** String: a random name made once, by which an index knows the store it was derived from. */
    String store() {
        return prefix + "store";
    }

    /** String: the version of all of this, see {@link Layout}; absent where it was written before versions were. */
    String layout() {
        return prefix + "layout";
    }

    static YearMonth month(Instant at) {
        return YearMonth.from(at.atZone(ZoneOffset.UTC));
    }
}
