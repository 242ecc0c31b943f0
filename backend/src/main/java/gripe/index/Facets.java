package gripe.index;

import java.util.List;

/** What all matches have in common: the most frequent first; weeks in their order, the latest of them. */
public record Facets(List<Facet> tags, List<Facet> places, List<Facet> sources, List<Facet> weeks) {
    public static final Facets NONE = new Facets(List.of(), List.of(), List.of(), List.of());

    public Facets {
        tags = List.copyOf(tags);
        places = List.copyOf(places);
        sources = List.copyOf(sources);
        weeks = List.copyOf(weeks);
    }
}
