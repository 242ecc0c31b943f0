package gripe.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {
    @Test
    void parse_theLineOfTheReadme() {
        ParsedLine parsed = LineParser.parse("25m waiting for the flaky CI again #ci");
        assertThat(parsed.text()).isEqualTo("waiting for the flaky CI again");
        assertThat(parsed.minutes()).isEqualTo(25);
        assertThat(parsed.tags()).containsExactly("ci");
        assertThat(parsed.place()).isNull();
        assertThat(parsed.happenedAt()).isNull();
        assertThat(parsed.spans()).containsExactly(new Span(0, 3, "minutes", "25"), new Span(35, 38, "tag", "ci"));
    }

    @ParameterizedTest
    @CsvSource({
        "1h30 vpn down,90,vpn down",
        "1h30m vpn down,90,vpn down",
        "1.5h vpn down,90,vpn down",
        "1.5 hours vpn down,90,vpn down",
        "vpn down 45 min,45,vpn down",
        "vpn down 2h,120,vpn down",
        "0.5m vpn down,0.5,vpn down",
        "10 minutes vpn down,10,vpn down"
    })
    void parse_durationsAtTheEnds(String line, double minutes, String text) {
        ParsedLine parsed = LineParser.parse(line);
        assertThat(parsed.minutes()).isEqualTo(minutes);
        assertThat(parsed.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C# build broken",
                "issue #4821 came back",
                "error 500",
                "mail to bob@example.com bounced",
                "2 weeks old bug",
                "waited 25m for the build",
                "mon script",
                "5x slower than before",
                "25m",
                "#",
                "@",
                "99999h of pain",
                "  two  spaces  "
            })
    void parse_falseFriendsStayText(String line) {
        ParsedLine parsed = LineParser.parse(line);
        assertThat(parsed.text()).isEqualTo(line);
        assertThat(parsed.spans()).isEmpty();
        assertThat(parsed.minutes()).isNull();
    }

    @Test
    void parse_tagsOfAnyScriptAndOnePlace() {
        ParsedLine parsed = LineParser.parse("@büro printer jammed #Drucker #プリンタ #drucker @home");
        assertThat(parsed.place()).isEqualTo("büro");
        assertThat(parsed.tags()).containsExactly("drucker", "プリンタ");
        assertThat(parsed.text()).isEqualTo("printer jammed @home");
    }

    @Property
    void parse_nothingIsDropped(@ForAll String line) {
        ParsedLine parsed = LineParser.parse(line);
        StringBuilder rest = new StringBuilder();
        int at = 0;
        for (Span span : parsed.spans()) {
            rest.append(line, at, span.start());
            at = span.end();
        }
        rest.append(line.substring(at));
        assertThat(withoutSpaces(parsed.text())).isEqualTo(withoutSpaces(rest.toString()));
    }

    @Property
    void parse_aLineBuiltOfPartsComesApartAgain(@ForAll("minutes") int minutes, @ForAll("tags") List<String> tags) {
        String line = minutes + "m the build is slow "
                + String.join(" ", tags.stream().map(t -> "#" + t).toList());
        ParsedLine parsed = LineParser.parse(line);
        assertThat(parsed.minutes()).isEqualTo(minutes);
        assertThat(parsed.text()).isEqualTo("the build is slow");
        assertThat(parsed.tags()).isEqualTo(tags.stream().distinct().toList());
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<Integer> minutes() {
        return net.jqwik.api.Arbitraries.integers().between(0, 50_000);
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<List<String>> tags() {
        return net.jqwik.api.Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(10)
                .list()
                .ofMaxSize(5);
    }

    private static String withoutSpaces(String text) {
        return text.codePoints()
                .filter(point -> !Character.isWhitespace(point))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
