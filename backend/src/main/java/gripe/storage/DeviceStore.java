package gripe.storage;

import static gripe.storage.GripeStore.await;
import static gripe.storage.GripeStore.string;
import static gripe.storage.GripeStore.utf8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import gripe.Device;
import gripe.Workspace;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A workspace's devices and the one pairing code that is open, by hashes of their secrets. Thread-safe. No change
 * entries: devices are no part of what is searched, exported or backed up. Errors are those of {@link GripeStore}.
 */
public final class DeviceStore {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Keys keys;
    private final RedisAsyncCommands<String, byte[]> commands;

    public DeviceStore(GripeStore store, Workspace workspace) {
        keys = new Keys(workspace);
        commands = store.commands();
    }

    /** A device and the hash of its token's secret part. */
    public record StoredDevice(Device device, String tokenHash) {}

    /** What a code stands for. */
    public record OpenCode(Device.Scope scope, Instant expiresAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Form(String name, String scope, long made, long until, String hash) {}

    /** The codes before it are worth nothing from then on. */
    public void open(String codeHash, OpenCode code) {
        await(commands.unlink(keys.pairing()));
        String value = code.expiresAt().toEpochMilli() + " " + code.scope().name();
        await(commands.hset(keys.pairing(), codeHash, utf8(value)));
    }

    /** Takes a code away and answers what it stood for; of several who bring the same one, one gets an answer. */
    public Optional<OpenCode> take(String codeHash) {
        byte[] value = await(commands.hget(keys.pairing(), codeHash));
        if (value == null || await(commands.hdel(keys.pairing(), codeHash)) == 0) {
            return Optional.empty();
        }
        String[] parts = string(value).split(" ", 2);
        return Optional.of(
                new OpenCode(Device.Scope.valueOf(parts[1]), Instant.ofEpochMilli(Long.parseLong(parts[0]))));
    }

    public void add(StoredDevice stored) {
        Device device = stored.device();
        Form form = new Form(
                device.name(),
                device.scope().name(),
                device.createdAt().toEpochMilli(),
                device.expiresAt().toEpochMilli(),
                stored.tokenHash());
        try {
            await(commands.hset(keys.devices(), device.id(), MAPPER.writeValueAsBytes(form)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null when there is no such device (any more). */
    public CompletionStage<@Nullable StoredDevice> find(String id) {
        return commands.hget(keys.devices(), id).handle((json, failure) -> {
            if (failure != null) {
                throw StoreFailure.problem(failure);
            }
            return json == null ? null : read(id, json, null);
        });
    }

    public boolean has(String id) {
        return await(commands.hexists(keys.devices(), id));
    }

    public long count() {
        return await(commands.hlen(keys.devices()));
    }

    /** All of them, in no order. */
    public List<Device> all() {
        Map<String, byte[]> devices = await(commands.hgetall(keys.devices()));
        Map<String, byte[]> uses = await(commands.hgetall(keys.deviceUses()));
        List<Device> all = new ArrayList<>(devices.size());
        devices.forEach((id, json) -> all.add(read(id, json, uses.get(id)).device()));
        return all;
    }

    /** False when there was none. */
    public boolean remove(String id) {
        boolean removed = await(commands.hdel(keys.devices(), id)) > 0;
        await(commands.hdel(keys.deviceUses(), id));
        return removed;
    }

    /** Not waited for: a figure for people, and the next use writes it again. */
    public void used(String id, Instant at) {
        var unused = commands.hset(keys.deviceUses(), id, utf8(Long.toString(at.toEpochMilli())));
    }

    private static StoredDevice read(String id, byte[] json, byte @Nullable [] used) {
        try {
            Form form = MAPPER.readValue(json, Form.class);
            Device device = new Device(
                    id,
                    form.name(),
                    Device.Scope.valueOf(form.scope()),
                    Instant.ofEpochMilli(form.made()),
                    Instant.ofEpochMilli(form.until()),
                    used == null ? null : Instant.ofEpochMilli(Long.parseLong(string(used))));
            return new StoredDevice(device, form.hash());
        } catch (IOException e) {
            throw new UncheckedIOException("The stored device " + id + " cannot be read", e);
        }
    }
}
