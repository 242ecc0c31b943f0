package gripe.index;

import gripe.Position;
import gripe.TestGripes;
import gripe.Workspace;
import gripe.line.LineParser;
import gripe.line.ParsedLine;
import gripe.line.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/** For Jazzer: any string is a query that the index answers, and a line that has a text. */
public final class QueryFuzz {
    private static final GripeIndex INDEX = index();

    private QueryFuzz() {}

    private static GripeIndex index() {
        try {
            GripeIndex index = GripeIndex.open(Files.createTempDirectory("query-fuzz"), "none");
            List<String> texts = List.of(
                    "25m waiting for the flaky CI again #ci",
                    "ECONNRESET in UserService.findAll(), error 500",
                    "VPN ist schon wieder langsam, größer und früher",
                    "会議が長すぎる",
                    "snake_case and camelCase and kebab-case");
            Position last = Position.START;
            for (String text : texts) {
                last = new Position(last.millis() + 1, 0);
                index.apply(
                        List.of(new Update(
                                Workspace.MAIN,
                                "id" + last.millis(),
                                TestGripes.stored("id" + last.millis(), text),
                                null)),
                        last);
            }
            index.awaitVisible(Workspace.MAIN, last, Duration.ofMinutes(1));
            return index;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        SearchHits hits = INDEX.search(Workspace.MAIN, text, () -> null, Filter.NONE, 10);
        for (Hit hit : hits.hits()) {
            for (String piece : hits.words().in(hit.gripe().text())) {
                if (!hit.gripe().text().contains(piece)) {
                    throw new AssertionError("What matched does not stand in the text");
                }
            }
        }
        hits.words().in(text);
        ParsedLine line = LineParser.parse(text, ZonedDateTime.now(ZoneOffset.UTC));
        int before = 0;
        for (Span span : line.spans()) {
            if (span.start() < before || span.end() <= span.start() || span.end() > text.length()) {
                throw new AssertionError("Spans that overlap, or are outside: " + line.spans());
            }
            before = span.end();
        }
        Double minutes = line.minutes();
        if (minutes != null && !(minutes >= 0 && Double.isFinite(minutes))) {
            throw new AssertionError("No duration: " + minutes);
        }
    }
}
