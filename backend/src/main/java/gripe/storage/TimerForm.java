package gripe.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import gripe.Timer;
import java.io.IOException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The JSON that is kept for a timer. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TimerForm(
        String id,
        @Nullable String line,
        String from,
        @Nullable String to,
        @Nullable String back,
        @Nullable Double min) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectReader READER = MAPPER.readerFor(TimerForm.class);
    private static final ObjectWriter WRITER = MAPPER.writerFor(TimerForm.class);

    static byte[] write(Timer timer) {
        try {
            return WRITER.writeValueAsBytes(new TimerForm(
                    timer.id(),
                    timer.line(),
                    timer.startedAt().toString(),
                    said(timer.stoppedAt()),
                    said(timer.backAt()),
                    timer.minutes()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A timer can always be written", e);
        }
    }

    static Timer read(byte[] json) {
        try {
            TimerForm form = READER.readValue(json);
            return new Timer(
                    form.id, form.line, OffsetDateTime.parse(form.from), time(form.to), time(form.back), form.min);
        } catch (IOException e) {
            throw new IllegalStateException("What is kept for a timer cannot be read", e);
        }
    }

    private static @Nullable String said(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable OffsetDateTime time(@Nullable String text) {
        return text == null ? null : OffsetDateTime.parse(text);
    }
}
