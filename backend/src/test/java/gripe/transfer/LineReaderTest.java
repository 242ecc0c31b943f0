package gripe.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.transfer.LineReader.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {
    private static final int MAX = 10;

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            ``              , ``
            a               , a
            `a\\n`          , a
            `a\\nb`         , a|b
            `\\n\\na\\n`    , ||a
            0123456789      , 0123456789
            0123456789x     , TOO LONG
            `0123456789x\\n`, TOO LONG
            `0123456789x\\nb`,TOO LONG|b
            """)
    void next_readsEachLine(String text, String lines) throws IOException {
        assertThat(String.join("|", read(text.replace("\\n", "\n")))).isEqualTo(lines);
    }

    @Property
    void next_anyText_givesItsLines(@ForAll @CharRange(from = 'a', to = 'c') String text) throws IOException {
        String broken = text.replace('c', '\n');
        String whole = broken.lines()
                .map(line -> line.length() > MAX ? "TOO LONG" : line)
                .collect(Collectors.joining("|"));

        assertThat(String.join("|", read(broken))).isEqualTo(whole);
    }

    @Test
    void next_endlessLine_isSkippedNotHeld() throws IOException {
        long gigabyte = 1L << 30;
        LineReader reader = new LineReader(new Repeated(gigabyte), MAX);

        Line line = Objects.requireNonNull(reader.next());
        assertThat(line.tooLong()).isTrue();
        assertThat(line.bytes()).isEmpty();
        assertThat(reader.next()).isNull();
    }

    private static List<String> read(String text) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), MAX);
        List<String> lines = new ArrayList<>();
        for (Line line = reader.next(); line != null; line = reader.next()) {
            lines.add(line.tooLong() ? "TOO LONG" : new String(line.bytes(), StandardCharsets.UTF_8));
        }
        return lines;
    }

    /** So many bytes of one letter. */
    private static final class Repeated extends InputStream {
        private long left;

        Repeated(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'a' : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            int given = (int) Math.min(left, length);
            java.util.Arrays.fill(bytes, from, from + given, (byte) 'a');
            left -= given;
            return given;
        }
    }
}
