package gripe.index;

import static gripe.TestGripes.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import gripe.Gripe;
import gripe.Position;
import gripe.Workspace;
import gripe.embeddings.CompactVector;
import gripe.index.Filter.AnyOf;
import gripe.index.Filter.Condition;
import gripe.index.Filter.Field;
import gripe.index.Filter.Has;
import gripe.index.Filter.Minutes;
import gripe.index.Filter.Not;
import gripe.index.Filter.Phrase;
import gripe.index.Filter.Words;
import gripe.storage.StoredGripe;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What matches, with real Lucene files and small vectors made by hand. */
class MatchingTest {
    private static final Workspace WORKSPACE = Workspace.MAIN;
    private static final Judge NEAR = best -> new Cut(0.5, 0.2);
    private static final int DIMENSIONS = 16;

    @TempDir
    private Path directory;

    private GripeIndex index;
    private long position;

    @BeforeEach
    void open() {
        index = GripeIndex.open(directory.resolve("index"), "model/1");
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void find_conditions_letThroughWhatTheyName() {
        add("a", "waiting for agent in the queue", 5.0, NOON, "Office", "web", "ci", "Slow");
        add("b", "agent waiting for the login_test.py", 20.0, NOON.plusSeconds(60), "home", "shell", "ci");
        add("c", "Der Drucker im Büro ist kaputt", null, NOON.plusSeconds(120), null, null);
        assertThat(passes(new AnyOf(Field.TAG, List.of("CI")))).containsExactly("b", "a");
        assertThat(passes(new AnyOf(Field.TAG, List.of("ci")), new AnyOf(Field.TAG, List.of("slow"))))
                .containsExactly("a");
        assertThat(passes(new Not(new AnyOf(Field.TAG, List.of("slow"))))).containsExactly("c", "b");
        assertThat(passes(new AnyOf(Field.PLACE, List.of("office", "HOME")))).containsExactly("b", "a");
        assertThat(passes(new AnyOf(Field.SOURCE, List.of("web")))).containsExactly("a");
        assertThat(passes(new Minutes(5, 19.9))).containsExactly("a");
        assertThat(passes(new Minutes(Math.nextUp(5.0), 20))).containsExactly("b");
        assertThat(passes(new Has(Field.MINUTES))).containsExactly("b", "a");
        assertThat(passes(new Not(new Has(Field.PLACE)))).containsExactly("c");
        assertThat(passes(new Has(Field.PAIN_POINT))).isEmpty();
        Update grouped = update("d", "of a pain point", 1.0, NOON.minusSeconds(60), null, null, null);
        apply(List.of(new Update(WORKSPACE, "d", grouped.state(), null, "P1")));
        assertThat(passes(new Has(Field.PAIN_POINT))).containsExactly("d");
        assertThat(passes(new Not(new Has(Field.PAIN_POINT)))).containsExactly("c", "b", "a");
        apply(List.of(new Update(WORKSPACE, "d", null, null)));
        assertThat(passes(new Phrase("Waiting for agent"))).containsExactly("a");
        assertThat(passes(new Phrase("waiting for agents"))).isEmpty();
        assertThat(passes(new Phrase("buro ist"))).containsExactly("c");
        assertThat(passes(new Not(new Phrase("waiting for agent")))).containsExactly("c", "b");
        assertThat(passes(new Not(new Words("login_test.py")))).containsExactly("c", "a");
        assertThat(passes(new Not(new Words("agents")))).containsExactly("c");
        assertThat(passes(new Not(new Words("!")))).containsExactly("c", "b", "a");
    }

    @Test
    void find_filter_leavesTheTrueNearest() {
        Random random = new Random(1);
        List<float[]> vectors = new ArrayList<>();
        List<Update> updates = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            vectors.add(unit(random));
            updates.add(
                    update("id" + i, "text", 1.0, NOON, null, null, vectors.get(i), i % 100 == 7 ? "rare" : "usual"));
        }
        apply(updates);
        float[] query = unit(random);
        List<String> expected = IntStream.range(0, 3_000)
                .filter(i -> i % 100 == 7)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -dot(vectors.get(i), query)))
                .limit(10)
                .map(i -> "id" + i)
                .toList();
        Filter filter = Filter.of(new AnyOf(Field.TAG, List.of("rare")));
        Matches matches = index.find(
                WORKSPACE, question("x", filter, Order.RELEVANCE, 10, null), () -> query, best -> new Cut(-2, 0));
        assertThat(ids(matches)).isEqualTo(expected);
        assertThat(matches.total()).isEqualTo(30);
        assertThat(matches.facets().tags()).containsExactly(new Facet("rare", 30, 30));
    }

    @Test
    void find_totalAndMinutes_areOfEverythingThatMatches() {
        Random random = new Random(2);
        List<float[]> vectors = new ArrayList<>();
        List<Update> updates = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            vectors.add(unit(random));
            updates.add(update("id" + i, i % 50 == 0 ? "flaky" : "other", 2.0, NOON, null, null, vectors.get(i)));
        }
        apply(updates);
        float[] query = unit(random);
        long expected = IntStream.range(0, 2_000)
                .filter(i -> dot(vectors.get(i), query) >= (i % 50 == 0 ? 0.05 : 0.2))
                .count();
        Matches matches = index.find(
                WORKSPACE,
                question("flaky ", Filter.NONE, Order.RELEVANCE, 5, null),
                () -> query,
                best -> new Cut(0.2, 0.05));
        assertThat(expected).isGreaterThan(300);
        assertThat(matches.total()).isEqualTo(expected);
        assertThat(matches.minutes()).isEqualTo(2.0 * expected);
        assertThat(matches.items()).hasSize(5);
    }

    @Test
    void find_pages_holdEachMatchOnceWhileOthersArriveAndOneIsDeleted() {
        for (Order order : Order.values()) {
            List<Update> updates = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                updates.add(update(
                        order + "-" + i,
                        "vpn dropped " + order,
                        (double) (i % 3),
                        NOON.plusSeconds(i / 6),
                        null,
                        null,
                        null));
            }
            apply(updates);
            List<String> seen = new ArrayList<>();
            MatchCursor cursor = null;
            int page = 0;
            do {
                Matches matches = index.find(
                        WORKSPACE, question("vpn " + order + " ", Filter.NONE, order, 7, cursor), () -> null, NEAR);
                seen.addAll(ids(matches));
                cursor = matches.next();
                add("late-" + order + page, "vpn dropped again", 1.0, NOON.minusSeconds(5), null, null);
                if (page++ == 0) {
                    apply(List.of(new Update(WORKSPACE, seen.get(seen.size() - 1), null, null)));
                }
            } while (cursor != null);
            assertThat(seen).doesNotHaveDuplicates().hasSize(30);
        }
    }

    @Test
    void find_withoutWords_listsByTimeOrCost() {
        add("a", "one", 5.0, NOON, null, null, "ci");
        add("b", "two", null, NOON.plusSeconds(5), null, null, "ci");
        add("c", "three", 50.0, NOON.minusSeconds(5), null, null, "ci");
        Filter filter = Filter.of(new AnyOf(Field.TAG, List.of("ci")));
        for (Order order : Order.values()) {
            List<String> seen = new ArrayList<>();
            MatchCursor cursor = null;
            do {
                Matches matches =
                        index.find(WORKSPACE, question("", filter, order, 1, cursor), () -> null, best -> null);
                assertThat(matches.total()).isEqualTo(3);
                assertThat(matches.minutes()).isEqualTo(55);
                seen.addAll(ids(matches));
                cursor = matches.next();
            } while (cursor != null);
            assertThat(seen).isEqualTo(order == Order.COST ? List.of("c", "a", "b") : List.of("b", "a", "c"));
        }
    }

    @Test
    void find_nothingGood_isWeak() {
        add("a", "vpn dropped", 5.0, NOON, null, null);
        Matches matches =
                index.find(WORKSPACE, question("vpn", Filter.NONE, Order.RELEVANCE, 5, null), () -> null, best -> null);
        assertThat(matches.items()).isEmpty();
        assertThat(matches.weak()).extracting(hit -> hit.gripe().id()).containsExactly("a");
        assertThat(matches.total()).isZero();
        assertThat(matches.facets()).isEqualTo(Facets.NONE);
    }

    @Test
    void find_facets_countPlacesWithoutTheirCaseAndWeeksInTheZone() {
        // Sunday 23:30 in London is Monday in Berlin.
        Instant sunday = Instant.parse("2026-11-22T23:30:00Z");
        add("a", "one", 5.0, sunday, "Office", "web", "ci", "it");
        add("b", "two", 10.0, sunday, "office", "web", "ci");
        Matches matches = index.find(
                WORKSPACE,
                new Question("", Filter.of(new Has(Field.MINUTES)), Order.TIME, 10, null, ZoneId.of("Europe/Berlin")),
                () -> null,
                NEAR);
        assertThat(matches.facets().tags()).containsExactly(new Facet("ci", 2, 15), new Facet("it", 1, 5));
        assertThat(matches.facets().places()).singleElement().satisfies(place -> {
            assertThat(place.value()).isEqualToIgnoringCase("office");
            assertThat(place.count()).isEqualTo(2);
        });
        assertThat(matches.facets().sources()).containsExactly(new Facet("web", 2, 15));
        assertThat(matches.facets().weeks()).containsExactly(new Facet("2026-11-23", 2, 15));
    }

    private List<String> passes(Condition... conditions) {
        return ids(index.find(WORKSPACE, question("", Filter.of(conditions), Order.TIME, 100, null), () -> null, NEAR));
    }

    private static List<String> ids(Matches matches) {
        return matches.items().stream().map(hit -> hit.gripe().id()).toList();
    }

    private static Question question(String text, Filter filter, Order order, int limit, @Nullable MatchCursor after) {
        return new Question(text, filter, order, limit, after, ZoneOffset.UTC);
    }

    private void add(
            String id,
            String text,
            @Nullable Double minutes,
            Instant at,
            @Nullable String place,
            @Nullable String source,
            String... tags) {
        apply(List.of(update(id, text, minutes, at, place, source, null, tags)));
    }

    private static Update update(
            String id,
            String text,
            @Nullable Double minutes,
            Instant at,
            @Nullable String place,
            @Nullable String source,
            float @Nullable [] vector,
            String... tags) {
        Gripe gripe =
                new Gripe(id, text, minutes, at.atOffset(ZoneOffset.UTC), List.of(tags), place, source, NOON, NOON);
        return new Update(WORKSPACE, id, new StoredGripe(gripe, "digest-" + id, null), vector);
    }

    private void apply(List<Update> updates) {
        Position next = new Position(++position, 0);
        index.apply(updates, next);
        assertThat(index.awaitVisible(WORKSPACE, next, Duration.ofSeconds(10))).isTrue();
    }

    /** As the store gives it back. */
    private static float[] unit(Random random) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return CompactVector.decode(CompactVector.encode(VectorUtil.l2normalize(vector)));
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
