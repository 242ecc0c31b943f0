package gripe.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRangesTest {
    private static final ZonedDateTime NOW =
            OffsetDateTime.parse("2026-11-26T10:30:00+01:00").atZoneSameInstant(ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            monday       | 2026-11-23T00:00+01:00 | 2026-11-24T00:00+01:00
            last Friday  | 2026-11-20T00:00+01:00 | 2026-11-21T00:00+01:00
            today        | 2026-11-26T00:00+01:00 | 2026-11-27T00:00+01:00
            yesterday    | 2026-11-25T00:00+01:00 | 2026-11-26T00:00+01:00
            march        | 2026-03-01T00:00+01:00 | 2026-04-01T00:00+02:00
            December     | 2025-12-01T00:00+01:00 | 2026-01-01T00:00+01:00
            last november| 2025-11-01T00:00+01:00 | 2025-12-01T00:00+01:00
            march 2025   | 2025-03-01T00:00+01:00 | 2025-04-01T00:00+02:00
            2026-03      | 2026-03-01T00:00+01:00 | 2026-04-01T00:00+02:00
            2025         | 2025-01-01T00:00+01:00 | 2026-01-01T00:00+01:00
            2026-11-02   | 2026-11-02T00:00+01:00 | 2026-11-03T00:00+01:00
            this week    | 2026-11-23T00:00+01:00 | 2026-11-30T00:00+01:00
            last week    | 2026-11-16T00:00+01:00 | 2026-11-23T00:00+01:00
            last month   | 2026-10-01T00:00+02:00 | 2026-11-01T00:00+01:00
            last year    | 2025-01-01T00:00+01:00 | 2026-01-01T00:00+01:00
            last 7 days  | 2026-11-19T00:00+01:00 | 2026-11-27T00:00+01:00
            2 weeks ago  | 2026-11-12T00:00+01:00 | 2026-11-13T00:00+01:00
            yesterday 3pm| 2026-11-25T15:00+01:00 | 2026-11-25T15:01+01:00
            """)
    void range_ofWords(String words, OffsetDateTime from, OffsetDateTime to) {
        assertThat(new TimeRanges(NOW).range(words)).isEqualTo(new TimeRange(from, to));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "soon", "monday morning standup", "2026-13", "1969", "may be", "2027", "tomorrow", "0000"})
    void range_ofOtherWordsIsNone(String words) {
        assertThat(new TimeRanges(NOW).range(words)).isNull();
    }
}
