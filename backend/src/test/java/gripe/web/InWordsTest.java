package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.Gripe;
import gripe.PainPoint;
import gripe.SoFar;
import gripe.capture.Captured;
import gripe.wire.SavedGripe;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedServer.class)
class InWordsTest {
    private static final String[] TEXT = {"Accept", "text/plain"};

    private final TestServer gripe;

    InWordsTest(TestServer gripe) {
        this.gripe = gripe;
    }

    @Test
    void capture_asText_saysWhatWasUnderstoodAndHowOftenThatWas() {
        String what = "toaster " + UUID.randomUUID() + " burns the bread";
        String line = "{\"line\": \"25m " + what + " #kitchen @home\"}";

        Answer first = gripe.post(Routes.GRIPES, line, TEXT);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(first.header("Location")).startsWith(Routes.GRIPES + "/");
        assertThat(first.body()).isEqualTo("25 min  " + what + "  #kitchen  @home\nFirst time.");
        assertThat(gripe.post(Routes.GRIPES, line, TEXT).body())
                .containsPattern("\n2nd time, 50 min lost, last today \\d\\d:\\d\\d$");
    }

    @Test
    void saved_ofAKnownPainPoint_saysItsNameItsFiguresAndItsNoteThoughNothingIsTheSame() {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        Gripe gripe = new Gripe(
                "g", "the thing sticks once more", 5.0, now, List.of(), null, null, now.toInstant(), now.toInstant());
        PainPoint painPoint = new PainPoint("p", "Printer jams", 4, 75, now.minusDays(40), "Turn the paper over.");
        SavedGripe saved = SavedGripe.of(new Captured(gripe, true, false, new SoFar(1, 5, null), painPoint));

        assertThat(new InWords(Clock.systemUTC()).words(saved))
                .matches("5 min  the thing sticks once more\n"
                        + "Printer jams: 4th time, 1 h 15 lost, last on .*\nWhat helped: Turn the paper over\\.");
    }

    @Test
    void capture_longAgo_saysWhen() {
        String day = OffsetDateTime.now(ZoneOffset.UTC).minusDays(1).toString().substring(0, 10);
        String json = "{\"text\": \"the lift stood still\", \"happenedAt\": \"" + day + "T15:00:00Z\"}";

        assertThat(gripe.post(Routes.GRIPES, json, TEXT).body())
                .startsWith("the lift stood still  ")
                .contains(" 15:00");
    }

    @Test
    void capture_ofWhatMovesTheCursor_isOneHarmlessLine() {
        String json = "{\"text\": \"two\\nlines\\tand \\u202etraps\\u202c " + "x".repeat(300) + "\"}";
        String body = gripe.post(Routes.GRIPES, json, TEXT).body();

        assertThat(body.lines().findFirst()).hasValue("two lines and traps " + "x".repeat(139) + "…");
    }

    @Test
    void accept_jsonFirstOrAnything_isJson() {
        for (String accept : new String[] {"*/*", "application/json", "application/json, text/plain"}) {
            Answer answer = gripe.post(Routes.GRIPES, "{\"text\": \"json please\"}", "Accept", accept);
            assertThat(answer.header("Content-Type")).as(accept).startsWith("application/json");
            assertThat(answer.json().get("text").asText()).isEqualTo("json please");
        }
        assertThat(gripe.get(Routes.SEARCH + "?q=json").header("Content-Type")).startsWith("application/json");
    }

    @Test
    void error_asText_isStillAProblem() {
        assertThat(gripe.post(Routes.GRIPES, "{\"text\": \" \"}", TEXT).problem())
                .isEqualTo("400 blank text");
        assertThat(gripe.get(Routes.SEARCH, TEXT).problem()).isEqualTo("400 missing q");
    }

    @Test
    void search_asText_isALineForEach() {
        String what = "umbrella" + UUID.randomUUID().toString().substring(0, 8);
        gripe.post(Routes.GRIPES, "{\"line\": \"5m my " + what + " is wet #rain\"}");
        gripe.post(Routes.GRIPES, "{\"text\": \"my " + what + " is wet\"}");

        String found = gripe.get(Routes.SEARCH + "?limit=5&q=" + what, TEXT).body();
        assertThat(found).contains("5 min  ", "my " + what + " is wet  #rain\n", "\n2 gripes, 5 min in all");
    }

    @Test
    void search_forNonsense_saysSo() {
        assertThat(gripe.get(Routes.SEARCH + "?q=qqqzzz+xylophon+hjkl", TEXT).body())
                .startsWith("No good match.");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 min",
        "0.2,12 s",
        "0.5,30 s",
        "1,1 min",
        "25.4,25 min",
        "59.6,1 h 00",
        "200,3 h 20",
        "6000,100 h 00"
    })
    void duration_isInHoursAndMinutes(double minutes, String words) {
        assertThat(InWords.duration(minutes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"1,1st", "2,2nd", "3,3rd", "4,4th", "11,11th", "12,12th", "13,13th", "21,21st", "111,111th", "122,122nd"
    })
    void ordinal_hasItsEnding(long count, String words) {
        assertThat(InWords.ordinal(count)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-26T09:05:00+01:00,today 09:05",
        "2026-11-25T23:30:00Z,today 00:30",
        "2026-11-25T22:30:00Z,yesterday",
        "2026-11-24T10:00:00+01:00,on Tuesday",
        "2026-11-20T10:00:00+01:00,on Friday",
        "2026-11-19T10:00:00+01:00,on 19 Nov",
        "2025-12-31T10:00:00+01:00,on 31 Dec 2025",
        "2026-11-28T10:00:00+01:00,on 28 Nov"
    })
    void day_isAsTheWriterWouldSayIt(String at, String words) {
        OffsetDateTime now = OffsetDateTime.parse("2026-11-26T12:00:00+01:00");
        assertThat(InWords.day(OffsetDateTime.parse(at), now)).isEqualTo(words);
    }
}
