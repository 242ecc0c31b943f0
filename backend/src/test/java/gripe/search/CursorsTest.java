package gripe.search;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.Problem;
import gripe.index.Cursor;
import gripe.index.MatchCursor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CursorsTest {
    @Property
    void read_whatWasWritten_isTheSame(@ForAll long millis, @ForAll("ids") String id) {
        assertThat(Cursors.read(Cursors.write(new Cursor(millis, id)))).isEqualTo(new Cursor(millis, id));
    }

    @Property
    void readMatch_whatWasWritten_isTheSame(
            @ForAll double rank, @ForAll long millis, @ForAll("ids") String id, @ForAll int shown) {
        MatchCursor cursor = new MatchCursor(rank, millis, id, shown);
        assertThat(Cursors.readMatch(Cursors.write(cursor))).isEqualTo(cursor);
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings().withChars("azAZ09-_").ofMinLength(1).ofMaxLength(64);
    }

    @Property
    void read_anyText_isACursorOrAProblem(@ForAll String text) {
        String forged = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        for (String one : new String[] {text, forged, forged.replace("=", "")}) {
            try {
                assertThat(Cursors.read(one)).isNotNull();
            } catch (Problem e) {
                assertThat(e.field()).isEqualTo("cursor");
            }
            try {
                assertThat(Cursors.readMatch(one)).isNotNull();
            } catch (Problem e) {
                assertThat(e.field()).isEqualTo("cursor");
            }
        }
    }
}
