package gripe.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gripe.Position;
import gripe.TestGripes;
import gripe.backup.BackupProblem.Kind;
import gripe.backup.Line.Header;
import gripe.backup.Line.OfChange;
import gripe.backup.Line.OfGripe;
import gripe.backup.Line.OfIdempotencyKey;
import gripe.storage.StoredForm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back, and nothing else is. */
class BackupFormatTest {
    private static final Header HEADER = new Header(1, 1, "store", "2026-11-20T12:00:00Z");
    private static final Passphrase PASSPHRASE = new Passphrase("correct horse battery");
    /** The least that the format has: what is tested is not how slow guessing is. */
    private static final int WORK_FACTOR = 1;

    private static final int GZIP_HEADER = 10;

    private static final byte[] SMALL_PLAIN = write(file(false), some(20));
    private static final byte[] SMALL_ENCRYPTED = write(file(true), some(20));
    /** Several chunks of 64 KiB, and several blocks of lines. */
    private static final byte[] LARGE_ENCRYPTED = write(file(true), some(2_500));

    private static BackupFile file(boolean encrypted) {
        return new BackupFile(encrypted ? PASSPHRASE : null, WORK_FACTOR);
    }

    @Property(tries = 150)
    void anyLines_comeBackAsTheyWere(@ForAll("lines") List<Line> lines, @ForAll boolean encrypted) {
        assertThat(read(file(encrypted), write(file(encrypted), lines)))
                .usingRecursiveComparison()
                .isEqualTo(lines);
    }

    @Property(tries = 2_000)
    void anyFlippedByte_isRefused(
            @ForAll boolean encrypted,
            @ForAll @IntRange(min = 0) int place,
            @ForAll @IntRange(min = 0, max = 7) int bit) {
        byte[] damaged = (encrypted ? SMALL_ENCRYPTED : SMALL_PLAIN).clone();
        int at = place % damaged.length;
        damaged[at] ^= (byte) (1 << bit);
        if (encrypted || at < GZIP_HEADER || !meansNothing(damaged)) {
            assertRefused(encrypted, damaged);
        }
    }

    /** Deflate fills the last byte before each flush with bits that no reader looks at: all behind them is the same. */
    private static boolean meansNothing(byte[] damaged) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(damaged));
                var whole = new GZIPInputStream(new ByteArrayInputStream(SMALL_PLAIN))) {
            return Arrays.equals(in.readAllBytes(), whole.readAllBytes());
        } catch (IOException e) {
            return false;
        }
    }

    @Property(tries = 200)
    void anyTruncation_isRefused(@ForAll boolean encrypted, @ForAll @IntRange(min = 0) int place) {
        byte[] whole = encrypted ? SMALL_ENCRYPTED : SMALL_PLAIN;
        assertRefused(encrypted, Arrays.copyOf(whole, place % whole.length));
    }

    @Property(tries = 50)
    void anythingBehind_isRefused(@ForAll boolean encrypted, @ForAll byte behind) {
        byte[] whole = encrypted ? SMALL_ENCRYPTED : SMALL_PLAIN;
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        longer[whole.length] = behind;
        assertRefused(encrypted, longer);
    }

    @Test
    void twiceInARow_isRefused() {
        byte[] twice = Arrays.copyOf(SMALL_PLAIN, SMALL_PLAIN.length * 2);
        System.arraycopy(SMALL_PLAIN, 0, twice, SMALL_PLAIN.length, SMALL_PLAIN.length);
        assertRefused(false, twice);
    }

    @Test
    void chunksMoved_areRefused() {
        int chunk = (1 << 16) + 16;
        int begin = LARGE_ENCRYPTED.length % chunk + chunk;
        assertThat(LARGE_ENCRYPTED.length).isGreaterThan(begin + 2 * chunk);
        byte[] moved = LARGE_ENCRYPTED.clone();
        System.arraycopy(LARGE_ENCRYPTED, begin, moved, begin + chunk, chunk);
        System.arraycopy(LARGE_ENCRYPTED, begin + chunk, moved, begin, chunk);
        assertRefused(true, moved);
    }

    @Test
    void truncationBetweenChunks_isRefused() {
        int header = new String(LARGE_ENCRYPTED, StandardCharsets.ISO_8859_1).indexOf("\n--- ");
        int payload = new String(LARGE_ENCRYPTED, StandardCharsets.ISO_8859_1).indexOf('\n', header + 1) + 1;
        assertRefused(true, Arrays.copyOf(LARGE_ENCRYPTED, payload + 16 + 2 * ((1 << 16) + 16)));
    }

    /** By somebody who can write gzip, which a flipped byte cannot. */
    @Property(tries = 50)
    void linesMovedOrLeftOut_areRefused(@ForAll @IntRange(min = 1, max = 40) int place, @ForAll boolean leftOut)
            throws IOException {
        List<String> lines = text(SMALL_PLAIN);
        String moved = lines.remove(place);
        if (!leftOut) {
            lines.add(place - 1, moved);
        }
        assertRefused(false, gzip(lines));
    }

    @Test
    void damage_isNamedByItsBlock() throws IOException {
        List<String> lines = text(write(file(false), some(2_500)));
        lines.set(1_500, lines.get(1_500).replace("\"created\":true", "\"created\":false"));
        assertThatThrownBy(() -> read(file(false), gzip(lines)))
                .isInstanceOf(BackupProblem.class)
                .hasMessageMatching("The backup is damaged at line 200\\d: Lines before it were changed.");
    }

    @Test
    void textOfGripes_isNotSaidInProblems() throws IOException {
        List<String> lines = text(SMALL_PLAIN);
        lines.set(2, lines.get(2).replace("\"value\":", "\"value\""));
        assertThatThrownBy(() -> read(file(false), gzip(lines)))
                .isInstanceOf(BackupProblem.class)
                .hasMessage("The backup is damaged at line 3: The line cannot be read.");
    }

    @Test
    void wrongPassphrase_isRefused() {
        BackupFile other = new BackupFile(new Passphrase("correct horse battery "), WORK_FACTOR);
        assertProblem(Kind.DAMAGED, "the passphrase is another one", () -> read(other, SMALL_ENCRYPTED));
    }

    @Test
    void noPassphrase_isAskedFor() {
        assertProblem(Kind.PASSPHRASE, Passphrase.FILE_VARIABLE, () -> read(file(false), SMALL_ENCRYPTED));
    }

    @Test
    void unencryptedInPlaceOfEncrypted_isRefused() {
        assertProblem(Kind.PASSPHRASE, "not encrypted", () -> read(file(true), SMALL_PLAIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"gripe-backup\",\"version\":4,\"layout\":1,\"more\":[]}",
                "{\"type\":\"gripe-backup\",\"version\":1,\"layout\":99,\"store\":\"\",\"madeAt\":\"\"}"
            })
    void newerFormatOrLayout_isSaidAsSuch(String header) {
        assertProblem(Kind.NEWER, "newer Gripe", () -> read(file(false), gzip(List.of(header))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"type\":\"gripe\"}", "[]", "nothing"})
    void anotherKindOfFile_isRefused(String first) throws IOException {
        assertRefused(false, gzip(List.of(first)));
        assertRefused(false, first.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void endlessLine_isRefusedBeforeItFillsTheMemory() throws IOException {
        assertRefused(false, gzip(List.of(text(SMALL_PLAIN).get(0), "x".repeat(2 << 20))));
    }

    @Test
    void higherWorkFactor_isRefusedBeforeItIsPaid() {
        String header = new String(SMALL_ENCRYPTED, StandardCharsets.ISO_8859_1);
        byte[] costly = header.replaceFirst(" 1\n", " 30\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(costly.length).isEqualTo(SMALL_ENCRYPTED.length + 1);
        assertRefused(true, costly);
    }

    @Test
    void recordThatCannotBeRead_isRefused() {
        byte[] whole = write(file(false), List.of(new OfGripe("a", "{\"id\":\"b\"}", null, null, null)));
        assertThat(read(file(false), whole)).hasSize(1);
        assertProblem(
                Kind.DAMAGED,
                "a record that cannot be read",
                () -> new Restore(file(false), new Progress(new PrintStream(OutputStream.nullOutputStream())))
                        .verify(new ByteArrayInputStream(whole)));
    }

    private static void assertRefused(boolean encrypted, byte[] damaged) {
        assertThatThrownBy(() -> read(file(encrypted), damaged)).isInstanceOf(BackupProblem.class);
    }

    private static void assertProblem(
            Kind kind, String said, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BackupProblem.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(said);
    }

    private static byte[] write(BackupFile file, List<Line> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BackupWriter writer = new BackupWriter(file.encrypting(out), HEADER)) {
            for (Line line : lines) {
                writer.write(line);
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static List<Line> read(BackupFile file, byte[] bytes) {
        List<Line> lines = new ArrayList<>();
        try (BackupReader reader = file.open(new ByteArrayInputStream(bytes))) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
            assertThat(reader.header()).isEqualTo(HEADER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private static List<String> text(byte[] gzip) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    private static byte[] gzip(List<String> lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (String line : lines) {
                gzip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    /** Changes and gripes in turn. */
    private static List<Line> some(int gripes) {
        Random random = new Random(4747);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < gripes; i++) {
            byte[] vector = new byte[396];
            random.nextBytes(vector);
            String value =
                    new String(StoredForm.write(TestGripes.stored("id" + i, "gripe " + i)), StandardCharsets.UTF_8);
            lines.add(new OfChange(new Position(1 + i, 0).toString(), "id" + i, true));
            lines.add(new OfGripe("id" + i, value, vector, null, null));
        }
        return lines;
    }

    /** Any text and bytes; changes in order, as a stream has them. */
    @Provide
    Arbitrary<List<Line>> lines() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(50).filter(BackupFormatTest::isUnicode);
        Arbitrary<Line> change = Combinators.combine(text, Arbitraries.of(true, false))
                .as((id, created) -> new OfChange("0-0", id, created));
        Arbitrary<byte[]> vector = Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
        Arbitrary<Line> gripe = Combinators.combine(
                        text,
                        text,
                        vector.injectNull(0.3),
                        text.injectNull(0.5),
                        Arbitraries.of(true).injectNull(0.5))
                .as(OfGripe::new);
        Arbitrary<Line> gone = text.map(Line.Gone::new);
        Arbitrary<Line> key = Combinators.combine(text, text, text).as(OfIdempotencyKey::new);
        Arbitrary<Line> painPoint = Combinators.combine(text, text).as(Line.OfPainPoint::new);
        Arbitrary<Line> decision = Combinators.combine(text, text).as(Line.OfDecision::new);
        Arbitrary<Line> timer = Combinators.combine(text, text).as(Line.OfTimer::new);
        Arbitrary<Line> search = Combinators.combine(text, text).as(Line.OfKeptSearch::new);
        return Arbitraries.oneOf(change, gripe, gone, key, painPoint, decision, timer, search)
                .list()
                .ofMaxSize(60)
                .map(BackupFormatTest::inOrder);
    }

    private static List<Line> inOrder(List<Line> lines) {
        List<Line> ordered = new ArrayList<>();
        for (Line line : lines) {
            ordered.add(
                    line instanceof OfChange change
                            ? new OfChange(
                                    new Position(7, 1 + ordered.size()).toString(), change.id(), change.created())
                            : line);
        }
        return ordered;
    }

    /** A half of a surrogate pair is no text: the rules refuse it, and UTF-8 has none. */
    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
