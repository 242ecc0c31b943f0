package gripe.painpoint;

import java.util.List;

/**
 * What a list is sorted by, the greater values first, what is equal in all of them by its id. Immutable.
 *
 * @param values the first one that differs decides; all keys of a list have the same number
 */
record SortKey(List<Double> values, String id) implements Comparable<SortKey> {
    SortKey {
        values = List.copyOf(values);
    }

    @Override
    public int compareTo(SortKey other) {
        for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
            int compared = Double.compare(other.values.get(i), values.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return id.compareTo(other.id);
    }
}
