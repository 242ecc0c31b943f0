package gripe.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWordsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    /** A Thursday. */
    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 11, 26, 22, 30, 0, 0, BERLIN);

    @ParameterizedTest
    @CsvSource({
        "today,2026-11-26,2026-11-27",
        "Yesterday,2026-11-25,2026-11-26",
        "thursday,2026-11-26,2026-11-27",
        "last-thursday,2026-11-19,2026-11-20",
        "mon,2026-11-23,2026-11-24",
        "this week,2026-11-23,2026-11-30",
        "last week,2026-11-16,2026-11-23",
        "march,2026-03-01,2026-04-01",
        "december,2025-12-01,2026-01-01",
        "november,2026-11-01,2026-12-01",
        "last november,2025-11-01,2025-12-01",
        "last month,2026-10-01,2026-11-01",
        "2026-11-02,2026-11-02,2026-11-03",
        "2026-02,2026-02-01,2026-03-01",
        "2025,2025-01-01,2026-01-01",
        "3 days ago,2026-11-23,2026-11-24",
        "2w,2026-11-12,2026-11-13"
    })
    void read_words_areDaysInTheWritersZone(String words, String from, String to) {
        TimeSpan span = Objects.requireNonNull(TimeWords.read(words, NOW));
        assertThat(span.from().atZone(BERLIN).toLocalDateTime()).hasToString(from + "T00:00");
        assertThat(span.to().atZone(BERLIN).toLocalDateTime()).hasToString(to + "T00:00");
    }

    @Test
    void read_theDayTheClockChanges_hasItsHours() {
        TimeSpan span = Objects.requireNonNull(TimeWords.read("2026-10-25", NOW));
        assertThat(java.time.Duration.between(span.from(), span.to())).hasHours(25);
    }

    @ParameterizedTest
    @CsvSource({"soon", "2026-02-30", "2026-13", "ma", "mono", "99999 days ago", "''", "flaky"})
    void read_otherWords_areNoTime(String words) {
        assertThat(TimeWords.read(words, NOW)).isNull();
    }
}
