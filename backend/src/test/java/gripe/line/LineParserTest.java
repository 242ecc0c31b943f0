package gripe.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LineParserTest {
    private static final ZonedDateTime NOW = at("2026-11-26T10:30:00+01:00", "Europe/Berlin");

    /** A line of lines.tsv: what is written, when, and what it says; a hyphen for what it does not say. */
    record Case(ZonedDateTime now, String line, List<String> says) {
        @Override
        public String toString() {
            return line;
        }
    }

    static Stream<Case> lines() {
        List<Case> cases = new ArrayList<>();
        ZonedDateTime now = NOW;
        for (String row : rows()) {
            List<String> cells = List.of(row.split("\t", -1));
            if (row.startsWith("@now\t")) {
                now = at(cells.get(1), cells.get(2));
            } else if (!row.startsWith("// ")) {
                cases.add(new Case(now, written(cells.get(0)), cells.subList(1, cells.size())));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void parse_asListed(Case one) {
        ParsedLine parsed = LineParser.parse(one.line(), one.now());
        List<String> says = new ArrayList<>();
        says.add(parsed.text().replace('\n', '⏎'));
        says.add(parsed.minutes() == null ? "-" : rounded(parsed.minutes()));
        says.add(parsed.tags().isEmpty() ? "-" : String.join(" ", parsed.tags()));
        says.add(Objects.requireNonNullElse(parsed.place(), "-"));
        says.add(parsed.happenedAt() == null ? "-" : parsed.happenedAt().toString());
        assertThat(says).isEqualTo(one.says());
    }

    @Test
    void parse_spansSayWhereInUtf16Units() {
        ParsedLine parsed = LineParser.parse("😡 \\25m 10m waiting #CI (@büro) yesterday 3pm", NOW);
        assertThat(parsed.spans())
                .containsExactly(
                        new Span(3, 4, "escape", ""),
                        new Span(20, 23, "tag", "ci"),
                        new Span(24, 31, "place", "büro"),
                        new Span(32, 45, "time", "2026-11-25T15:00:00+01:00"));
        assertThat(LineParser.parse("25m waiting for the flaky CI again #ci", NOW)
                        .spans())
                .containsExactly(new Span(0, 3, "minutes", "25"), new Span(35, 38, "tag", "ci"));
    }

    @Test
    void parse_aLineLongerThanAnyTextIsText() {
        String line = "25m " + "#ci ".repeat(5_000);
        assertThat(LineParser.parse(line, NOW)).isEqualTo(new ParsedLine(line, null, List.of(), null, null, List.of()));
    }

    @Test
    void parse_moreTagsThanAGripeMayHave_stayText() {
        String line =
                IntStream.rangeClosed(1, 21).mapToObj(number -> "#t" + number).collect(Collectors.joining(" "));
        ParsedLine parsed = LineParser.parse(line, NOW);
        assertThat(parsed.tags()).hasSize(LineParser.TAGS_MAX);
        assertThat(parsed.text()).isEqualTo("#t21");
        assertThat(LineParser.parse("#" + "a".repeat(51), NOW).tags()).isEmpty();
    }

    @Test
    void parse_hostileLines_inTimeThatDoesNotExplode() {
        for (String part : List.of(
                "25m ", "\"", "“ ", "\\", "(", "1h and ", "#a-", "@a.", "2 x ", "mon ", "at 1", "1 ", "at ", "a ")) {
            String line = part.repeat(9_999 / part.length());
            assertThat(LineParser.parse(line, NOW).text()).isNotNull();
        }
    }

    @Test
    void moment_ofADayAloneIsItsMiddleAndNeverTheFuture() {
        assertThat(moment("vpn yesterday")).isEqualTo("2026-11-25T12:00+01:00");
        assertThat(moment("vpn yesterday evening")).isEqualTo("2026-11-25T19:00+01:00");
        assertThat(moment("vpn this morning")).isEqualTo("2026-11-26T09:00+01:00");
        assertThat(moment("vpn today")).isEqualTo("2026-11-26T10:30+01:00");
        assertThat(moment("vpn at 9:15")).isEqualTo("2026-11-26T09:15+01:00");
    }

    /** Samoa went from the 29th to the 31st: a time of the day between would be the same one of today. */
    @Test
    void parse_clockTimeOfADayThatNeverWas_isText() {
        ZonedDateTime now = at("2011-12-31T10:30:00+14:00", "Pacific/Apia");
        ParsedLine parsed = LineParser.parse("vpn down at 14:30", now);
        assertThat(parsed.happenedAt()).isNull();
        assertThat(parsed.text()).isEqualTo("vpn down at 14:30");
        assertThat(LineParser.parse("vpn down at 9:30", now).happenedAt()).hasToString("2011-12-31T09:30:00+14:00");
    }

    @Property
    void parse_anyTextSurvives(@ForAll String line) {
        assertNothingIsDropped(line);
    }

    @Property(tries = 5_000)
    void parse_anyMixOfPiecesSurvives(@ForAll("mixes") String line) {
        assertNothingIsDropped(line);
    }

    @Property(tries = 3_000)
    void parse_anyEscapedTextComesBack(@ForAll("mixes") String text) {
        String escaped = escaped(text);
        ParsedLine parsed = LineParser.parse(escaped, NOW);
        assertThat(parsed.text()).as(escaped).isEqualTo(text);
        assertThat(parsed.minutes()).isNull();
        assertThat(parsed.tags()).isEmpty();
        assertThat(parsed.happenedAt()).isNull();
    }

    @Property
    void parse_anyRenderedDurationComesBack(
            @ForAll @IntRange(max = 10_000) int minutes, @ForAll("forms") DurationForm form, @ForAll boolean first) {
        String duration = form.of(minutes);
        ParsedLine parsed = LineParser.parse(first ? duration + " vpn down" : "vpn down " + duration, NOW);
        assertThat(parsed.minutes()).as(duration).isEqualTo(minutes);
        assertThat(parsed.text()).isEqualTo("vpn down");
    }

    @Property(tries = 3_000)
    void parse_noTimeIsInTheFuture(
            @ForAll @LongRange(min = 1_000_000_000L, max = 2_000_000_000L) long second,
            @ForAll("zones") ZoneId zone,
            @ForAll("times") String time) {
        ZonedDateTime now = java.time.Instant.ofEpochSecond(second).atZone(zone);
        SaidTime said = LineParser.parse("vpn down " + time, now).happenedAt();
        if (said != null) {
            assertThat(said.day()).isBeforeOrEqualTo(now.toLocalDate());
            assertThat(said.moment(now)).isBeforeOrEqualTo(now.toOffsetDateTime());
        }
    }

    @Property
    void parse_anyDayAndClockComesBackInAnyZone(
            @ForAll @IntRange(min = 1, max = 3_650) int daysAgo,
            @ForAll @IntRange(max = 1_439) int minute,
            @ForAll("zones") ZoneId zone) {
        ZonedDateTime now = NOW.withZoneSameInstant(zone);
        LocalDate day = now.toLocalDate().minusDays(daysAgo);
        String clock = "%02d:%02d".formatted(minute / 60, minute % 60);
        ZonedDateTime meant = day.atTime(minute / 60, minute % 60).atZone(zone);
        SaidTime said = LineParser.parse("vpn down " + day + " " + clock, now).happenedAt();
        assertThat(said).isNotNull();
        assertThat(Objects.requireNonNull(said).at()).isEqualTo(meant.toOffsetDateTime());
    }

    interface DurationForm {
        String of(int minutes);
    }

    @Provide
    Arbitrary<DurationForm> forms() {
        return Arbitraries.of(
                minutes -> minutes + "m",
                minutes -> minutes + " min",
                minutes -> minutes + (minutes == 1 ? " minute" : " minutes"),
                minutes -> minutes / 60 + "h" + minutes % 60,
                minutes -> minutes / 60 + "h" + minutes % 60 + "m",
                minutes -> minutes / 60 + "h " + minutes % 60 + "m",
                minutes -> "%d h %02d".formatted(minutes / 60, minutes % 60),
                minutes -> "%d:%02dh".formatted(minutes / 60, minutes % 60),
                minutes -> minutes / 60 + " hours and " + minutes % 60 + " minutes",
                minutes -> "PT" + minutes / 60 + "H" + minutes % 60 + "M",
                minutes -> "1 x " + minutes + "m",
                minutes -> "~" + minutes + "m",
                minutes -> "(" + minutes + " min)");
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "Europe/Berlin",
                        "America/New_York",
                        "Australia/Lord_Howe",
                        "Asia/Kolkata",
                        "Pacific/Apia",
                        "America/St_Johns",
                        "Africa/Casablanca",
                        "UTC",
                        "+05:45")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<String> times() {
        Arbitrary<String> day = Arbitraries.of(
                "",
                "yesterday",
                "today",
                "this morning",
                "this afternoon",
                "this evening",
                "tonight",
                "last night",
                "on Monday",
                "last Sunday",
                "Friday",
                "this Wednesday",
                "Nov 2",
                "29 Feb",
                "Dec 31",
                "Jan 1st",
                "monday last week",
                "2 days ago");
        Arbitrary<String> clock = Arbitraries.of(
                "",
                "3pm",
                "at 14:30",
                "at 2:30",
                "at 23:59",
                "at midnight",
                "at noon",
                "at 12am",
                "at 7",
                "3am UTC",
                "20 minutes ago");
        return net.jqwik.api.Combinators.combine(day, clock).as((one, other) -> (one + " " + other).strip());
    }

    @Provide
    Arbitrary<String> mixes() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        "25m",
                        "1h30",
                        "1 h 30",
                        "2 x 10m",
                        "half an hour",
                        "an hour",
                        "for 20m",
                        "about 10 min",
                        "(5m)",
                        "25m,",
                        "25m:",
                        "#ci",
                        "#a,#b",
                        "(#ci)",
                        "#",
                        "#12",
                        "#ci.",
                        "@home",
                        "@\"new york\"",
                        "@Override",
                        "@",
                        "yesterday 3pm",
                        "today",
                        "at 14:30",
                        "last Friday",
                        "monday",
                        "2026-11-02",
                        "20 minutes ago",
                        "Nov 2",
                        "may 5",
                        "on",
                        "and",
                        "the",
                        "after",
                        "lost",
                        "waited",
                        "me",
                        "vpn",
                        "down",
                        "ready",
                        "\"quoted #x\"",
                        "\"",
                        "`",
                        "“",
                        "”",
                        "\\",
                        "\\\\",
                        "\\#ci",
                        "\\25m",
                        "C:\\x",
                        "-",
                        ",",
                        ".",
                        "(",
                        ")",
                        "\n",
                        "😡",
                        "e\u0301",
                        "２５ｍ",
                        "＃ｃｉ",
                        "\u00a0",
                        "x",
                        "30",
                        "ago",
                        "every"),
                Arbitraries.strings().ofMaxLength(3));
        Arbitrary<String> space = Arbitraries.of(" ", " ", " ", "  ", "", "\t", "\u3000");
        return net.jqwik.api.Combinators.combine(
                        piece.list().ofMinSize(1).ofMaxSize(8), space.list().ofSize(8))
                .as((pieces, spaces) -> {
                    StringBuilder line = new StringBuilder();
                    for (int i = 0; i < pieces.size(); i++) {
                        line.append(i == 0 ? "" : spaces.get(i)).append(pieces.get(i));
                    }
                    return line.toString();
                });
    }

    private static void assertNothingIsDropped(String line) {
        ParsedLine parsed = LineParser.parse(line, NOW);
        StringBuilder rest = new StringBuilder();
        int at = 0;
        for (Span span : parsed.spans()) {
            assertThat(span.start()).as(line).isBetween(at, line.length());
            assertThat(span.end()).as(line).isBetween(span.start() + 1, line.length());
            rest.append(line, at, span.start());
            at = span.end();
        }
        rest.append(line.substring(at));
        assertThat(withoutSpaces(parsed.text())).as(line).isEqualTo(withoutSpaces(rest.toString()));
        if (parsed.spans().isEmpty()) {
            assertThat(parsed.text()).isEqualTo(line);
        }
    }

    /** One more backslash before each there is; then, as the page does it, one before what is understood. */
    private static String escaped(String text) {
        String escaped = text;
        int done = 0;
        for (Span span : LineParser.parse(text, NOW).spans()) {
            if (span.kind().equals(Span.ESCAPE)) {
                escaped = withBackslash(escaped, span.start() + done++);
            }
        }
        while (true) {
            Span next = LineParser.parse(escaped, NOW).spans().stream()
                    .filter(span -> !span.kind().equals(Span.ESCAPE))
                    .findFirst()
                    .orElse(null);
            if (next == null) {
                return escaped;
            }
            int at = next.start();
            while (Character.isWhitespace(escaped.charAt(at))
                    || Character.isSpaceChar(escaped.charAt(at))
                    || ",;:-–—([".indexOf(escaped.charAt(at)) >= 0) {
                at++;
            }
            escaped = withBackslash(escaped, at);
        }
    }

    private static String withBackslash(String text, int at) {
        return text.substring(0, at) + "\\" + text.substring(at);
    }

    private static String withoutSpaces(String text) {
        return text.codePoints()
                .filter(point -> !Character.isWhitespace(point))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String moment(String line) {
        return Objects.requireNonNull(LineParser.parse(line, NOW).happenedAt())
                .moment(NOW)
                .toString();
    }

    private static ZonedDateTime at(String moment, String zone) {
        return OffsetDateTime.parse(moment).atZoneSameInstant(ZoneId.of(zone));
    }

    private static String written(String cell) {
        return cell.replace('⏎', '\n');
    }

    private static String rounded(double minutes) {
        return new java.math.BigDecimal(minutes)
                .setScale(4, java.math.RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static List<String> rows() {
        try (var lines = Objects.requireNonNull(LineParserTest.class.getResourceAsStream("lines.tsv"))) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
