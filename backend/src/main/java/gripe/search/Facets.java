package gripe.search;

import java.util.List;

/** What the good matches have in common, the most frequent first. */
public record Facets(List<TagFacet> tags) {
    public Facets {
        tags = List.copyOf(tags);
    }

    /** @param minutes lost by the matches with this tag */
    public record TagFacet(String value, long count, double minutes) {}
}
