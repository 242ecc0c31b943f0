package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.grouping.Grouping;
import gripe.grouping.Groups;
import gripe.grouping.Vectors;
import gripe.index.GripeIndex;
import gripe.painpoint.Catalogue.View;
import gripe.storage.Decision;
import gripe.storage.Decision.Kind;
import gripe.storage.PainPointStore.State;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The law on groups that are found, with gripes on a circle: the nearer, the more alike. */
class EnforcementTest {
    private static final String[] IDS = {"a0", "a1", "a2", "b0", "b1", "b2", "x"};
    private static final double[] DEGREES = {0, 2, 4, 60, 62, 64, 36};

    private static Decision apart(long at, List<String> gripes) {
        return Decisions.of("d" + at, at, "Ada", Kind.NEVER_GROUP, "")
                .gripes(gripes)
                .make();
    }

    /** The groups with x in that of a, after the law had its say. */
    private static int[] enforced(List<Decision> decisions) {
        float[][] vectors = new float[DEGREES.length][];
        for (int i = 0; i < vectors.length; i++) {
            double angle = Math.toRadians(DEGREES[i]);
            vectors[i] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
        }
        View view = new View(new State(1, List.of(), decisions));
        Gathered gathered = new Gathered(IDS, Vectors.of(vectors), new @Nullable String[IDS.length]);
        int[] free = new int[IDS.length];
        java.util.Arrays.fill(free, Grouping.FREE);
        Groups found = Grouping.of(
                Vectors.of(vectors),
                free,
                GripeIndex::cosine,
                GroupingParameters.of("gripe-small"),
                (step, done, total) -> {});
        int[] group = found.group();
        System.arraycopy(new int[] {0, 0, 0, 1, 1, 1, 0}, 0, group, 0, group.length);
        Held nobody = new Held(List.of(), free);
        Identities identities = new Identities(
                view, gathered, nobody, group, () -> UUID.randomUUID().toString());
        new Enforcement(view, gathered, identities, nobody).on(found);
        return group;
    }

    @Test
    void gripeOfASet_goesToTheNextBest() {
        assertThat(enforced(List.of(apart(1, List.of("a0", "x"))))).containsExactly(0, 0, 0, 1, 1, 1, 1);
    }

    @Test
    void gripeOfTwoSets_isApartFromBoth() {
        assertThat(enforced(List.of(apart(1, List.of("b0", "x")), apart(2, List.of("a0", "x")))))
                .containsExactly(0, 0, 0, 1, 1, 1, Grouping.FREE);
    }

    @Test
    void groupOfWhichOneIsLeft_ends() {
        assertThat(enforced(List.of(apart(1, List.of("a0", "a1", "a2", "x")))))
                .containsExactly(Grouping.FREE, Grouping.FREE, Grouping.FREE, 1, 1, 1, 1);
    }
}
