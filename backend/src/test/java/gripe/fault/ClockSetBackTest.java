package gripe.fault;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.Gripe;
import gripe.Position;
import gripe.Workspace;
import gripe.capture.CaptureService;
import gripe.capture.Captured;
import gripe.capture.GripeEdit;
import gripe.capture.NewGripe;
import gripe.embedding.Embedder;
import gripe.index.ChangeFollower;
import gripe.index.Filter;
import gripe.index.GripeIndex;
import gripe.painpoint.Assigning;
import gripe.painpoint.GroupingParameters;
import gripe.search.Calibration;
import gripe.search.Likeness;
import gripe.storage.GripeStore;
import gripe.storage.PainPointStore;
import gripe.storage.StoredGripe;
import io.lettuce.core.RedisURI;
import io.lettuce.core.XAddArgs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that is set back an hour: Gripe's own, and its server's. */
class ClockSetBackTest {
    private static final Workspace WORKSPACE = Workspace.MAIN;
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private RedisProcess server;
    private GripeStore store;
    private GripeIndex index;
    private ChangeFollower follower;
    private CaptureService captures;

    private static final class SettableClock extends Clock {
        private volatile Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = RedisProcess.start(folder.resolve("keydb"));
        store = GripeStore.connect(RedisURI.create(server.uri()));
        index = GripeIndex.open(folder.resolve("index"), "no model");
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Embedder embedder =
                new Embedder(CompletableFuture.failedFuture(new IllegalStateException("not needed")), meters);
        follower = new ChangeFollower(
                store,
                index,
                embedder,
                "no model",
                WORKSPACE,
                clock,
                source -> {
                    throw new AssertionError("nothing is lost here");
                },
                meters);
        follower.start();
        captures = new CaptureService(
                store,
                embedder,
                follower,
                new Likeness(index, Calibration.of("gripe-small")),
                Assigning.of(new PainPointStore(store), index, follower, GroupingParameters.of("gripe-small"), clock),
                clock,
                meters);
    }

    @AfterEach
    void stop() {
        follower.close();
        store.close();
        server.close();
    }

    @Test
    void ids_keepTheirOrder() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clock.now = i == 25 ? clock.now.minus(HOUR) : clock.now.plusMillis(1);
            ids.add(capture("gripe " + i, null).gripe().id());
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        List<String> stored = new ArrayList<>();
        store.forEach(WORKSPACE, gripe -> stored.add(gripe.gripe().id()));
        assertThat(stored).isEqualTo(ids);
    }

    @Test
    void edit_isNotOlderThanWhatItEdits() {
        Gripe made = capture("first words", null).gripe();
        clock.now = NOON.minus(HOUR);
        Gripe edited = captures.edit(WORKSPACE, made.id(), new GripeEdit("other words", null, null, null, null, null));
        assertThat(edited.text()).isEqualTo("other words");
        assertThat(edited.updatedAt()).isEqualTo(made.createdAt());
    }

    @Test
    void repeatedRequest_isKnownThoughTheClockWentBackOverTheEndOfAMonth() {
        clock.now = Instant.parse("2026-12-01T00:30:00Z");
        Captured first = capture("twice", "key");
        clock.now = clock.now.minus(HOUR);
        Captured again = capture("twice", "key");
        assertThat(again.replayed()).isTrue();
        assertThat(again.gripe()).isEqualTo(first.gripe());
    }

    @Test
    void deleted_canBeRestoredForAllItsTime() {
        String id = capture("deleted", null).gripe().id();
        captures.delete(WORKSPACE, id);
        clock.now = NOON.minus(HOUR);
        assertThat(captures.restore(WORKSPACE, id).id()).isEqualTo(id);
        clock.now = NOON;
        captures.delete(WORKSPACE, id);
        clock.now = NOON.plus(GripeStore.UNDO).minus(HOUR);
        assertThat(store.purge(WORKSPACE, clock.now)).isZero();
        assertThat(captures.restore(WORKSPACE, id).id()).isEqualTo(id);
    }

    @Test
    void stream_ofAServerWhoseClockWentBack_goesOnInOrder() {
        capture("before", null);
        Position ahead = new Position(System.currentTimeMillis() + HOUR.toMillis(), 0);
        // As if all up to here had been written with the clock as it was.
        server.ask(redis ->
                redis.xadd("gripe:{main}:changes", new XAddArgs().id(ahead.toString()), Map.of("u", "nothing")));
        Gripe after = capture("after", null).gripe();
        assertThat(store.newest(WORKSPACE)).isGreaterThan(ahead);
        follower.awaitAcknowledged(WORKSPACE, Duration.ofSeconds(10));
        assertThat(index.list(WORKSPACE, Filter.NONE, 10, null).items()).hasSize(2);
        assertThat(store.find(WORKSPACE, after.id()).map(StoredGripe::gripe)).contains(after);
    }

    private Captured capture(String text, @Nullable String key) {
        return captures.capture(
                WORKSPACE, new NewGripe(null, text, null, null, List.of(), null, null, null, null), key);
    }
}
