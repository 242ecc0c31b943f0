package gripe.painpoint;

import java.util.List;

/** Where gripes belong; those that belong to no pain point are left out. */
public record Places(List<Place> items) {
    public Places {
        items = List.copyOf(items);
    }

    /**
     * Where one belongs.
     *
     * @param gripe its id
     * @param id of its pain point
     */
    public record Place(String gripe, String id, String label) {}
}
