package gripe.search;

import gripe.Gripe;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.embedding.Embedder;
import gripe.embeddings.OnnxEmbeddingModel.Urgency;
import gripe.index.ChangeFollower;
import gripe.index.Cut;
import gripe.index.Facets;
import gripe.index.Filter;
import gripe.index.GripeIndex;
import gripe.index.Hit;
import gripe.index.Judge;
import gripe.index.MatchCursor;
import gripe.index.MatchedWords;
import gripe.index.Matches;
import gripe.index.Near;
import gripe.index.Order;
import gripe.index.Page;
import gripe.index.Question;
import gripe.index.Similar;
import gripe.painpoint.Assigning;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
    /** Their ids are kept until all is written: about 20 MB. */
    public static final int EXPORTED_MAX = 200_000;
    /** What is done within the seconds that somebody waits for it. */
    public static final int EDITED_MAX = 5_000;

    private static final int DAYS_MAX = 4_000;
    private static final int QUERY_CHARACTERS_MAX = 2_000;
    /** A short wait is a refresh under way; a long one means that the index cannot follow. */
    private static final Duration VISIBLE_MAX = Duration.ofSeconds(5);

    private static final long EMBEDDING_SECONDS_MAX = 5;
    /** While somebody types, a few are enough to see what there is. */
    private static final int WEAK_MAX = 5;

    private final GripeIndex index;
    private final ChangeFollower follower;
    private final Embedder embedder;
    private final Likeness likeness;
    private final Assigning assigning;
    private final Clock clock;
    private final Timer timer;

    public SearchService(
            GripeIndex index,
            ChangeFollower follower,
            Embedder embedder,
            Likeness likeness,
            Assigning assigning,
            Clock clock,
            MeterRegistry meters) {
        this.index = index;
        this.follower = follower;
        this.embedder = embedder;
        this.likeness = likeness;
        this.assigning = assigning;
        this.clock = clock;
        timer = Timer.builder("gripe.search")
                .description("One search, embedding of its query included")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    /** A page of what matches; what the fields and the query's terms exclude is not looked at. */
    public SearchAnswer search(Workspace workspace, SearchRequest request) {
        long start = System.nanoTime();
        Asked asked = asked(request);
        if (asked.isNothing()) {
            return new SearchAnswer(List.of(), List.of(), 0, 0, Facets.NONE, asked.understood(), null, null);
        }
        // The query is embedded while the index catches up with what was acknowledged.
        CompletableFuture<float[]> embedding = embedding(asked);
        Instant staleSince = follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        Matches matches = index.find(workspace, asked.question(), () -> vectorOf(embedding), judge(asked));
        MatchCursor next = matches.next();
        SearchAnswer answer = new SearchAnswer(
                found(matches.items(), matches.words()),
                found(matches.weak(), matches.words()),
                matches.total(),
                matches.minutes(),
                matches.facets(),
                asked.understood(),
                next == null ? null : Cursors.write(next),
                staleSince);
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        return answer;
    }

    /**
     * Ids of everything that matches, in its order.
     *
     * @throws Problem TOO_MANY when more than max do, MISSING when nothing is asked for
     */
    public List<String> ids(Workspace workspace, SearchRequest request, int max) {
        Asked asked = asked(request);
        if (asked.isNothing()) {
            throw new Problem(Code.MISSING, "q", "Say which gripes, in words or by a filter.");
        }
        CompletableFuture<float[]> embedding = embedding(asked);
        Instant unused = follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        return index.ids(workspace, asked.question(), () -> vectorOf(embedding), judge(asked), max);
    }

    /** Every day of the zone that something happened on, the newest first. */
    public Days days(Workspace workspace, @Nullable Instant from, @Nullable Instant to, ZoneId zone) {
        Instant staleSince = follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        return new Days(index.days(workspace, Filter.between(from, to), zone, DAYS_MAX), staleSince);
    }

    private record Asked(Query query, Question question, Understood understood) {
        boolean isNothing() {
            return question.text().isBlank() && question.filter().equals(Filter.NONE);
        }
    }

    private Asked asked(SearchRequest request) {
        MatchCursor after = Cursors.readMatch(request.cursor());
        Query query = QueryParser.parse(bounded("q", request.q()));
        ZonedDateTime now = clock.instant().atZone(request.zone());
        Filter filter = request.narrowed(QueryFilter.of(query, now));
        return new Asked(
                query,
                new Question(query.text(), filter, request.order(), request.limit(), after, request.zone()),
                Understood.of(request.q(), query, now));
    }

    private CompletableFuture<float[]> embedding(Asked asked) {
        String text = asked.question().text();
        return !text.isBlank() && embedder.ready()
                ? embedder.embedQuery(text)
                : CompletableFuture.failedFuture(new IllegalStateException("no model yet, or nothing to embed"));
    }

    /** Who gives a phrase and no words wants everything that has it; who gives a ticket's number wants that ticket. */
    private Judge judge(Asked asked) {
        if (!asked.query().hasWords()) {
            return best -> Cut.NONE;
        }
        if (asked.query().hasOnlyNames()) {
            return best -> best.stream().anyMatch(Cut.WORDS::admits) ? Cut.WORDS : null;
        }
        return likeness.calibration()::cut;
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
                weak(workspace, vector, items, Math.min(WEAK_MAX, limit - items.size())),
                similar.count() == 0 ? null : Likeness.toSoFar(similar),
                assigning.like(workspace, vector),
                staleSince);
    }

    /** What comes nearest to the vector without being the same trouble. */
    private List<Found> weak(Workspace workspace, float[] vector, List<Found> same, int max) {
        if (max <= 0) {
            return List.of();
        }
        List<Near> near = likeness.below(workspace, vector, same.size(), max);
        Map<String, Gripe> gripes = new HashMap<>();
        index.find(workspace, near.stream().map(Near::id).toList()).forEach(gripe -> gripes.put(gripe.id(), gripe));
        same.forEach(found -> gripes.remove(found.gripe().id()));
        List<Found> weak = new ArrayList<>();
        for (Near one : near) {
            Gripe gripe = gripes.get(one.id());
            if (gripe != null) {
                weak.add(new Found(gripe, one.cosine(), List.of()));
            }
        }
        return weak;
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
        String plainTag = SearchRequest.withoutSign(tag, "#");
        List<Filter.Condition> conditions =
                plainTag == null ? List.of() : List.of(new Filter.AnyOf(Filter.Field.TAG, List.of(plainTag)));
        Page page = index.list(workspace, new Filter(from, to, conditions), limit, Cursors.read(cursor));
        var next = page.next();
        return new GripePage(page.items(), next == null ? null : Cursors.write(next), staleSince);
    }

    /** @param sort {@code relevance} (also when null), {@code time} (also called {@code recent}) or {@code cost} */
    public static Order order(@Nullable String sort) {
        if (sort == null) {
            return Order.RELEVANCE;
        }
        return switch (sort) {
            case "relevance" -> Order.RELEVANCE;
            case "time", "recent" -> Order.TIME;
            case "cost" -> Order.COST;
            default -> throw new Problem(Code.INVALID, "sort", "Sort is 'relevance', 'time' or 'cost'.");
        };
    }

    private static List<Found> found(List<Hit> hits, MatchedWords words) {
        return hits.stream()
                .map(hit -> new Found(
                        hit.gripe(), hit.similarity(), words.in(hit.gripe().text())))
                .toList();
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

    static String bounded(String field, String text) {
        if (text.length() > QUERY_CHARACTERS_MAX) {
            throw new Problem(Code.TOO_LONG, field, "At most " + QUERY_CHARACTERS_MAX + " characters.");
        }
        return text;
    }
}
