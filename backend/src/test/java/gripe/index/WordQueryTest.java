package gripe.index;

import static gripe.TestGripes.stored;
import static org.assertj.core.api.Assertions.assertThat;

import gripe.Position;
import gripe.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Any string is a valid query, for an index that has something to find. */
class WordQueryTest {
    private static @Nullable Path directory;
    private static @Nullable GripeIndex index;

    @BeforeContainer
    static void open() throws IOException {
        directory = Files.createTempDirectory("words");
        index = GripeIndex.open(directory, "model/1");
        Position position = new Position(1, 0);
        index.apply(
                List.of(new Update(Workspace.MAIN, "a", stored("a", "flaky login_test.py, 会議室 Büro"), null)), position);
        index.awaitVisible(Workspace.MAIN, position, Duration.ofSeconds(10));
    }

    @AfterContainer
    static void close() throws IOException {
        if (index != null && directory != null) {
            index.close();
            GripeIndex.throwAway(directory);
            Files.delete(directory);
        }
    }

    @Property(tries = 500)
    void search_takesAnyString(@ForAll String query) {
        search(query);
    }

    @Example
    void search_takesHalfCharactersAndSyntax() {
        for (String query :
                List.of("\ud800", "\udc00ab \ud83d", "\u0000abcd", "(((", "*:*", "a AND NOT b~", "\"", "\\", "_")) {
            search(query);
        }
    }

    @Example
    void search_isBoundedForWhatIsMadeToBeCostly() {
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            parts.append("part")
                    .append((char) ('a' + i % 26))
                    .append((char) ('a' + i / 26 % 26))
                    .append(i % 16 == 15 ? ' ' : '_');
        }
        for (String query :
                List.of(parts.toString(), "会議室の予約".repeat(10_000), "a".repeat(100_000), "ab.".repeat(10_000))) {
            WordQuery words = WordQuery.of(query);
            search(query);
            assertThat(words.words()).hasSizeLessThanOrEqualTo(32);
            assertThat(words.words().stream()
                            .mapToInt(word -> word.forgiven().size())
                            .sum())
                    .isLessThanOrEqualTo(32);
            assertThat(words.words())
                    .allSatisfy(word -> assertThat(word.written()).hasSizeLessThanOrEqualTo(16));
        }
    }

    private static void search(String query) {
        SearchHits hits = Objects.requireNonNull(index).search(Workspace.MAIN, query, () -> null, Filter.NONE, 10);
        assertThat(hits.hits()).allSatisfy(hit -> assertThat(hit.coverage()).isBetween(0.0, 1.0));
        assertThat(hits.words().in(query)).hasSizeLessThanOrEqualTo(20);
    }
}
