package gripe.wire;

import gripe.KeptSearch;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A kept search.
 *
 * @param sort relevance, time or cost
 * @param url where the page shows what it finds, without the server's name
 */
public record KeptSearchAnswer(String id, String q, String sort, String url, Instant createdAt) {
    public static KeptSearchAnswer of(KeptSearch search) {
        String url = "/search?q=" + URLEncoder.encode(search.q(), StandardCharsets.UTF_8)
                + (search.sort().equals("relevance") ? "" : "&sort=" + search.sort());
        return new KeptSearchAnswer(search.id(), search.q(), search.sort(), url, search.createdAt());
    }

    /** All that are kept, the newest first. */
    public record All(List<KeptSearchAnswer> items) {}
}
