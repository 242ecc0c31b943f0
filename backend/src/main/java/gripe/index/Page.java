package gripe.index;

import gripe.Gripe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a list; next is null at its end. */
public record Page(List<Gripe> items, @Nullable Cursor next) {
    public Page {
        items = List.copyOf(items);
    }
}
