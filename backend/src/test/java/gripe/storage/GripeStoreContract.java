package gripe.storage;

import static gripe.TestGripes.NOON;
import static gripe.TestGripes.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gripe.Gripe;
import gripe.Position;
import gripe.Problem;
import gripe.TestGripes;
import gripe.Workspace;
import gripe.storage.GripeStore.Created;
import gripe.storage.GripeStore.Creation;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store promises on every server it may run on; each server inherits it. */
public abstract class GripeStoreContract {
    private final Workspace workspace = TestGripes.freshWorkspace();
    private GripeStore store;

    protected abstract RedisURI server();

    @BeforeEach
    void connect() {
        store = GripeStore.connect(server());
    }

    @AfterEach
    void disconnect() {
        store.close();
    }

    @Test
    void create_keepsEveryFieldExactly() {
        StoredGripe gripe = stored("a", " \t\"Straße\" 😡\n待つ ", 0.25, NOON, "ci", "übel");
        Created created = create(gripe, null);
        assertThat(created.position()).isNotNull();
        assertThat(store.find(workspace, "a")).contains(gripe);
    }

    @Test
    void create_again_answersAsTheFirstTimeAndWritesNothing() {
        Position first = create(stored("a", "x"), null).position();
        Created again = create(stored("a", "x"), null);
        assertThat(again.position()).isNull();
        assertThat(again.stored()).isEqualTo(stored("a", "x"));
        assertThat(store.newest(workspace)).isEqualTo(first);
    }

    @Test
    void create_sameIdOtherBody_isRefused() {
        create(stored("a", "x"), null);
        assertProblem(Problem.Code.ID_TAKEN, () -> create(stored("a", "y"), null));
        assertThat(store.find(workspace, "a")).contains(stored("a", "x"));
    }

    @Test
    void create_sameIdempotencyKey_findsTheFirstOne() {
        create(stored("a", "x"), "key");
        Created again = create(stored("b", "x"), "key");
        assertThat(again.stored().gripe().id()).isEqualTo("a");
        assertThat(store.find(workspace, "b")).isEmpty();
        assertProblem(Problem.Code.IDEMPOTENCY_KEY_REUSED, () -> create(stored("c", "y"), "key"));
        assertThat(store.find(workspace, "c")).isEmpty();
    }

    @Test
    void create_idempotencyKeyOutlivesTheEndOfItsMonth() {
        join(begin(workspace, stored("a", "x"), "key", NOON));
        Created again = join(begin(workspace, stored("b", "x"), "key", NOON.plus(Duration.ofDays(30))));
        assertThat(again.stored().gripe().id()).isEqualTo("a");
    }

    @Test
    void create_ofMany_answersEachForItself() {
        create(stored("there", "x"), "used");
        List<CompletableFuture<Created>> answers = store.create(
                workspace,
                List.of(
                        new Creation(stored("new", "x"), null),
                        new Creation(stored("there", "x"), null),
                        new Creation(stored("there", "y"), null),
                        new Creation(stored("other", "x"), "used"),
                        new Creation(stored("another", "y"), "used"),
                        new Creation(stored("twice", "x"), "key"),
                        new Creation(stored("again", "x"), "key")),
                NOON);
        assertThat(join(answers.get(0)).position()).isNotNull();
        assertThat(join(answers.get(1)).position()).isNull();
        assertProblem(Problem.Code.ID_TAKEN, () -> join(answers.get(2)));
        assertThat(join(answers.get(3)).stored().gripe().id()).isEqualTo("there");
        assertProblem(Problem.Code.IDEMPOTENCY_KEY_REUSED, () -> join(answers.get(4)));
        assertThat(join(answers.get(5)).position()).isNotNull();
        assertThat(join(answers.get(6)).stored().gripe().id()).isEqualTo("twice");
        assertThat(changes()).extracting(Change::id).containsExactly("there", "new", "twice");
        assertThat(store.create(workspace, List.of(), NOON)).isEmpty();
    }

    @Test
    void create_byManyAtOnce_makesOneRecord() {
        List<Created> all =
                IntStream.range(0, 50)
                        .mapToObj(i -> begin(workspace, stored("id" + i, "x"), "key", NOON))
                        .toList()
                        .stream()
                        .map(GripeStoreContract::join)
                        .toList();
        assertThat(all).filteredOn(created -> created.position() != null).hasSize(1);
        assertThat(all).extracting(created -> created.stored().gripe().id()).containsOnly("id0");
        assertThat(changes()).hasSize(1);
    }

    @Test
    void replace_writesChangeAndRecordTogether() {
        create(stored("a", "x"), null);
        var replaced = store.replace(workspace, "a", before -> stored("a", "y"));
        assertThat(replaced).isPresent();
        assertThat(store.find(workspace, "a")).contains(stored("a", "y"));
        assertThat(changes()).extracting(Change::created).containsExactly(true, false);
        assertThat(store.newest(workspace)).isEqualTo(replaced.orElseThrow().position());
    }

    @Test
    void replace_concurrently_losesNoChange() {
        create(stored("a", "0"), null);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofVirtual().start(() -> store.replace(workspace, "a", before -> counted(before))))
                .toList();
        threads.forEach(GripeStoreContract::joinThread);
        assertThat(store.find(workspace, "a").orElseThrow().gripe().text()).isEqualTo("4");
    }

    @Test
    void replace_whatIsNotThere_isEmpty() {
        assertThat(store.replace(workspace, "nothing", before -> before)).isEmpty();
    }

    @Test
    void changesAfter_areInOrderAndComplete() {
        for (int i = 0; i < 20; i++) {
            create(stored("id" + i, "x" + i), null);
        }
        List<Change> all = changes();
        assertThat(all).extracting(Change::id).containsExactlyElementsOf(ids(20));
        assertThat(all).extracting(Change::position).isSorted();
        List<Change> rest = store.changesAfter(workspace, all.get(4).position(), 10, Duration.ofMillis(1))
                .orElseThrow();
        assertThat(rest).isEqualTo(all.subList(5, 15));
    }

    @Test
    void changesAfter_aPositionThatTheStreamDoesNotHold_saysSo() {
        create(stored("a", "kept"), null);
        Position newest = store.newest(workspace);
        Position lost = new Position(newest.millis() + 1, 0);
        assertThat(store.changesAfter(workspace, lost, 10, Duration.ofMillis(1)))
                .isEmpty();
        assertThat(store.changesAfter(workspace, newest, 10, Duration.ofMillis(1)))
                .contains(List.of());
    }

    @Test
    void changesAfter_waitsForTheNextOne() {
        Thread later = Thread.ofVirtual().start(() -> create(stored("a", "x"), null));
        List<Change> changes = store.changesAfter(workspace, Position.START, 10, Duration.ofSeconds(10))
                .orElseThrow();
        assertThat(changes).extracting(Change::id).containsExactly("a");
        joinThread(later);
    }

    @Test
    void forEach_givesEachOnceInOrderOfCreationWithoutTheDeleted() {
        for (int i = 0; i < 1_200; i++) {
            join(begin(workspace, stored("id" + i, "x" + i), null, NOON));
        }
        store.replace(workspace, "id3", before -> stored("id3", "edited"));
        store.replace(workspace, "id5", GripeStoreContract::deleted);
        List<String> seen = new ArrayList<>();
        store.forEach(workspace, stored -> seen.add(stored.gripe().id()));
        List<String> expected = new ArrayList<>(ids(1_200));
        expected.remove("id5");
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void vectors_areLoadedBesideTheirGripes() {
        create(stored("a", "x"), null);
        create(stored("b", "y"), null);
        join(store.keepVectors(workspace, Map.of("a", new byte[] {1, 2, -3})));
        var loaded = join(store.load(workspace, List.of("b", "nothing", "a")));
        assertThat(loaded).extracting(GripeStore.Loaded::id).containsExactly("b", "nothing", "a");
        assertThat(loaded.get(0).vector()).isNull();
        assertThat(loaded.get(1).stored()).isNull();
        assertThat(loaded.get(2).vector()).containsExactly(1, 2, -3);
    }

    @Test
    void purge_forgetsWhatWasDeletedLongAgoAndNothingElse() {
        create(stored("old", "x"), "key");
        create(stored("kept", "y"), null);
        create(stored("back", "z"), null);
        join(store.keepVectors(workspace, Map.of("old", new byte[] {1})));
        store.replace(workspace, "old", GripeStoreContract::deleted);
        store.replace(workspace, "back", GripeStoreContract::deleted);
        store.replace(workspace, "back", before -> stored("back", "z"));
        Duration days = GripeStore.UNDO;

        assertThat(store.purge(workspace, NOON.plus(days).minusSeconds(1))).isZero();
        assertThat(store.find(workspace, "old")).isPresent();
        assertThat(store.purge(workspace, NOON.plus(days))).isEqualTo(1);

        assertThat(store.find(workspace, "old")).isEmpty();
        assertThat(join(store.load(workspace, List.of("old"))).get(0).vector()).isNull();
        assertThat(store.find(workspace, "kept")).isPresent();
        assertThat(store.find(workspace, "back")).isPresent();
        assertThat(changes().getLast().id()).isEqualTo("old");
    }

    @Test
    void storeId_staysTheSame() {
        String id = store.storeId(workspace);
        try (GripeStore other = GripeStore.connect(server())) {
            assertThat(other.storeId(workspace)).isEqualTo(id);
        }
        assertThat(store.storeId(TestGripes.freshWorkspace())).isNotEqualTo(id);
    }

    @Test
    void workspaces_doNotSeeEachOther() {
        create(stored("a", "x"), "key");
        Workspace other = TestGripes.freshWorkspace();
        assertThat(store.find(other, "a")).isEmpty();
        assertThat(store.newest(other)).isEqualTo(Position.START);
        assertThat(join(begin(other, stored("a", "y"), "key", NOON)).position()).isNotNull();
    }

    @Test
    void durableKeys_neverExpire() {
        create(stored("a", "x"), "key");
        store.replace(workspace, "a", GripeStoreContract::deleted);
        join(store.keepVectors(workspace, Map.of("a", new byte[] {1})));
        store.storeId(workspace);
        try (var connection = TestClient.SHARED.connect(server())) {
            var keys = connection.sync().keys("gripe:{" + workspace.name() + "}:*");
            assertThat(keys).hasSize(6);
            assertThat(keys)
                    .allSatisfy(key -> assertThat(connection.sync().ttl(key)).isEqualTo(-1));
        }
    }

    private Created create(StoredGripe gripe, @org.jspecify.annotations.Nullable String key) {
        return join(begin(workspace, gripe, key, NOON));
    }

    private CompletableFuture<Created> begin(
            Workspace in, StoredGripe gripe, @org.jspecify.annotations.Nullable String key, Instant now) {
        return store.create(in, List.of(new Creation(gripe, key)), now).get(0);
    }

    private List<Change> changes() {
        return store.changesAfter(workspace, Position.START, 10_000, Duration.ZERO)
                .orElseThrow();
    }

    private static StoredGripe counted(StoredGripe before) {
        Gripe gripe = before.gripe();
        return stored(gripe.id(), Integer.toString(Integer.parseInt(gripe.text()) + 1));
    }

    private static StoredGripe deleted(StoredGripe before) {
        return new StoredGripe(before.gripe(), before.digest(), NOON);
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "id" + i).toList();
    }

    private static <T> T join(java.util.concurrent.CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw StoreFailure.problem(e);
        }
    }

    private static void joinThread(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertProblem(Problem.Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
