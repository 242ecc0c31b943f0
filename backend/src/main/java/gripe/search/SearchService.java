package gripe.search;

import gripe.Gripe;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.embedding.Embedder;
import gripe.embeddings.OnnxEmbeddingModel.Urgency;
import gripe.index.ChangeFollower;
import gripe.index.Filter;
import gripe.index.GripeIndex;
import gripe.index.Hit;
import gripe.index.MatchedWords;
import gripe.index.Page;
import gripe.index.SearchHits;
import gripe.index.Similar;
import gripe.painpoint.Assigning;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Answers every question about gripes from the index. Thread-safe; blocks while it embeds the query. */
@Singleton
public final class SearchService {
    public static final int LIMIT_MAX = 200;

    private static final int QUERY_CHARACTERS_MAX = 2_000;
    /** How many gripes are looked at for one query; the total and the sum of minutes are exact up to here. */
    private static final int CANDIDATES_MAX = 300;

    private static final int WEAK_MAX = 10;
    private static final int TAG_FACETS_MAX = 20;
    /** A short wait is a refresh under way; a long one means that the index cannot follow. */
    private static final Duration VISIBLE_MAX = Duration.ofSeconds(5);

    private static final long EMBEDDING_SECONDS_MAX = 5;

    private final GripeIndex index;
    private final ChangeFollower follower;
    private final Embedder embedder;
    private final Likeness likeness;
    private final Assigning assigning;
    private final Timer timer;

    public SearchService(
            GripeIndex index,
            ChangeFollower follower,
            Embedder embedder,
            Likeness likeness,
            Assigning assigning,
            MeterRegistry meters) {
        this.index = index;
        this.follower = follower;
        this.embedder = embedder;
        this.likeness = likeness;
        this.assigning = assigning;
        timer = Timer.builder("gripe.search")
                .description("One search, embedding of its query included")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    /** @param sort {@code relevance} (also when null), {@code recent} or {@code cost} */
    public SearchAnswer search(
            Workspace workspace, String query, int limit, @Nullable String cursor, @Nullable String sort) {
        long start = System.nanoTime();
        Comparator<Hit> order = order(sort);
        String after = Cursors.readAfter(cursor);
        if (query.isBlank()) {
            return new SearchAnswer(List.of(), List.of(), 0, 0, new Facets(List.of()), null, null);
        }
        // The query is embedded while the index catches up with what was acknowledged.
        CompletableFuture<float[]> embedding = embedder.ready()
                ? embedder.embedQuery(bounded("q", query))
                : CompletableFuture.failedFuture(new IllegalStateException("no model yet"));
        Instant staleSince = follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        SearchHits hits = index.search(workspace, query, () -> vectorOf(embedding), Filter.NONE, CANDIDATES_MAX);
        List<Hit> good = new ArrayList<>();
        List<Hit> weak = new ArrayList<>();
        for (Hit hit : hits.hits()) {
            (likeness.calibration().isGood(hit) ? good : weak).add(hit);
        }
        if (order != null) {
            good.sort(order);
        }
        int from = after == null ? 0 : indexAfter(good, after);
        int to = Math.min(from + limit, good.size());
        SearchAnswer answer = new SearchAnswer(
                good.subList(from, to).stream()
                        .map(hit -> found(hit, hits.words()))
                        .toList(),
                weak.stream()
                        .limit(WEAK_MAX)
                        .map(hit -> found(hit, hits.words()))
                        .toList(),
                good.size(),
                good.stream().mapToDouble(SearchService::minutes).sum(),
                facets(good),
                to < good.size() ? Cursors.writeAfter(good.get(to - 1).gripe().id()) : null,
                staleSince);
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        return answer;
    }

    /** What is like the text somebody is typing, and what that has cost so far. */
    public SimilarAnswer similar(Workspace workspace, String text, int limit) {
        if (text.isBlank()) {
            return new SimilarAnswer(List.of(), List.of(), null, null, null);
        }
        Instant staleSince = follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        float[] vector = vectorOf(embedder.embed(bounded("text", text), Urgency.NOW));
        if (vector == null) {
            throw new Problem(Code.INDEX_UNAVAILABLE, "The sentence model is not available; likeness cannot be told.");
        }
        Similar similar = likeness.similar(workspace, vector, limit);
        List<Found> items = similar.nearest().stream()
                .map(hit -> new Found(hit.gripe(), hit.similarity(), List.of()))
                .toList();
        return new SimilarAnswer(
                items,
                List.of(),
                similar.count() == 0 ? null : Likeness.toSoFar(similar),
                assigning.like(workspace, vector),
                staleSince);
    }

    /** Newest first. */
    public GripePage list(
            Workspace workspace,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String tag,
            int limit,
            @Nullable String cursor) {
        Instant staleSince = follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        String plainTag = tag == null ? null : (tag.startsWith("#") ? tag.substring(1) : tag).toLowerCase(Locale.ROOT);
        Page page = index.list(workspace, new Filter(from, to, plainTag), limit, Cursors.read(cursor));
        var next = page.next();
        return new GripePage(page.items(), next == null ? null : Cursors.write(next), staleSince);
    }

    private static @Nullable Comparator<Hit> order(@Nullable String sort) {
        if (sort == null || sort.equals("relevance")) {
            return null;
        }
        Comparator<Hit> newest = Comparator.comparing(
                        (Hit hit) -> hit.gripe().happenedAt().toInstant())
                .reversed();
        return switch (sort) {
            case "recent" -> newest;
            case "cost" ->
                Comparator.comparingDouble(SearchService::minutes).reversed().thenComparing(newest);
            default -> throw new Problem(Code.INVALID, "sort", "Sort is 'relevance', 'recent' or 'cost'.");
        };
    }

    private static int indexAfter(List<Hit> good, String id) {
        for (int i = 0; i < good.size(); i++) {
            if (good.get(i).gripe().id().equals(id)) {
                return i + 1;
            }
        }
        throw new Problem(Code.INVALID, "cursor", "What this cursor stood at no longer matches; search again.");
    }

    private static Facets facets(List<Hit> good) {
        Map<String, Facets.TagFacet> tags = new LinkedHashMap<>();
        for (Hit hit : good) {
            for (String tag : hit.gripe().tags()) {
                tags.merge(
                        tag,
                        new Facets.TagFacet(tag, 1, minutes(hit)),
                        (a, b) -> new Facets.TagFacet(tag, a.count() + b.count(), a.minutes() + b.minutes()));
            }
        }
        return new Facets(tags.values().stream()
                .sorted(Comparator.comparingLong(Facets.TagFacet::count).reversed())
                .limit(TAG_FACETS_MAX)
                .toList());
    }

    private static double minutes(Hit hit) {
        Gripe gripe = hit.gripe();
        Double minutes = gripe.minutes();
        return minutes == null ? 0 : minutes;
    }

    private static Found found(Hit hit, MatchedWords words) {
        return new Found(hit.gripe(), hit.similarity(), words.in(hit.gripe().text()));
    }

    /** Null when there is none to be had: then words alone must do. */
    private static float @Nullable [] vectorOf(CompletableFuture<float[]> embedding) {
        try {
            return embedding.get(EMBEDDING_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }

    private static String bounded(String field, String text) {
        if (text.length() > QUERY_CHARACTERS_MAX) {
            throw new Problem(Code.TOO_LONG, field, "At most " + QUERY_CHARACTERS_MAX + " characters.");
        }
        return text;
    }
}
