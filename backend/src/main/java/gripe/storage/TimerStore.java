package gripe.storage;

import static gripe.storage.GripeStore.await;
import static gripe.storage.GripeStore.string;
import static gripe.storage.GripeStore.utf8;

import gripe.Problem;
import gripe.Timer;
import gripe.Workspace;
import io.lettuce.core.ScriptOutputType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Timers in KeyDB, so that they outlive page, phone and Gripe itself. Thread-safe; errors as of {@link GripeStore}. */
@Singleton
public final class TimerStore {
    /** More at once than anybody means to run; what has been logged counts for some hours too. */
    public static final int TIMERS_MAX = 100;

    private static final int REPLACE_TRIES_MAX = 8;

    private final GripeStore store;

    public TimerStore(GripeStore store) {
        this.store = store;
    }

    /** Keeps a timer. @return the one that has its id already, or it; TOO_MANY beyond {@link #TIMERS_MAX} */
    public Timer create(Workspace workspace, Timer timer) {
        List<byte[]> answer = await(store.script(
                Scripts.ADD,
                ScriptOutputType.MULTI,
                new String[] {new Keys(workspace).timers()},
                utf8(timer.id()),
                TimerForm.write(timer),
                utf8(Integer.toString(TIMERS_MAX))));
        if (string(answer.get(0)).equals("full")) {
            throw new Problem(
                    Problem.Code.TOO_MANY, "There are " + TIMERS_MAX + " timers; stop or discard some of them first.");
        }
        return TimerForm.read(answer.get(1));
    }

    public Optional<Timer> find(Workspace workspace, String id) {
        byte[] json = await(store.commands().hget(new Keys(workspace).timers(), id));
        return json == null ? Optional.empty() : Optional.of(TimerForm.read(json));
    }

    public List<Timer> all(Workspace workspace) {
        return await(store.commands().hvals(new Keys(workspace).timers())).stream()
                .map(TimerForm::read)
                .toList();
    }

    /**
     * Reads, changes and writes a timer as one step.
     *
     * @param change pure, since it is called again when somebody else was quicker; may throw Problem
     * @return empty when there is no such timer
     */
    public Optional<Timer> replace(Workspace workspace, String id, UnaryOperator<Timer> change) {
        String key = new Keys(workspace).timers();
        for (int tries = 0; tries < REPLACE_TRIES_MAX; tries++) {
            byte[] before = await(store.commands().hget(key, id));
            if (before == null) {
                return Optional.empty();
            }
            Timer after = change.apply(TimerForm.read(before));
            Long replaced = await(store.script(
                    Scripts.REPLACE_TIMER,
                    ScriptOutputType.INTEGER,
                    new String[] {key},
                    utf8(id),
                    before,
                    TimerForm.write(after)));
            if (replaced == 1) {
                return Optional.of(after);
            }
        }
        throw new Problem(
                Problem.Code.EDITED_MEANWHILE, "Others kept changing this timer; nothing was changed. Try again.");
    }

    public void remove(Workspace workspace, String id) {
        var unused = await(store.commands().hdel(new Keys(workspace).timers(), id));
    }
}
