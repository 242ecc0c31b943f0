package gripe.index;

import static gripe.TestGripes.NOON;
import static gripe.TestGripes.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gripe.Gripe;
import gripe.Position;
import gripe.Problem;
import gripe.Workspace;
import gripe.embeddings.CompactVector;
import gripe.storage.StoredGripe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.VectorUtil;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With real Lucene files and small vectors made by hand. */
class GripeIndexTest {
    private static final Workspace WORKSPACE = Workspace.MAIN;
    private static final String MODEL = "model/1";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private GripeIndex index;
    private long position;

    @BeforeEach
    void open() {
        index = GripeIndex.open(directory.resolve("index"), MODEL);
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void apply_replacesAndRemoves() {
        add("a", "first words", null);
        add("a", "second words", null);
        assertThat(found("second")).containsExactly("a");
        assertThat(index.count(WORKSPACE)).isEqualTo(1);
        apply(new Update(WORKSPACE, "a", null, null));
        assertThat(found("second")).isEmpty();
        StoredGripe gone = stored("b", "deleted words");
        apply(new Update(WORKSPACE, "b", new StoredGripe(gone.gripe(), gone.digest(), NOON), null));
        assertThat(index.count(WORKSPACE)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "runners,waiting for runners again",
        "runner,waiting for runners again",
        "runers,waiting for runners again",
        "wait,waiting for runners again",
        "econnreset,socket closed: ECONNRESET while reading",
        "JIRA-1234,blocked by JIRA-1234 again",
        "1234,blocked by JIRA-1234 again",
        "login_test,login_test.py failed twice",
        "login_test.py,login_test.py failed twice",
        "login,login_test.py failed twice",
        "0x80070005,update failed (0x80070005)",
        "strasse,Baustelle in der Straße",
        "buro,Drucker im Büro kaputt",
        "Büro,Drucker im Büro kaputt",
        "会議室,会議室が予約できない",
        "会,会議室が予約できない",
        "会議室JIRA-1234,JIRA-1234の会議室が予約できない",
        "회의실,회의실 예약이 안 돼요"
    })
    void search_findsByWordsHoweverTheyAreWritten(String query, String text) {
        add("other", "the coffee machine is broken", null);
        add("a", text, null);
        assertThat(found(query)).startsWith("a");
        Hit hit = search(query, null).hits().getFirst();
        assertThat(hit.coverage()).isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void search_anErrorCodeIsNotItsNeighbour() {
        add("a", "error 501 from the proxy", null);
        add("b", "error 500 from the proxy", null);
        assertThat(found("error 500")).startsWith("b");
        assertThat(found("500")).containsExactly("b");
    }

    @Test
    void search_pairsOfCharactersAreAlternatives() {
        add("other", "the coffee machine is broken", null);
        add("a", "会議室が予約できない", null);
        assertThat(found("会議室の予約")).containsExactly("a");
    }

    @Test
    void search_accentsOfTheirOwnAreAccentsToo() {
        add("a", "Bu\u0308ro zu laut", null);
        assertThat(found("Büro")).containsExactly("a");
        assertThat(found("buro")).containsExactly("a");
    }

    @Test
    void search_wordsCountForWhatMeaningFound_thoughManyHaveMoreOfThem() {
        for (int i = 0; i < 20; i++) {
            add("many" + i, "slow build", vector(0, 1));
        }
        add("plain", "nothing else", vector(1, 0));
        add("longer", "the slow one among all of these many other things", vector(1, 0));
        assertThat(search("slow build", vector(1, 0)).hits())
                .extracting(hit -> hit.gripe().id())
                .startsWith("longer", "plain");
    }

    @Test
    void search_tagsAndPlacesAreWordsToo() {
        apply(new Update(WORKSPACE, "a", stored("a", "slow", 1.0, NOON, "procurement"), null));
        assertThat(found("procurement")).containsExactly("a");
    }

    @Test
    void search_byMeaning_ranksByCosineAndWordsBreakTies() {
        add("far", "x", vector(0, 1));
        add("near", "y", vector(1, 0.2f));
        add("nearToo", "identifier", vector(1, 0.2f));
        SearchHits hits = search("identifier", vector(1, 0));
        assertThat(hits.hits()).extracting(hit -> hit.gripe().id()).containsExactly("nearToo", "near", "far");
        assertThat(hits.hits().getFirst().similarity()).isCloseTo(1 / Math.sqrt(1.04), Offset.offset(1e-4));
    }

    @Test
    void search_withoutVectors_stillFindsWords() {
        add("a", "flaky login test", null);
        Hit hit = search("flaky", vector(1, 0)).hits().getFirst();
        assertThat(hit.similarity()).isNull();
        assertThat(hit.coverage()).isEqualTo(1);
    }

    @Test
    void search_filtersBeforeRanking() {
        Random random = new Random(1);
        List<Update> updates = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            String id = "id" + i;
            String tag = i % 200 == 0 ? "escalated" : "usual";
            updates.add(new Update(
                    WORKSPACE,
                    id,
                    stored(id, "text " + i, 1.0, NOON.minusSeconds(i), tag),
                    vector(random.nextFloat(), random.nextFloat(), random.nextFloat())));
        }
        apply(updates.toArray(Update[]::new));
        Filter filter = Filter.of(new Filter.AnyOf(Filter.Field.TAG, List.of("escalated")));
        List<Hit> hits =
                index.search(WORKSPACE, "", () -> vector(1, 1, 1), filter, 50).hits();
        assertThat(hits)
                .hasSize(10)
                .allSatisfy(hit -> assertThat(hit.gripe().tags()).containsExactly("escalated"));
        Filter time = Filter.between(NOON.minusSeconds(10), NOON.minusSeconds(5));
        assertThat(index.search(WORKSPACE, "", () -> vector(1, 1, 1), time, 50).hits())
                .extracting(hit -> hit.gripe().id())
                .containsExactlyInAnyOrder("id6", "id7", "id8", "id9", "id10");
    }

    @Test
    void similar_countsEveryNearOneExactly() {
        Random random = new Random(2);
        List<Update> updates = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            String id = "id" + i;
            float[] vector = asKept(vector(1, random.nextFloat(), random.nextFloat()));
            vectors.add(vector);
            updates.add(
                    new Update(WORKSPACE, id, stored(id, "t", (double) (i % 7), NOON.minusSeconds(1_500 - i)), vector));
        }
        apply(updates.toArray(Update[]::new));
        float[] query = asKept(vector(1, 0.3f, 0.3f));
        apply(new Update(WORKSPACE, "id7", null, null));
        apply(new Update(WORKSPACE, "id8", withoutMinutes("id8"), query));
        apply(
                new Update(WORKSPACE, "id9", stored("id9", "t", 60.0, NOON.plusSeconds(9)), vector(0, 0, 1)),
                new Update(new Workspace("other"), "id0", stored("id0", "t"), vector(1, 0.3f, 0.3f)));
        double threshold = 0.97;
        long count = 1;
        double minutes = 0;
        for (int i = 0; i < vectors.size(); i++) {
            if (i != 3 && i != 7 && i != 8 && i != 9 && VectorUtil.dotProduct(vectors.get(i), query) >= threshold) {
                count++;
                minutes += i % 7;
            }
        }
        Similar similar = index.similar(WORKSPACE, query, threshold, 5, "id3");
        assertThat(similar.count()).isEqualTo(count);
        assertThat(similar.minutes()).isEqualTo(minutes);
        assertThat(similar.lastAt())
                .isNotNull()
                .satisfies(at -> assertThat(at.toInstant()).isEqualTo(NOON));
        assertThat(similar.nearest()).hasSize(5).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        assertThat(similar.nearest().getFirst().gripe().id()).isEqualTo("id8");
        assertThat(index.similar(WORKSPACE, query, threshold, 0, "id3").count()).isEqualTo(count);
    }

    @Test
    void similar_ofManyAlike_namesTheNewest() {
        for (int i = 0; i < 20; i++) {
            apply(new Update(WORKSPACE, "id" + i, stored("id" + i, "t", 1.0, NOON.plusSeconds(i)), vector(1, 0)));
        }
        assertThat(index.similar(WORKSPACE, vector(1, 0), 0.9, 2, null).nearest())
                .extracting(hit -> hit.gripe().id())
                .containsExactly("id19", "id18");
    }

    @Test
    void similar_behindManyDeletedOnes_isCounted() {
        List<Update> updates = new ArrayList<>();
        List<Update> deletions = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            updates.add(new Update(WORKSPACE, "id" + i, stored("id" + i, "t"), vector(1, 0)));
            if (i < 700) {
                deletions.add(new Update(WORKSPACE, "id" + i, null, null));
            }
        }
        apply(updates.toArray(Update[]::new));
        apply(deletions.toArray(Update[]::new));
        assertThat(index.similar(WORKSPACE, vector(1, 0), 0.9, 5, null).count()).isEqualTo(300);
    }

    @Test
    void nearest_behindManyDeletedOnes_isFound() {
        List<Update> updates = new ArrayList<>();
        List<Update> deletions = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            updates.add(new Update(WORKSPACE, "gone" + i, stored("gone" + i, "t"), vector(1, 0)));
            deletions.add(new Update(WORKSPACE, "gone" + i, null, null));
        }
        // Among enough others, so that nothing is merged away.
        for (int i = 0; i < 8_000; i++) {
            updates.add(new Update(WORKSPACE, "far" + i, stored("far" + i, "t"), vector(-1, 0)));
        }
        updates.add(new Update(WORKSPACE, "left", stored("left", "t"), vector(1, 0.5f)));
        apply(updates.toArray(Update[]::new));
        apply(deletions.toArray(Update[]::new));
        assertThat(index.nearest(WORKSPACE, vector(1, 0), 1, null))
                .singleElement()
                .extracting(Near::id)
                .isEqualTo("left");
    }

    @Test
    void nearest_ofMany_areFound() {
        Random random = new Random(5);
        List<Update> updates = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < 9_000; i++) {
            vectors.add(asKept(random(random)));
            updates.add(new Update(WORKSPACE, "v" + i, stored("v" + i, "text"), vectors.get(i)));
        }
        apply(updates.toArray(Update[]::new));
        int found = 0;
        for (int probe = 0; probe < 20; probe++) {
            float[] vector = random(random);
            double tenth = vectors.stream()
                    .mapToDouble(other -> -VectorUtil.dotProduct(vector, other))
                    .sorted()
                    .skip(9)
                    .findFirst()
                    .orElseThrow();
            found += (int) index.nearest(WORKSPACE, vector, 10, null).stream()
                    .filter(near -> near.cosine() >= -tenth - 1e-5)
                    .count();
        }
        assertThat(found).isBetween(194, 200);
    }

    @Test
    void nearest_afterSimilar_seesWhatCameBetween() {
        float[] vector = vector(1, 0);
        add("a", "x", vector(1, 0.1f));
        assertThat(index.similar(WORKSPACE, vector, 0.9, 5, null).count()).isEqualTo(1);
        assertThat(index.nearest(WORKSPACE, vector, 5, null)).hasSize(1);
        add("b", "x", vector(1, 0.1f));
        assertThat(index.nearest(WORKSPACE, vector, 5, null)).hasSize(2);
        assertThat(index.nearest(new Workspace("other"), vector, 5, null)).isEmpty();
    }

    @Test
    void similar_inAnEmptyIndex_isNothing() {
        Similar similar = index.similar(WORKSPACE, vector(1, 0), 0.5, 5, null);
        assertThat(similar.count()).isZero();
        assertThat(similar.lastAt()).isNull();
    }

    @Test
    void list_pagesNewestFirstAcrossTiesWhileOthersArrive() {
        for (int i = 0; i < 25; i++) {
            addAt("id%02d".formatted(i), NOON.minusSeconds(i / 5));
        }
        List<String> seen = new ArrayList<>();
        Cursor cursor = null;
        int pages = 0;
        do {
            Page page = index.list(WORKSPACE, Filter.NONE, 4, cursor);
            page.items().forEach(gripe -> seen.add(gripe.id()));
            cursor = page.next();
            addAt("new" + pages++, NOON.plusSeconds(100));
        } while (cursor != null);
        List<String> expected = new ArrayList<>();
        for (int group = 0; group < 5; group++) {
            for (int i = 4; i >= 0; i--) {
                expected.add("id%02d".formatted(group * 5 + i));
            }
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void workspaces_doNotSeeEachOther() {
        add("a", "secret words", vector(1, 0));
        Workspace other = new Workspace("other");
        assertThat(index.search(other, "secret", () -> vector(1, 0), Filter.NONE, 10)
                        .hits())
                .isEmpty();
        assertThat(index.list(other, Filter.NONE, 10, null).items()).isEmpty();
        assertThat(index.similar(other, vector(1, 0), 0.1, 10, null).count()).isZero();
        assertThat(index.count(other)).isZero();
    }

    @Test
    void awaitVisible_showsWhatWasApplied_andGivesUpOnWhatWasNot() {
        for (int i = 1; i <= 50; i++) {
            index.apply(
                    List.of(new Update(WORKSPACE, "id" + i, stored("id" + i, "word" + i), null)), new Position(i, 0));
            index.awaitVisible(WORKSPACE, new Position(i, 0), PATIENCE);
            assertThat(index.count(WORKSPACE)).isEqualTo(i);
        }
        assertThat(index.awaitVisible(WORKSPACE, new Position(99, 0), Duration.ofMillis(20)))
                .isFalse();
    }

    @Test
    void afterAKill_theIndexContinuesAtItsLastCommit() throws IOException {
        index.setStoreId("store");
        add("a", "committed", vector(1, 0));
        index.commit();
        Position committed = index.applied(WORKSPACE);
        add("b", "lost", vector(1, 0));
        try (GripeIndex after = GripeIndex.open(copyOf(directory.resolve("index")), MODEL)) {
            assertThat(after.applied(WORKSPACE)).isEqualTo(committed);
            assertThat(after.storeId()).isEqualTo("store");
            assertThat(after.count(WORKSPACE)).isEqualTo(1);
            assertThat(after.countWithoutVector(WORKSPACE)).isZero();
        }
    }

    @Test
    void open_whatCannotBeRead_startsAnew() throws IOException {
        add("a", "x", null);
        index.close();
        try (Stream<Path> files = Files.list(directory.resolve("index"))) {
            for (Path file : files.toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        index = GripeIndex.open(directory.resolve("index"), MODEL);
        assertThat(index.applied(WORKSPACE)).isEqualTo(Position.START);
        assertThat(index.count(WORKSPACE)).isZero();
    }

    @Test
    void open_whatAnotherHasOpen_isRefusedAndLeftAlone() {
        add("a", "x", null);
        index.commit();
        assertThatThrownBy(() -> GripeIndex.open(directory.resolve("index"), MODEL))
                .isInstanceOf(Problem.class);
        add("b", "y", null);
        index.commit();
        index.close();
        open();
        assertThat(index.count(WORKSPACE)).isEqualTo(2);
    }

    @Test
    void open_ofAnotherFormat_startsAnew() throws IOException {
        Path old = directory.resolve("old");
        try (var files = FSDirectory.open(old);
                var writer = new IndexWriter(files, new IndexWriterConfig())) {
            writer.addDocument(new Document());
        }
        try (GripeIndex anew = GripeIndex.open(old, MODEL)) {
            assertThat(anew.segments()).isZero();
        }
    }

    @Test
    void reopen_continuesAtTheLastCommit() {
        add("a", "x", null);
        index.commit();
        Position committed = index.applied(WORKSPACE);
        add("b", "y", null);
        index.reopen();
        assertThat(index.healthy()).isTrue();
        assertThat(index.applied(WORKSPACE)).isEqualTo(committed);
        assertThat(index.count(WORKSPACE)).isEqualTo(1);
    }

    @Test
    void reopen_whenAFileTurnedOutBroken_startsAnew() {
        add("a", "x", null);
        index.commit();
        assertThatThrownBy(() -> index.searching(searcher -> {
                    throw new CorruptIndexException("as if a block of the disk had failed", "here");
                }))
                .isInstanceOf(Problem.class);
        assertThat(index.healthy()).isFalse();
        index.reopen();
        assertThat(index.healthy()).isTrue();
        assertThat(index.applied(WORKSPACE)).isEqualTo(Position.START);
        add("b", "y", null);
        assertThat(index.count(WORKSPACE)).isEqualTo(1);
    }

    @Test
    void open_withAnotherModel_knowsWhatToEmbedAnew() {
        add("a", "flaky test", vector(1, 0));
        add("b", "never embedded", null);
        assertThat(index.idsWithoutVector(WORKSPACE, 10)).containsExactly("b");
        index.close();
        index = GripeIndex.open(directory.resolve("index"), "model/2");
        assertThat(index.countWithoutVector(WORKSPACE)).isEqualTo(2);
        assertThat(index.idsWithoutVector(WORKSPACE, 10)).containsExactlyInAnyOrder("a", "b");
        assertThat(found("flaky")).containsExactly("a");
        add("a", "flaky test", vector(0, 1, 0, 0));
        assertThat(index.countWithoutVector(WORKSPACE)).isEqualTo(1);
    }

    @Test
    void clear_goesBackToTheStart() {
        add("a", "x", vector(1, 0));
        index.clear();
        assertThat(index.applied(WORKSPACE)).isEqualTo(Position.START);
        assertThat(index.visible(WORKSPACE)).isEqualTo(Position.START);
        add("b", "y", null);
        assertThat(index.count(WORKSPACE)).isEqualTo(1);
    }

    @Test
    void similar_countsAsComparingEachWithEachWould() {
        Random random = new Random(7);
        List<float[]> vectors = new ArrayList<>();
        List<Update> updates = new ArrayList<>();
        List<float[]> causes = Stream.generate(() -> random(random)).limit(20).toList();
        for (int i = 0; i < 2_000; i++) {
            float[] cause = causes.get(random.nextInt(causes.size()));
            float[] noise = random(random);
            float[] vector = new float[cause.length];
            double share = random.nextDouble();
            for (int j = 0; j < vector.length; j++) {
                vector[j] = (float) (cause[j] * share + noise[j] * (1 - share));
            }
            vectors.add(asKept(normalised(vector)));
            updates.add(new Update(WORKSPACE, "v" + i, stored("v" + i, "text"), vectors.get(i)));
        }
        apply(updates.toArray(Update[]::new));
        assertThat(index.warm()).isPositive();
        for (double threshold : new double[] {0.3, 0.6, 0.8, 0.95}) {
            for (float[] vector : vectors.subList(0, 50)) {
                assertThat(index.similar(WORKSPACE, vector, threshold, 5, null).count())
                        .isEqualTo(vectors.stream()
                                .filter(other -> VectorUtil.dotProduct(vector, other) >= threshold)
                                .count());
            }
        }
    }

    private static float[] random(Random random) {
        float[] vector = new float[384];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return normalised(vector);
    }

    private static float[] normalised(float[] vector) {
        return VectorUtil.l2normalize(vector.clone());
    }

    @Test
    void matchedWords_namesThePiecesAsWritten() {
        assertThat(matched("runers Büro fla", "Runners im Buro, flaky")).containsExactly("Runners", "Buro", "flaky");
    }

    @Test
    void matchedWords_namesPartsOfIdentifiersAndWholeRunsOfPairs() {
        assertThat(matched("test ", "login_test.py failed")).containsExactly("test");
        assertThat(matched("login_test.py", "Login_Test.py failed")).containsExactly("Login_Test.py");
        assertThat(matched("会議室", "会議室が予約できない")).containsExactly("会議室");
    }

    @Test
    void search_putsTheWholeWordBeforeItsCompletions() {
        for (int i = 10; i < 20; i++) {
            add("longer" + i, "ERR-" + i, vector(1, 0.3f));
        }
        add("whole", "ERR-1", vector(1, 0.5f));
        assertThat(search("ERR-1", vector(1, 0.3f)).hits().getFirst().gripe().id())
                .isEqualTo("whole");
    }

    @Test
    void search_forgivesOnlyWordsThatFewGripesHave() {
        add("near", "the runnings stopped", null);
        add("once", "the running stopped", null);
        assertThat(found("runnings")).containsExactlyInAnyOrder("near", "once");
        for (int i = 0; i < 10; i++) {
            add("often" + i, "deploying again", null);
        }
        add("typo", "depoying again", null);
        assertThat(found("depoying")).contains("often0", "typo");
        assertThat(found("deploying")).doesNotContain("typo");
    }

    private List<String> matched(String query, String text) {
        add("matched", text, null);
        return search(query, null).words().in(text);
    }

    private void add(String id, String text, float @Nullable [] vector) {
        apply(new Update(WORKSPACE, id, stored(id, text), vector));
    }

    private void addAt(String id, Instant at) {
        apply(new Update(WORKSPACE, id, stored(id, "text", 1.0, at), null));
    }

    private void apply(Update... updates) {
        Position upTo = new Position(++position, 0);
        index.apply(List.of(updates), upTo);
        index.awaitVisible(WORKSPACE, upTo, PATIENCE);
    }

    private static StoredGripe withoutMinutes(String id) {
        OffsetDateTime at = NOON.atOffset(ZoneOffset.UTC);
        return new StoredGripe(new Gripe(id, "t", null, at, List.of(), null, null, NOON, NOON), "digest", null);
    }

    private SearchHits search(String query, float @Nullable [] vector) {
        return index.search(WORKSPACE, query, () -> vector, Filter.NONE, 10);
    }

    private List<String> found(String query) {
        return search(query, null).hits().stream()
                .map(Hit::gripe)
                .map(Gripe::id)
                .toList();
    }

    private static Path copyOf(Path from) throws IOException {
        Path to = Files.createTempDirectory(from.getParent(), "copy");
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                if (!file.getFileName().toString().equals("write.lock")) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
        return to;
    }

    private static float[] vector(float... numbers) {
        float[] vector = java.util.Arrays.copyOf(numbers, 4);
        double length = Math.sqrt(VectorUtil.dotProduct(vector, vector));
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    /** As the store gives it back. */
    private static float[] asKept(float[] vector) {
        return CompactVector.decode(CompactVector.encode(vector));
    }
}
