package gripe.storage;

import static gripe.storage.GripeStore.await;
import static gripe.storage.GripeStore.string;
import static gripe.storage.GripeStore.utf8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gripe.Position;
import gripe.Workspace;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pain points, decisions about them and which gripe belongs to which, in the same server and the same change stream as
 * the gripes. Thread-safe. Errors are those of {@link GripeStore}.
 *
 * <p>Every change is made against a version of the whole and refused when somebody else was quicker, so whoever decides
 * decides on what is there.
 */
public final class PainPointStore {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final GripeStore store;
    private final RedisAsyncCommands<String, byte[]> commands;

    public PainPointStore(GripeStore store) {
        this.store = store;
        commands = store.commands();
    }

    /** All that is kept, as of one moment; decisions in the order of their times. */
    public record State(long version, List<StoredPainPoint> painPoints, List<Decision> decisions) {
        public static final State EMPTY = new State(0, List.of(), List.of());
    }

    /**
     * What to write in one step.
     *
     * @param returned ids of those of the pain points that were fixed and came back
     * @param assignments gripe to pain point, empty string for none
     */
    public record Step(
            List<StoredPainPoint> painPoints,
            List<Decision> decisions,
            List<String> returned,
            Map<String, String> assignments) {
        public static Step assigning(Map<String, String> assignments) {
            return new Step(List.of(), List.of(), List.of(), assignments);
        }

        boolean movesVersion() {
            return !painPoints.isEmpty() || !decisions.isEmpty();
        }
    }

    /**
     * A step that is written.
     *
     * @param position of the last change that it made, null when it changed nothing
     */
    public record Applied(long version, @Nullable Position position) {}

    /** The kinds of entries in the change stream, as they are written there. */
    public enum Kind {
        CAPTURED("c"),
        CHANGED("u"),
        ASSIGNED("a"),
        PAIN_POINT("p"),
        RETURNED("r");

        private final String written;

        Kind(String written) {
            this.written = written;
        }

        private static Kind of(String written) {
            for (Kind kind : values()) {
                if (kind.written.equals(written)) {
                    return kind;
                }
            }
            return CHANGED;
        }
    }

    /**
     * An entry of the change stream.
     *
     * @param id of the gripe or the pain point
     */
    public record Event(Position position, Kind kind, String id) {}

    /** By this the others' changes are noticed. */
    public long version(Workspace workspace) {
        byte[] version = await(commands.get(new Keys(workspace).painPointVersion()));
        return version == null ? 0 : Long.parseLong(string(version));
    }

    /** Of the change stream; START when there is nothing in it. */
    public Position newest(Workspace workspace) {
        return store.newest(workspace);
    }

    public State load(Workspace workspace) {
        Keys keys = new Keys(workspace);
        List<Object> answer = await(store.script(Scripts.PAIN_POINTS, ScriptOutputType.MULTI, new String[] {
            keys.painPointVersion(), keys.painPoints(), keys.decisions()
        }));
        List<StoredPainPoint> painPoints = new ArrayList<>();
        for (Object json : (List<?>) answer.get(1)) {
            painPoints.add(read((byte[]) json, StoredPainPoint.class));
        }
        List<Decision> decisions = new ArrayList<>();
        for (Object json : (List<?>) answer.get(2)) {
            decisions.add(read((byte[]) json, Decision.class));
        }
        painPoints.sort(Comparator.comparingLong(StoredPainPoint::made).thenComparing(StoredPainPoint::id));
        decisions.sort(Comparator.comparingLong(Decision::at).thenComparing(Decision::id));
        return new State(Long.parseLong(string((byte[]) answer.get(0))), painPoints, decisions);
    }

    /** Writes all of a step or nothing; empty when the version is another one by now. */
    public Optional<Applied> apply(Workspace workspace, long expectedVersion, Step step) {
        Keys keys = new Keys(workspace);
        List<byte[]> values = new ArrayList<>();
        values.add(utf8(Long.toString(expectedVersion)));
        values.add(utf8(step.movesVersion() ? "1" : "0"));
        values.add(utf8(Integer.toString(step.painPoints().size())));
        values.add(utf8(Integer.toString(step.decisions().size())));
        values.add(utf8(Integer.toString(step.assignments().size())));
        for (StoredPainPoint painPoint : step.painPoints()) {
            values.add(utf8(painPoint.id()));
            values.add(write(painPoint));
            values.add(utf8(step.returned().contains(painPoint.id()) ? "r" : "p"));
        }
        for (Decision decision : step.decisions()) {
            values.add(utf8(decision.id()));
            values.add(write(decision));
        }
        step.assignments().forEach((gripe, painPoint) -> {
            values.add(utf8(gripe));
            values.add(utf8(painPoint));
        });
        List<byte[]> answer = await(store.script(
                Scripts.PAIN_POINT_STEP,
                ScriptOutputType.MULTI,
                new String[] {
                    keys.changes(), keys.painPointVersion(), keys.painPoints(), keys.decisions(), keys.assigned()
                },
                values.toArray(byte[][]::new)));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        String position = string(answer.get(1));
        return Optional.of(new Applied(
                Long.parseLong(string(answer.get(0))), position.isEmpty() ? null : Position.parse(position)));
    }

    /** The pain point of each of these gripes that has one. */
    public Map<String, String> assigned(Workspace workspace, List<String> gripes) {
        if (gripes.isEmpty()) {
            return Map.of();
        }
        Map<String, String> assigned = new HashMap<>();
        for (KeyValue<String, byte[]> one :
                await(commands.hmget(new Keys(workspace).assigned(), gripes.toArray(String[]::new)))) {
            if (one.hasValue()) {
                assigned.put(one.getKey(), string(one.getValue()));
            }
        }
        return assigned;
    }

    /** Entries of the change stream after a position, oldest first. */
    public List<Event> eventsAfter(Workspace workspace, Position after, int max) {
        List<Event> events = new ArrayList<>();
        for (StreamMessage<String, byte[]> message : await(commands.xrange(
                new Keys(workspace).changes(),
                Range.from(Range.Boundary.excluding(after.toString()), Range.Boundary.unbounded()),
                Limit.create(0, max)))) {
            message.getBody()
                    .forEach((kind, id) ->
                            events.add(new Event(Position.parse(message.getId()), Kind.of(kind), string(id))));
        }
        return events;
    }

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A valid record could not be written as JSON", e);
        }
    }

    /** @throws IllegalStateException when the bytes are not what {@link #write} made */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw new IllegalStateException("A stored record cannot be read: " + e.getMessage(), e);
        }
    }
}
