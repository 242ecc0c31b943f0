package gripe.storage.server;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.sync.RedisServerCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server that Gripe is given tells of itself, and whether it is set to keep what it acknowledges.
 *
 * @param description kind and version
 * @param recentEnough whether it knows every command that Gripe uses
 * @param warnings what a person should know before trusting it, in sentences; empty if all is well
 */
public record ServerInspection(String description, boolean recentEnough, List<String> warnings) {

    public ServerInspection {
        warnings = List.copyOf(warnings);
    }

    /** Asks the server, or of a cluster one node. Connection failures are the caller's; forbidden commands are not. */
    public static ServerInspection of(RedisServerCommands<String, String> server) {
        Map<String, String> info = info(server);
        List<String> warnings = new ArrayList<>();
        Optional<ServerRelease> release = ServerRelease.reportedBy(info);
        boolean recentEnough = release.isEmpty() || release.get().version().isAtLeast(ServerVersion.OLDEST);
        if (release.isEmpty()) {
            warnings.add("The server does not tell its version: Gripe needs the commands of " + ServerVersion.OLDEST
                    + " or newer.");
        }
        if (!recentEnough) {
            warnings.add("The server is older than " + ServerVersion.OLDEST + " and lacks commands that Gripe needs.");
        }
        addDurability(server, info, warnings);
        addEviction(server, info, warnings);
        String description = release.map(found -> found.kind().label() + " " + found.version())
                .orElse("unknown server");
        return new ServerInspection(description, recentEnough, warnings);
    }

    private static void addDurability(
            RedisServerCommands<String, String> server, Map<String, String> info, List<String> warnings) {
        Optional<String> appendOnly = setting(server, "appendonly")
                .or(() -> Optional.ofNullable(info.get("aof_enabled")).map(flag -> flag.equals("1") ? "yes" : "no"));
        if (appendOnly.isEmpty()) {
            warnings.add("The server does not tell whether it keeps an append-only file (appendonly).");
            return;
        }
        if (!appendOnly.get().equals("yes")) {
            warnings.add("The server keeps no append-only file (appendonly " + appendOnly.get()
                    + "): gripes written since its last snapshot are lost when it stops.");
            return;
        }
        Optional<String> fsync = setting(server, "appendfsync");
        if (fsync.isEmpty()) {
            warnings.add("The server does not tell how often it writes to disk (appendfsync).");
        }
        fsync.filter(value -> !value.equals("always"))
                .ifPresent(value -> warnings.add("The server writes to disk with appendfsync " + value
                        + ", not always: the last gripes may be lost when its machine stops."));
        if ("err".equals(info.get("aof_last_write_status"))) {
            warnings.add("The server could not write its append-only file: is its disk full?");
        }
    }

    private static void addEviction(
            RedisServerCommands<String, String> server, Map<String, String> info, List<String> warnings) {
        Optional<String> limit = setting(server, "maxmemory").or(() -> Optional.ofNullable(info.get("maxmemory")));
        Optional<String> policy =
                setting(server, "maxmemory-policy").or(() -> Optional.ofNullable(info.get("maxmemory_policy")));
        if (limit.isEmpty() || policy.isEmpty()) {
            warnings.add("The server does not tell whether it drops data when its memory is full (maxmemory-policy).");
            return;
        }
        if (!limit.get().equals("0") && !policy.get().equals("noeviction")) {
            warnings.add("The server drops data when its memory is full (maxmemory-policy " + policy.get()
                    + "): set it to noeviction.");
        }
    }

    private static Map<String, String> info(RedisServerCommands<String, String> server) {
        try {
            return ServerConnection.parseInfo(server.info());
        } catch (RedisCommandExecutionException e) {
            return new HashMap<>();
        }
    }

    /** Empty where the server forbids the question, as hosted ones do, or has no such setting. */
    private static Optional<String> setting(RedisServerCommands<String, String> server, String name) {
        try {
            return Optional.ofNullable(server.configGet(name).get(name));
        } catch (RedisCommandExecutionException e) {
            return Optional.empty();
        }
    }
}
