package gripe.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides by the best candidates, best first, whether a query has an answer: from where on, or null when it has none. */
public interface Judge {
    @Nullable
    Cut cut(List<Closeness> best);
}
