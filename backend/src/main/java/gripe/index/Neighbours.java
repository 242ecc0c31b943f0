package gripe.index;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;

/**
 * Documents with their cosines to one vector.
 *
 * @param documents in their order
 * @param cosines of each; not a number where it has no vector
 */
record Neighbours(int[] documents, float[] cosines) {
    static final Neighbours NONE = new Neighbours(new int[0], new float[0]);

    int size() {
        return documents.length;
    }

    /** The nearest, so many at most; of equal ones the later. */
    Neighbours nearest(int count) {
        if (count >= size()) {
            return this;
        }
        float[] sorted = cosines.clone();
        Arrays.sort(sorted);
        float least = count <= 0 ? Float.POSITIVE_INFINITY : sorted[size() - count];
        int skipped = 0;
        for (int i = size() - count - 1; i >= 0 && sorted[i] == least; i--) {
            skipped++;
        }
        Growing nearest = new Growing();
        for (int i = 0; i < size(); i++) {
            if (cosines[i] > least || (cosines[i] == least && skipped-- <= 0)) {
                nearest.add(documents[i], cosines[i]);
            }
        }
        return nearest.grown();
    }

    /** Those of both. */
    Neighbours and(Neighbours others) {
        Growing both = new Growing();
        int i = 0;
        int j = 0;
        while (i < size() || j < others.size()) {
            if (j == others.size() || (i < size() && documents[i] <= others.documents[j])) {
                j += j < others.size() && documents[i] == others.documents[j] ? 1 : 0;
                both.add(documents[i], cosines[i]);
                i++;
            } else {
                both.add(others.documents[j], others.cosines[j]);
                j++;
            }
        }
        return both.grown();
    }

    /** Takes them in their order. */
    static final class Growing {
        private int[] documents = new int[64];
        private float[] cosines = new float[64];
        private int size;

        void add(int document, float cosine) {
            if (size == documents.length) {
                documents = ArrayUtil.grow(documents);
                cosines = ArrayUtil.growExact(cosines, documents.length);
            }
            documents[size] = document;
            cosines[size++] = cosine;
        }

        Neighbours grown() {
            return new Neighbours(Arrays.copyOf(documents, size), Arrays.copyOf(cosines, size));
        }
    }
}
