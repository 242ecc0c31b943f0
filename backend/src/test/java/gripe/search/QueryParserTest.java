package gripe.search;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.search.Query.Bound;
import gripe.search.Query.Comparison;
import gripe.search.Query.Cost;
import gripe.search.Query.Label;
import gripe.search.Query.Labelled;
import gripe.search.Query.Last;
import gripe.search.Query.NotWord;
import gripe.search.Query.Phrase;
import gripe.search.Query.Said;
import gripe.search.Query.Saying;
import gripe.search.Query.Term;
import gripe.search.Query.Time;
import gripe.search.Query.Unit;
import gripe.search.Query.Word;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class QueryParserTest {
    @Example
    void parse_everyTerm() {
        assertThat(parse("flaky builds #ci -#it @office source:web since:monday until:2026-03 on:yesterday last:7d "
                        + ">10m <=2h >=1h30 <5min =1.5h has:painpoint no:minutes -vpn \"exact phrase\" -\"not this\""))
                .containsExactly(
                        new Word("flaky"),
                        new Word("builds"),
                        new Labelled(Label.TAG, "ci", false),
                        new Labelled(Label.TAG, "it", true),
                        new Labelled(Label.PLACE, "office", false),
                        new Labelled(Label.SOURCE, "web", false),
                        new Time(Bound.SINCE, "monday"),
                        new Time(Bound.UNTIL, "2026-03"),
                        new Time(Bound.ON, "yesterday"),
                        new Last(7, Unit.DAYS),
                        new Cost(Comparison.MORE, 10),
                        new Cost(Comparison.AT_MOST, 120),
                        new Cost(Comparison.AT_LEAST, 90),
                        new Cost(Comparison.LESS, 5),
                        new Cost(Comparison.EQUAL, 90),
                        new Saying(Said.PAINPOINT, true),
                        new Saying(Said.MINUTES, false),
                        new NotWord("vpn"),
                        new Phrase("exact phrase", false),
                        new Phrase("not this", true));
    }

    @Example
    void parse_whatIsNoTerm_isAWord() {
        for (String word : List.of(
                "C#",
                "#4821",
                "#",
                "@",
                "-",
                "--force",
                "-1",
                "->",
                "<-",
                ">10",
                "a>10m",
                "bob@example.com",
                "since:",
                "since:soon",
                "http://x",
                "foo:bar",
                "has:fun",
                "login_test.py",
                "0x80070005",
                "-:",
                "last:",
                "\\",
                "=",
                "a\"b")) {
            assertThat(parse(word)).as(word).containsExactly(new Word(word));
        }
    }

    @Example
    void parse_quotedValues_mayHaveSpaces() {
        assertThat(parse("@\"meeting room\" since:\"last monday\" #\"4821\" source:\"my \\\"own\\\" script\""))
                .containsExactly(
                        new Labelled(Label.PLACE, "meeting room", false),
                        new Time(Bound.SINCE, "last monday"),
                        new Labelled(Label.TAG, "4821", false),
                        new Labelled(Label.SOURCE, "my \"own\" script", false));
    }

    @Example
    void parse_aQuoteThatIsOpen_reachesToTheEnd() {
        assertThat(parse("vpn \"waiting for ag")).containsExactly(new Word("vpn"), new Phrase("waiting for ag", false));
        assertThat(QueryParser.parse("\"waiting ").finished()).isFalse();
        assertThat(QueryParser.parse("waiting ").finished()).isTrue();
    }

    @Example
    void parse_aBackslash_takesAWordAsItIs() {
        assertThat(parse("\\#ci \\-vpn \\\\x \\\"a"))
                .containsExactly(new Word("#ci"), new Word("-vpn"), new Word("\\x"), new Word("\"a"));
    }

    @Example
    void text_isWhatIsLookedFor() {
        assertThat(QueryParser.parse("flaky #ci \"login test\" -vpn >5m bui").text())
                .isEqualTo("flaky login test bui");
    }

    @Property(tries = 3_000)
    void print_anyString_parsesToTheSameQuery(@ForAll String text) {
        assertSameAgain(text);
    }

    @Property(tries = 5_000)
    void print_piecesOfSyntax_parseToTheSameQuery(@ForAll("syntax") String text) {
        assertSameAgain(text);
    }

    @Provide
    Arbitrary<String> syntax() {
        return Arbitraries.of(
                        "#",
                        "@",
                        "-",
                        "\"",
                        "\\",
                        ":",
                        " ",
                        "\u00a0",
                        "\n",
                        ">",
                        "<",
                        "=",
                        "10",
                        "m",
                        "h",
                        "since",
                        "on",
                        "last",
                        "7d",
                        "has",
                        "no",
                        "painpoint",
                        "source",
                        "tag",
                        "vpn",
                        "monday",
                        "2026-11-02",
                        "é",
                        "J\u030c",
                        "会",
                        "\ud83d",
                        "\u001d",
                        "_",
                        "/",
                        ".")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }

    /** What the fuzzer holds, too. */
    static void assertSameAgain(String text) {
        Query query = QueryParser.parse(text);
        assertThat(QueryParser.parse(query.print())).as(query.print()).isEqualTo(query);
        int before = 0;
        for (QueryParser.Piece piece : QueryParser.pieces(text)) {
            assertThat(piece.start()).isGreaterThanOrEqualTo(before);
            assertThat(piece.end()).isGreaterThan(piece.start()).isLessThanOrEqualTo(text.length());
            before = piece.end();
        }
    }

    private static List<Term> parse(String text) {
        return QueryParser.parse(text).terms();
    }
}
