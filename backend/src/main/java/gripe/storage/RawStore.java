package gripe.storage;

import static gripe.storage.GripeStore.await;
import static gripe.storage.GripeStore.string;
import static gripe.storage.GripeStore.utf8;

import gripe.Position;
import gripe.Workspace;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A workspace's records as the bytes in which they are kept, for backup and restore. Not thread-safe. Errors are those
 * of {@link GripeStore}.
 */
public final class RawStore {
    private static final int SCANNED_AT_ONCE = 1_000;

    private final GripeStore store;
    private final Workspace workspace;
    private final Keys keys;
    private final RedisAsyncCommands<String, byte[]> commands;

    public RawStore(GripeStore store, Workspace workspace) {
        this.store = store;
        this.workspace = workspace;
        keys = new Keys(workspace);
        commands = store.commands();
    }

    /** What is kept for a gripe, and the id of its pain point; all null when it was deleted for good. */
    public record Raw(
            String id,
            byte @Nullable [] gripe,
            byte @Nullable [] vector,
            @Nullable String painPoint) {}

    /** What there is beside gripes; of each so few that all are read at once. */
    public enum Kind {
        PAIN_POINT,
        DECISION,
        TIMER,
        KEPT_SEARCH
    }

    /** The JSON that is kept for records of each kind, by their ids. */
    public record Records(Map<Kind, Map<String, String>> byKind) {
        /** To be filled. */
        public static Records empty() {
            Map<Kind, Map<String, String>> byKind = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                byKind.put(kind, new TreeMap<>());
            }
            return new Records(byKind);
        }

        public Map<String, String> of(Kind kind) {
            return Objects.requireNonNull(byKind.get(kind));
        }
    }

    /** The id that a record says it has; throws when it cannot be read. */
    public static String idIn(Kind kind, String json) {
        byte[] kept = utf8(json);
        return switch (kind) {
            case PAIN_POINT -> PainPointStore.read(kept, StoredPainPoint.class).id();
            case DECISION -> PainPointStore.read(kept, Decision.class).id();
            case TIMER -> TimerForm.read(kept).id();
            case KEPT_SEARCH -> KeptSearchStore.read(kept).id();
        };
    }

    /**
     * Changes, and for each of them in the same order what was kept for its gripe at the moment of reading.
     *
     * @param records what was kept then of everything else; null while there are more changes
     */
    public record Late(
            List<Change> changes,
            List<Raw> states,
            @Nullable Records records) {}

    /** What answers a repeated request. */
    public record IdempotencyKey(YearMonth month, String key, String value) {
        /** Of the gripe that the request made. */
        public String gripeId() {
            return value.substring(value.indexOf(' ') + 1);
        }
    }

    /** @throws Layout.UnreadableException when this Gripe cannot read the store */
    public int layout() {
        return Layout.found(store, workspace);
    }

    /** The store's own name, empty when no Gripe has used it yet. */
    public String storeId() {
        byte[] name = await(commands.get(keys.store()));
        return name == null ? "" : string(name);
    }

    public Position newest() {
        return store.newest(workspace);
    }

    public long changeCount() {
        return await(commands.xlen(keys.changes()));
    }

    /** Changes after a position, oldest first, up to another one. */
    public List<Change> changes(Position after, Position upTo, int max) {
        return GripeStore.changes(await(commands.xrange(
                keys.changes(),
                Range.from(Range.Boundary.excluding(after.toString()), Range.Boundary.including(upTo.toString())),
                Limit.create(0, max))));
    }

    /** What is kept for gripes, in the order of their ids, as of one moment. */
    public List<Raw> load(List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<KeyValue<String, byte[]>> values = await(commands.mget(ids.stream()
                .flatMap(id -> Stream.of(keys.gripe(id), keys.vector(id)))
                .toArray(String[]::new)));
        List<KeyValue<String, byte[]>> assigned = await(commands.hmget(keys.assigned(), ids.toArray(String[]::new)));
        List<Raw> loaded = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            byte[] painPoint = GripeStore.valueOf(assigned.get(i));
            loaded.add(new Raw(
                    ids.get(i),
                    GripeStore.valueOf(values.get(2 * i)),
                    GripeStore.valueOf(values.get(2 * i + 1)),
                    painPoint == null ? null : string(painPoint)));
        }
        return loaded;
    }

    /**
     * Changes after a position and what they left behind, as of one moment. Fewer changes than asked for are all there
     * are, and then what was loaded is what was kept exactly at the last of them.
     */
    public Late late(Position after, int max) {
        List<Object> answer = await(store.script(
                Scripts.LATE,
                ScriptOutputType.MULTI,
                Stream.concat(
                                Stream.of(keys.changes(), keys.assigned()),
                                Arrays.stream(Kind.values()).map(this::hash))
                        .toArray(String[]::new),
                utf8(after.toString()),
                utf8(Integer.toString(max)),
                utf8(keys.gripe("")),
                utf8(keys.vector(""))));
        List<Change> changes = new ArrayList<>();
        List<Raw> states = new ArrayList<>();
        for (Object entry : (List<?>) answer.get(0)) {
            List<?> positionAndFields = (List<?>) entry;
            List<?> fields = (List<?>) positionAndFields.get(1);
            String id = string((byte[]) fields.get(1));
            changes.add(new Change(
                    Position.parse(string((byte[]) positionAndFields.get(0))),
                    id,
                    string((byte[]) fields.get(0)).equals("c")));
            List<?> kept = (List<?>) answer.get(changes.size());
            byte[] painPoint = (byte[]) kept.get(2);
            states.add(new Raw(
                    id, (byte[]) kept.get(0), (byte[]) kept.get(1), painPoint == null ? null : string(painPoint)));
        }
        if (changes.size() == max) {
            return new Late(changes, states, null);
        }
        Records records = Records.empty();
        int at = changes.size();
        for (Kind kind : Kind.values()) {
            List<?> idsAndJson = (List<?>) answer.get(++at);
            for (int i = 0; i + 1 < idsAndJson.size(); i += 2) {
                records.of(kind).put(string((byte[]) idsAndJson.get(i)), string((byte[]) idsAndJson.get(i + 1)));
            }
        }
        return new Late(changes, states, records);
    }

    /** Everything but gripes as it is now. */
    public Records records() {
        Records records = Records.empty();
        for (Kind kind : Kind.values()) {
            await(commands.hgetall(hash(kind)))
                    .forEach((id, json) -> records.of(kind).put(id, string(json)));
        }
        return records;
    }

    private String hash(Kind kind) {
        return switch (kind) {
            case PAIN_POINT -> keys.painPoints();
            case DECISION -> keys.decisions();
            case TIMER -> keys.timers();
            case KEPT_SEARCH -> keys.searches();
        };
    }

    public void putRecords(Records records) {
        List<RedisFuture<?>> writing = new ArrayList<>();
        records.byKind()
                .forEach((kind, byId) ->
                        byId.forEach((id, json) -> writing.add(commands.hset(hash(kind), id, utf8(json)))));
        if (!records.of(Kind.PAIN_POINT).isEmpty() || !records.of(Kind.DECISION).isEmpty()) {
            writing.add(commands.setnx(keys.painPointVersion(), utf8("1")));
        }
        writing.forEach(GripeStore::await);
    }

    /** Gives the idempotency keys that still count at that time, page by page; some may come twice. */
    public void idempotencyKeys(Instant now, Consumer<List<IdempotencyKey>> visitor) {
        // A clock that is set right meanwhile may reach into the next month.
        for (int ahead = -1; ahead <= 1; ahead++) {
            YearMonth month = Keys.month(now).plusMonths(ahead);
            ScanCursor cursor = ScanCursor.INITIAL;
            do {
                MapScanCursor<String, byte[]> page =
                        await(commands.hscan(keys.idempotency(month), cursor, ScanArgs.Builder.limit(SCANNED_AT_ONCE)));
                visitor.accept(page.getMap().entrySet().stream()
                        .map(entry -> new IdempotencyKey(month, entry.getKey(), string(entry.getValue())))
                        .toList());
                cursor = page;
            } while (!cursor.isFinished());
        }
    }

    /** Whether nothing at all is kept for this workspace. */
    public boolean isEmpty() {
        ScanCursor cursor = ScanCursor.INITIAL;
        do {
            KeyScanCursor<String> page = await(commands.scan(
                    cursor, ScanArgs.Builder.matches(keys.prefix + "*").limit(SCANNED_AT_ONCE)));
            if (!page.getKeys().isEmpty()) {
                return false;
            }
            cursor = page;
        } while (!cursor.isFinished());
        return true;
    }

    /** Marks the store as one that is being filled; false when somebody else came first. */
    public boolean beginRestore() {
        return await(commands.setnx(keys.layout(), utf8(Layout.RESTORING)));
    }

    /** Gives the store a name of its own, then makes it one that Gripe takes. */
    public void endRestore(int layout) {
        var unusedId = store.storeId(workspace);
        var unused = await(commands.set(keys.layout(), utf8(Integer.toString(layout))));
    }

    public void putChanges(List<Change> changes) {
        List<RedisFuture<?>> writing = new ArrayList<>(changes.size());
        for (Change change : changes) {
            writing.add(commands.xadd(
                    keys.changes(),
                    new XAddArgs().id(change.position().toString()),
                    Map.of(change.created() ? "c" : "u", utf8(change.id()))));
        }
        writing.forEach(GripeStore::await);
    }

    /** Makes what is kept for these gripes equal to this, the list of deleted ones included. */
    public void put(List<Raw> states) {
        Map<String, byte[]> set = new HashMap<>();
        List<RedisFuture<?>> writing = new ArrayList<>();
        for (Raw state : states) {
            Long deleted = deletedAtMillisOf(state);
            byte[] member = utf8(state.id());
            if (deleted == null) {
                writing.add(commands.zrem(keys.deleted(), member));
            } else {
                writing.add(commands.zadd(keys.deleted(), deleted, member));
            }
            if (state.painPoint() == null) {
                writing.add(commands.hdel(keys.assigned(), state.id()));
            } else {
                writing.add(commands.hset(keys.assigned(), state.id(), utf8(state.painPoint())));
            }
            putOrRemove(keys.gripe(state.id()), state.gripe(), set, writing);
            putOrRemove(keys.vector(state.id()), state.vector(), set, writing);
        }
        if (!set.isEmpty()) {
            writing.add(commands.mset(set));
        }
        writing.forEach(GripeStore::await);
    }

    private void putOrRemove(
            String key, byte @Nullable [] value, Map<String, byte[]> set, List<RedisFuture<?>> writing) {
        if (value == null) {
            writing.add(commands.unlink(key));
            return;
        }
        set.put(key, value);
    }

    /** Since when the gripes are deleted, in epoch millis by the list of deleted ones; null for those not in it. */
    public List<@Nullable Long> deletedAtMillis(List<String> ids) {
        List<RedisFuture<Double>> asking = new ArrayList<>(ids.size());
        for (String id : ids) {
            asking.add(commands.zscore(keys.deleted(), utf8(id)));
        }
        List<@Nullable Long> answers = new ArrayList<>(ids.size());
        for (RedisFuture<Double> answer : asking) {
            Double score = await(answer);
            answers.add(score == null ? null : score.longValue());
        }
        return answers;
    }

    /** Since when the gripe is deleted by its own record. */
    public static @Nullable Long deletedAtMillisOf(Raw state) {
        Instant at =
                state.gripe() == null ? null : StoredForm.read(state.gripe()).deletedAt();
        return at == null ? null : at.toEpochMilli();
    }

    public void putIdempotencyKeys(List<IdempotencyKey> idempotencyKeys) {
        List<RedisFuture<?>> writing = new ArrayList<>(idempotencyKeys.size());
        for (IdempotencyKey one : idempotencyKeys) {
            writing.add(commands.hset(keys.idempotency(one.month()), one.key(), utf8(one.value())));
        }
        writing.forEach(GripeStore::await);
    }

    /** The same keys with the values that are kept for them, empty where there is none. */
    public List<IdempotencyKey> loadIdempotencyKeys(List<IdempotencyKey> wanted) {
        List<RedisFuture<byte[]>> asking = new ArrayList<>(wanted.size());
        for (IdempotencyKey one : wanted) {
            asking.add(commands.hget(keys.idempotency(one.month()), one.key()));
        }
        List<IdempotencyKey> loaded = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            byte[] value = await(asking.get(i));
            loaded.add(
                    new IdempotencyKey(wanted.get(i).month(), wanted.get(i).key(), value == null ? "" : string(value)));
        }
        return loaded;
    }

    public long deletedCount() {
        return await(commands.zcard(keys.deleted()));
    }
}
