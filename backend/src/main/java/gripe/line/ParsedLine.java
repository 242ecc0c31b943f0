package gripe.line;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a line says. The text is the line without its spans; what the line does not say is null or empty. */
public record ParsedLine(
        String text,
        @Nullable Double minutes,
        List<String> tags,
        @Nullable String place,
        @Nullable SaidTime happenedAt,
        List<Span> spans) {
    public ParsedLine {
        tags = List.copyOf(tags);
        spans = List.copyOf(spans);
    }
}
