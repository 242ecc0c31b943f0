package gripe.capture;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.Gripe;
import gripe.Position;
import gripe.SoFar;
import gripe.TestGripes;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class UnseenTest {
    private static final float[] VECTOR = {1, 0};
    private static final float[] OTHER = {0, 1};

    private final Unseen unseen = new Unseen();

    /** An index that shows these, all of them alike and without minutes. */
    private static Function<Set<String>, SoFar> showing(String... ids) {
        return except -> {
            Set<String> counted = new HashSet<>(Set.of(ids));
            counted.removeAll(except);
            return new SoFar(counted.size(), 0, null);
        };
    }

    private long count(Position visible, Function<Set<String>, SoFar> index) {
        return unseen.soFar(visible, VECTOR, 0.9, "own", index).count();
    }

    private void add(long at, String id, float[] vector) {
        Gripe gripe = TestGripes.stored(id, "text of " + id).gripe();
        unseen.add(new Position(at, 0), gripe, vector);
    }

    @Test
    void soFar_countsWhatTheIndexDoesNotShowYet() {
        add(5, "new", VECTOR);
        add(6, "of another kind", OTHER);
        add(7, "own", VECTOR);

        assertThat(count(new Position(4, 0), showing("old"))).isEqualTo(2);
    }

    /** It was refreshed after its position was asked for. */
    @Test
    void soFar_countsOnceWhatTheIndexShowsBeforeItSaysSo() {
        add(5, "new", VECTOR);

        assertThat(count(new Position(4, 0), showing("old", "new", "own"))).isEqualTo(2);
    }

    @Test
    void soFar_forgetsWhatTheIndexSaysItShows() {
        add(5, "deleted since", VECTOR);

        assertThat(count(new Position(5, 0), showing("old"))).isEqualTo(1);
    }
}
