package gripe.fault;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of one gripe it made: the state that was acknowledged last and, while an answer is outstanding,
 * the one that was asked for. One client at a time changes it.
 */
final class Tracked {
    /** A word that no other gripe has. */
    final String token;

    /** Null until an answer names it, where the server chooses it. */
    volatile @Nullable String id;

    private State known = State.ABSENT;
    private @Nullable State asked;

    /** @param version counts the edits, and is in the text and in the minutes */
    record State(Life life, int version) {
        static final State ABSENT = new State(Life.ABSENT, 0);

        static State present(int version) {
            return new State(Life.PRESENT, version);
        }

        State deleted() {
            return new State(Life.DELETED, version);
        }
    }

    enum Life {
        ABSENT,
        PRESENT,
        DELETED
    }

    Tracked(String token, @Nullable String id) {
        this.token = token;
        this.id = id;
    }

    /** The text carries the version, so that half a change can be told. */
    String text(int version) {
        return token + " v" + version + " waited for it again";
    }

    synchronized State known() {
        return known;
    }

    synchronized void ask(State state) {
        asked = state;
    }

    synchronized void acknowledged() {
        if (asked != null) {
            known = asked;
            asked = null;
        }
    }

    /** A version that can be read now, or null where none can. */
    synchronized boolean allows(@Nullable Integer version) {
        return Stream.of(known, asked == null ? known : asked)
                .anyMatch(state -> version == null
                        ? state.life() != Life.PRESENT
                        : state.life() == Life.PRESENT && state.version() == version);
    }

    @Override
    public synchronized String toString() {
        return token + " (id " + id + "): acknowledged " + known + ", asked for " + asked;
    }
}
