package gripe.search;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** For Jazzer: any string is a query, which printed and parsed again is the same, and narrows what is found. */
public final class QuerySyntaxFuzz {
    private static final ZonedDateTime NOW =
            Instant.parse("2026-11-20T12:00:00Z").atZone(ZoneOffset.UTC);

    private QuerySyntaxFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        QueryParserTest.assertSameAgain(text);
        Query query = QueryParser.parse(text);
        if (QueryFilter.of(query, NOW).conditions().size() > 64
                || Understood.of(text, query, NOW).filters().size() > 64) {
            throw new AssertionError("More terms than there may be");
        }
    }
}
