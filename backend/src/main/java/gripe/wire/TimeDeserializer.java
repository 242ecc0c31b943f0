package gripe.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads times from strings with an offset and from nothing else: Jackson's own would take a number as seconds. */
final class TimeDeserializer<T> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1;

    private final transient Function<OffsetDateTime, T> as;

    TimeDeserializer(Class<T> type, Function<OffsetDateTime, T> as) {
        super(type);
        this.as = as;
    }

    @Override
    @SuppressWarnings("unchecked") // What the context answers is of the handled type.
    public @Nullable T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (T) context.handleUnexpectedToken(handledType(), parser);
        }
        String text = parser.getText();
        try {
            return as.apply(OffsetDateTime.parse(text));
        } catch (DateTimeException e) {
            return (T) context.handleWeirdStringValue(handledType(), text, "no time with an offset");
        }
    }
}
