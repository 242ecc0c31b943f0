package gripe.index;

import java.util.List;

/** The best candidates for a query, best first. */
public record SearchHits(List<Hit> hits, MatchedWords words) {
    public SearchHits {
        hits = List.copyOf(hits);
    }
}
