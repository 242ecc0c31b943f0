package gripe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.Gripe;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvLineTest {
    private static final OffsetDateTime AT = OffsetDateTime.parse("2026-11-02T09:00:00+01:00");

    private static String line(String text) {
        Gripe gripe = new Gripe("g1", text, 7.5, AT, List.of("ci"), null, null, AT.toInstant(), AT.toInstant());
        return new String(CsvLine.of(gripe), StandardCharsets.UTF_8);
    }

    @Test
    void everyCell_isInQuotes() {
        assertThat(line("a \"b\", c"))
                .isEqualTo("\"g1\",\"2026-11-02T09:00+01:00\",\"7.5\",\"a \"\"b\"\", c\",\"#ci\",\"\",\"\","
                        + "\"2026-11-02T08:00:00Z\",\"2026-11-02T08:00:00Z\"\r\n");
        assertThat(new String(CsvLine.header(), StandardCharsets.UTF_8)).startsWith("\"id\",\"happenedAt\",");
    }

    /** In the table # is a quotation mark, _ a space and / a line break. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "=1+1,'=1+1",
                "+1,'+1",
                "-1,'-1",
                "@now,'@now",
                "|cmd,'|cmd",
                "%x,'%x",
                "slow;=1+1,slow;'=1+1",
                "slow;_=1+1,slow;'_=1+1",
                "slow;#=1+1,slow;'##=1+1",
                "slow/@now,slow/'@now",
                "a=b; c-d 5% of e@f,a=b; c-d 5% of e@f"
            })
    void aFormula_startsNoCellWhateverSeparatesThem(String text, String cell) {
        assertThat(line(spelt(text))).contains(",\"" + spelt(cell) + "\",");
    }

    private static String spelt(String text) {
        return text.replace('#', '"').replace('_', ' ').replace('/', '\n');
    }
}
