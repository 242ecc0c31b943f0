package gripe.search;

import gripe.SoFar;
import gripe.Workspace;
import gripe.index.GripeIndex;
import gripe.index.Near;
import gripe.index.Similar;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;

/** Which gripes are the same trouble again, and what they have cost. Thread-safe. */
public final class Likeness {
    private final GripeIndex index;
    private final Calibration calibration;

    public Likeness(GripeIndex index, Calibration calibration) {
        this.index = index;
        this.calibration = calibration;
    }

    /** Cosine from which two gripes are the same trouble. */
    public double sameAgain() {
        return calibration.sameAgain();
    }

    public Calibration calibration() {
        return calibration;
    }

    /** What gripes like this vector have cost, some of them left out. Throws Problem when the index is down. */
    public SoFar soFar(Workspace workspace, float[] vector, Set<String> exceptIds) {
        return toSoFar(index.similarExcept(workspace, vector, calibration.sameAgain(), 1, exceptIds));
    }

    Similar similar(Workspace workspace, float[] vector, int limit) {
        return index.similar(workspace, vector, calibration.sameAgain(), limit, null);
    }

    /**
     * What comes nearest to the vector without being the same trouble, as far as it has anything in common with it.
     *
     * @param same how many are the same trouble: they are nearer than these
     */
    List<Near> below(Workspace workspace, float[] vector, int same, int max) {
        return index.nearest(workspace, vector, same + max, null).stream()
                .filter(near -> near.cosine() < calibration.sameAgain() && near.cosine() > calibration.unrelated())
                .limit(max)
                .toList();
    }

    static SoFar toSoFar(Similar similar) {
        OffsetDateTime lastAt = similar.lastAt();
        return new SoFar(similar.count(), similar.minutes(), lastAt);
    }
}
