package gripe.storage;

import gripe.Position;
import gripe.Problem;
import gripe.Workspace;
import gripe.storage.server.ServerInspection;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gripes and their changes in a KeyDB-compatible server. Thread-safe; one connection for commands and one for the
 * blocking read of the change stream. Every call throws {@link Problem} with STORE_UNAVAILABLE when the server does not
 * answer in time, or with the code that says why it refuses, see {@link StoreFailure}.
 */
public final class GripeStore implements AutoCloseable {
    /** How long a deleted gripe can be restored. */
    public static final Duration UNDO = Duration.ofDays(30);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final long END_SECONDS_MAX = 2;
    /** Whoever asks how Gripe is does not wait for long. */
    private static final Duration PROBE_MAX = Duration.ofSeconds(1);

    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(100);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    /** Commands waiting for an answer; beyond it a call is refused at once instead of filling the memory. */
    private static final int COMMANDS_WAITING_MAX = 20_000;

    private static final int REPLACE_TRIES_MAX = 8;
    private static final int PAGE = 500;

    private final RedisClient client;
    private final RedisURI uri;
    private final StatefulRedisConnection<String, byte[]> connection;
    private final StatefulRedisConnection<String, byte[]> tail;
    private final RedisAsyncCommands<String, byte[]> commands;

    private GripeStore(RedisClient client, RedisURI uri) {
        this.client = client;
        this.uri = uri;
        RedisCodec<String, byte[]> codec = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
        connection = client.connect(codec, uri);
        tail = client.connect(codec, uri);
        commands = connection.async();
    }

    /** @throws Problem STORE_UNAVAILABLE when nothing answers at the address */
    public static GripeStore connect(RedisURI uri) {
        return connect(uri, null);
    }

    /**
     * The same over TLS with an authority of one's own.
     *
     * @param authority PEM file of what the server's certificate has to be signed by; null for what Java trusts
     */
    public static GripeStore connect(RedisURI uri, @Nullable Path authority) {
        SslOptions.Builder trust = SslOptions.builder().jdkSslProvider();
        if (authority != null) {
            trust.trustManager(authority.toFile());
        }
        // Lettuce's own pauses grow to 30 s; a server that was killed is back in a tenth of a second.
        RedisClient client = RedisClient.create(ClientResources.builder()
                .reconnectDelay(Delay.constant(RECONNECT_PAUSE))
                .build());
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(COMMANDS_WAITING_MAX)
                .timeoutOptions(TimeoutOptions.enabled(ANSWER_MAX))
                // Connected while the server loads its data, so that it can say so.
                .pingBeforeActivateConnection(false)
                .sslOptions(trust.build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_MAX)
                        .keepAlive(true)
                        .build())
                .build());
        try {
            return new GripeStore(client, uri);
        } catch (RedisException e) {
            end(client);
            throw StoreFailure.problem(e);
        }
    }

    /** Lettuce's own way waits without a bound, and sometimes for ever (its issue 2278). */
    private static void end(RedisClient client) {
        try {
            var unused = client.shutdownAsync(0, 1, TimeUnit.SECONDS).get(END_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Its threads end with the process.
            return;
        }
    }

    /** What a creation came to: the gripe that is now stored, and its position or null when it was there before. */
    public record Created(StoredGripe stored, @Nullable Position position) {}

    /** A gripe after a change of it. */
    public record Replaced(StoredGripe stored, Position position) {}

    /** Present state of a gripe, null when it is not there (any more), its vector's stored form and its pain point. */
    public record Loaded(
            String id,
            @Nullable StoredGripe stored,
            byte @Nullable [] vector,
            @Nullable String painPoint) {}

    /** A gripe to be written, and the idempotency key of the request that brought it. */
    public record Creation(StoredGripe stored, @Nullable String idempotencyKey) {}

    /**
     * Writes gripes and their change entries, all in one step. A repeated request (same id or same idempotency key, same
     * digest) finds what the first one made.
     *
     * @return for each of them; fails with Problem ID_TAKEN or IDEMPOTENCY_KEY_REUSED when the digest differs
     */
    public List<CompletableFuture<Created>> create(Workspace workspace, List<Creation> creations, Instant now) {
        if (creations.isEmpty()) {
            return List.of();
        }
        Keys keys = new Keys(workspace);
        String[] touched = new String[4 + creations.size()];
        touched[0] = keys.changes();
        touched[1] = keys.idempotency(Keys.month(now));
        touched[2] = keys.idempotency(Keys.month(now).minusMonths(1));
        touched[3] = keys.idempotency(Keys.month(now).plusMonths(1));
        byte[][] values = new byte[4 * creations.size()][];
        for (int i = 0; i < creations.size(); i++) {
            StoredGripe stored = creations.get(i).stored();
            String idempotencyKey = creations.get(i).idempotencyKey();
            touched[4 + i] = keys.gripe(stored.gripe().id());
            values[4 * i] = utf8(stored.gripe().id());
            values[4 * i + 1] = StoredForm.write(stored);
            values[4 * i + 2] = utf8(stored.digest());
            values[4 * i + 3] = utf8(idempotencyKey == null ? "" : idempotencyKey);
        }
        CompletionStage<List<List<byte[]>>> answers = script(Scripts.CREATE, ScriptOutputType.MULTI, touched, values);
        List<CompletableFuture<Created>> created = new ArrayList<>(creations.size());
        for (int i = 0; i < creations.size(); i++) {
            int at = i;
            StoredGripe stored = creations.get(i).stored();
            created.add(answers.thenCompose(each -> created(workspace, stored, each.get(at)))
                    .toCompletableFuture());
        }
        return created;
    }

    private CompletionStage<Created> created(Workspace workspace, StoredGripe stored, List<byte[]> parts) {
        if (parts.size() == 1) {
            return done(new Created(stored, Position.parse(string(parts.get(0)))));
        }
        if (string(parts.get(2)).equals("id")) {
            return done(repeated(StoredForm.read(parts.get(1)), stored));
        }
        String[] seen = string(parts.get(1)).split(" ", 2);
        if (!seen[0].equals(stored.digest())) {
            throw new Problem(
                    Problem.Code.IDEMPOTENCY_KEY_REUSED,
                    "Idempotency-Key",
                    "This Idempotency-Key came before with another body; use a new one for a new gripe.");
        }
        return load(workspace, List.of(seen[1])).thenApply(found -> {
            StoredGripe before = found.get(0).stored();
            if (before == null) {
                throw new Problem(
                        Problem.Code.DELETED, "This request was answered before; its gripe was deleted for good.");
            }
            return new Created(before, null);
        });
    }

    private static Created repeated(StoredGripe before, StoredGripe again) {
        // Equal in all fields: an export that comes back to where it was made.
        if (!before.digest().equals(again.digest()) && !before.gripe().equals(again.gripe())) {
            throw new Problem(
                    Problem.Code.ID_TAKEN, "id", "Another gripe has this id; repeat the same body or use a new id.");
        }
        return new Created(before, null);
    }

    public Optional<StoredGripe> find(Workspace workspace, String id) {
        byte[] json = await(commands.get(new Keys(workspace).gripe(id)));
        return json == null ? Optional.empty() : Optional.of(StoredForm.read(json));
    }

    /**
     * Reads, changes and writes a gripe as one step.
     *
     * @param change pure, since it is called again when somebody else was quicker; may throw Problem
     * @return empty when there is no such gripe
     */
    public Optional<Replaced> replace(Workspace workspace, String id, UnaryOperator<StoredGripe> change) {
        Keys keys = new Keys(workspace);
        String[] touched = {keys.gripe(id), keys.changes(), keys.deleted()};
        for (int tries = 0; tries < REPLACE_TRIES_MAX; tries++) {
            byte[] before = await(commands.get(keys.gripe(id)));
            if (before == null) {
                return Optional.empty();
            }
            StoredGripe after = change.apply(StoredForm.read(before));
            Instant deletedAt = after.deletedAt();
            CompletionStage<byte[]> answer = script(
                    Scripts.REPLACE,
                    ScriptOutputType.VALUE,
                    touched,
                    utf8(id),
                    before,
                    StoredForm.write(after),
                    utf8(deletedAt == null ? "" : Long.toString(deletedAt.toEpochMilli())));
            byte[] position = await(answer);
            if (position != null) {
                return Optional.of(new Replaced(after, Position.parse(string(position))));
            }
        }
        throw new Problem(
                Problem.Code.EDITED_MEANWHILE, "Others kept changing this gripe; nothing was changed. Try again.");
    }

    /** Present state and vectors of gripes, in the order of the ids. */
    public CompletionStage<List<Loaded>> load(Workspace workspace, List<String> ids) {
        if (ids.isEmpty()) {
            return done(List.of());
        }
        Keys keys = new Keys(workspace);
        String[] wanted = new String[ids.size() * 2];
        for (int i = 0; i < ids.size(); i++) {
            wanted[2 * i] = keys.gripe(ids.get(i));
            wanted[2 * i + 1] = keys.vector(ids.get(i));
        }
        CompletionStage<List<KeyValue<String, byte[]>>> assigned =
                commands.hmget(keys.assigned(), ids.toArray(String[]::new));
        return commands.mget(wanted).thenCombine(assigned, (values, painPoints) -> {
            List<Loaded> loaded = new ArrayList<>(ids.size());
            for (int i = 0; i < ids.size(); i++) {
                byte[] json = valueOf(values.get(2 * i));
                byte[] painPoint = valueOf(painPoints.get(i));
                loaded.add(new Loaded(
                        ids.get(i),
                        json == null ? null : StoredForm.read(json),
                        valueOf(values.get(2 * i + 1)),
                        painPoint == null ? null : string(painPoint)));
            }
            return loaded;
        });
    }

    /** Keeps vectors beside their gripes. Not part of an acknowledgement: what gets lost is computed again. */
    public CompletionStage<?> keepVectors(Workspace workspace, Map<String, byte[]> vectors) {
        Keys keys = new Keys(workspace);
        Map<String, byte[]> named = new java.util.HashMap<>();
        vectors.forEach((id, vector) -> named.put(keys.vector(id), vector));
        return named.isEmpty() ? done("") : commands.mset(named);
    }

    /**
     * Changes after a position, oldest first; waits up to the given time for the first one. For one thread only.
     *
     * @return empty when the stream does not hold the position (any more): the store went back to older data, or has
     *     others. Nothing is ever trimmed from the stream.
     */
    @SuppressWarnings("unchecked") // Lettuce takes the offsets as a generic array.
    public Optional<List<Change>> changesAfter(Workspace workspace, Position after, int max, Duration wait) {
        String stream = new Keys(workspace).changes();
        Optional<List<Change>> found = heldAfter(stream, after, max);
        if (wait.isZero() || found.isEmpty() || !found.get().isEmpty()) {
            return found;
        }
        List<?> sign = await(
                tail.async()
                        .xread(
                                XReadArgs.Builder.block(wait).count(1),
                                XReadArgs.StreamOffset.from(stream, after.toString())),
                wait.plus(ANSWER_MAX));
        return sign.isEmpty() ? found : heldAfter(stream, after, max);
    }

    /** Reads the position together with what follows it, for a server may come back as another at any moment. */
    private Optional<List<Change>> heldAfter(String stream, Position after, int max) {
        boolean fromStart = after.equals(Position.START);
        Range<String> range = fromStart
                ? Range.unbounded()
                : Range.from(Range.Boundary.including(after.toString()), Range.Boundary.unbounded());
        List<Change> held = changes(await(tail.async().xrange(stream, range, Limit.create(0, max + 1L))));
        if (fromStart) {
            return Optional.of(held.subList(0, Math.min(max, held.size())));
        }
        if (held.isEmpty() || !held.get(0).position().equals(after)) {
            return Optional.empty();
        }
        return Optional.of(held.subList(1, held.size()));
    }

    /** The newest change's position; START when there is none. */
    public Position newest(Workspace workspace) {
        List<Change> last = changes(
                await(commands.xrevrange(new Keys(workspace).changes(), Range.unbounded(), Limit.create(0, 1))));
        return last.isEmpty() ? Position.START : last.get(0).position();
    }

    /** Gives every gripe that is not deleted to the visitor, in the order of their creation, a page at a time. */
    public void forEach(Workspace workspace, Consumer<StoredGripe> visitor) {
        forEach(workspace, (stored, painPoint) -> visitor.accept(stored));
    }

    /** Takes gripes and the pain points that they belong to. */
    public interface Visitor {
        void gripe(StoredGripe stored, @Nullable String painPoint);
    }

    /** The same with the pain point of each. */
    public void forEach(Workspace workspace, Visitor visitor) {
        Position after = Position.START;
        while (true) {
            List<Change> page = changes(await(commands.xrange(
                    new Keys(workspace).changes(),
                    Range.from(Range.Boundary.excluding(after.toString()), Range.Boundary.unbounded()),
                    Limit.create(0, PAGE))));
            if (page.isEmpty()) {
                return;
            }
            // A gripe is listed by its creation alone, so that one that was edited does not come twice.
            List<String> ids =
                    page.stream().filter(Change::created).map(Change::id).toList();
            for (Loaded loaded : await(load(workspace, ids))) {
                StoredGripe stored = loaded.stored();
                if (stored != null && !stored.deleted()) {
                    visitor.gripe(stored, loaded.painPoint());
                }
            }
            after = page.get(page.size() - 1).position();
        }
    }

    /** Forgets for good what was deleted longer ago than {@link #UNDO}, and idempotency keys of past months. */
    public int purge(Workspace workspace, Instant now) {
        Keys keys = new Keys(workspace);
        long bound = now.minus(UNDO).toEpochMilli();
        int purged = 0;
        List<byte[]> due =
                await(commands.zrangebyscore(keys.deleted(), Range.create(0L, bound), Limit.create(0, PAGE)));
        for (byte[] member : due) {
            String id = string(member);
            String[] touched = {keys.gripe(id), keys.changes(), keys.deleted(), keys.vector(id), keys.assigned()};
            byte[] position =
                    await(script(Scripts.PURGE, ScriptOutputType.VALUE, touched, member, utf8(Long.toString(bound))));
            purged += position == null ? 0 : 1;
        }
        for (int monthsAgo = 2; monthsAgo <= 13; monthsAgo++) {
            await(commands.unlink(keys.idempotency(Keys.month(now).minusMonths(monthsAgo))));
        }
        return purged;
    }

    /** The store's own name, made at its first use. Another name means other data. */
    public String storeId(Workspace workspace) {
        String key = new Keys(workspace).store();
        await(commands.setnx(key, utf8(UUID.randomUUID().toString())));
        byte[] name = await(commands.get(key));
        if (name == null) {
            throw new Problem(Problem.Code.STORE_UNAVAILABLE, "The store lost what was just written.");
        }
        return string(name);
    }

    /** For the other classes of this package. */
    RedisAsyncCommands<String, byte[]> commands() {
        return commands;
    }

    /** Why the server could not take a change now, null when it could. */
    public @Nullable Problem problem(Workspace workspace) {
        try {
            // Changes nothing, since the name is there; but it is refused wherever a change would be.
            var unused = await(
                    commands.setnx(
                            new Keys(workspace).store(), utf8(UUID.randomUUID().toString())),
                    PROBE_MAX);
            return null;
        } catch (Problem e) {
            return e;
        }
    }

    /** What kind of server it is, and whether it is set to keep what it acknowledges. */
    public ServerInspection inspect() {
        try (StatefulRedisConnection<String, String> inspecting = client.connect(uri)) {
            return ServerInspection.of(inspecting.sync());
        } catch (RedisException e) {
            throw StoreFailure.problem(e);
        }
    }

    @Override
    public void close() {
        tail.close();
        connection.close();
        end(client);
    }

    <T> CompletionStage<T> script(String source, ScriptOutputType type, String[] keys, byte[]... values) {
        RedisFuture<T> bySha = commands.evalsha(commands.digest(source), type, keys, values);
        return bySha.<CompletionStage<T>>handle((answer, failure) -> {
                    if (failure == null) {
                        return done(answer);
                    }
                    if (StoreFailure.unwrapped(failure) instanceof RedisNoScriptException) {
                        return commands.<T>eval(source, type, keys, values);
                    }
                    throw StoreFailure.problem(failure);
                })
                .thenCompose(stage -> stage);
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    static <T> T await(CompletionStage<T> stage) {
        return await(stage, ANSWER_MAX);
    }

    private static <T> T await(CompletionStage<T> stage, Duration atMost) {
        try {
            return stage.toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreFailure.problem(e);
        } catch (ExecutionException | TimeoutException e) {
            throw StoreFailure.problem(e);
        }
    }

    static List<Change> changes(List<StreamMessage<String, byte[]>> messages) {
        List<Change> changes = new ArrayList<>(messages.size());
        for (StreamMessage<String, byte[]> message : messages) {
            for (Map.Entry<String, byte[]> entry : message.getBody().entrySet()) {
                changes.add(new Change(
                        Position.parse(message.getId()),
                        string(entry.getValue()),
                        entry.getKey().equals("c")));
            }
        }
        return changes;
    }

    static byte @Nullable [] valueOf(KeyValue<String, byte[]> value) {
        return value.hasValue() ? value.getValue() : null;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
