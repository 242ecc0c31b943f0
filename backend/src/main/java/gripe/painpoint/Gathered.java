package gripe.painpoint;

import gripe.Workspace;
import gripe.embeddings.CompactVector;
import gripe.grouping.Vectors;
import gripe.index.GripeIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a grouping is made of, in the order of the gripes' ids: so the same gripes make the same groups. One number stands
 * for a gripe in all of it. Immutable by convention.
 */
final class Gathered {
    private final String[] ids;
    private final Vectors vectors;
    private final @Nullable String[] assigned;

    Gathered(String[] ids, Vectors vectors, @Nullable String[] assigned) {
        this.ids = ids;
        this.vectors = vectors;
        this.assigned = assigned;
    }

    /** Everything that has a vector, as the index shows it. */
    static Gathered of(GripeIndex index, Workspace workspace) {
        record One(String id, @Nullable String painPoint, byte[] vector) {}
        List<One> all = new ArrayList<>();
        // One copy of each name, for there are many more gripes than pain points.
        Map<String, String> names = new HashMap<>();
        index.forEachVector(
                workspace,
                null,
                (id, painPoint, vector) -> all.add(new One(
                        id,
                        painPoint == null ? null : names.computeIfAbsent(painPoint, key -> key),
                        CompactVector.encode(vector))));
        all.sort(Comparator.comparing(One::id));
        String[] ids = new String[all.size()];
        byte[][] vectors = new byte[all.size()][];
        @Nullable String[] assigned = new @Nullable String[all.size()];
        for (int i = 0; i < ids.length; i++) {
            One one = all.get(i);
            ids[i] = one.id();
            vectors[i] = one.vector();
            assigned[i] = one.painPoint();
        }
        return new Gathered(ids, new Vectors(vectors), assigned);
    }

    int size() {
        return ids.length;
    }

    String id(int gripe) {
        return ids[gripe];
    }

    /** Below 0 when it is not among these. */
    int number(String id) {
        return Arrays.binarySearch(ids, id);
    }

    Vectors vectors() {
        return vectors;
    }

    float[] vector(int gripe) {
        return vectors.at(gripe);
    }

    /** The pain point that it is in so far, by the id that it had then; null for none. */
    @Nullable
    String assigned(int gripe) {
        return assigned[gripe];
    }
}
