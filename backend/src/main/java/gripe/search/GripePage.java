package gripe.search;

import gripe.Gripe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param next cursor of the following page, null at the end */
public record GripePage(List<Gripe> items, @Nullable String next) {
    public GripePage {
        items = List.copyOf(items);
    }
}
