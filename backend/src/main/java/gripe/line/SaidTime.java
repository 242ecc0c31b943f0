package gripe.line;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A time as it was said: a moment, or only a day.
 *
 * @param at null when no clock time was said
 */
public record SaidTime(
        LocalDate day, @Nullable PartOfDay part, @Nullable OffsetDateTime at) {
    private static final LocalTime MIDDAY = LocalTime.NOON;

    /** The moment to keep: a day without a clock time becomes its middle, or that of its part, and never the future. */
    public OffsetDateTime moment(ZonedDateTime now) {
        if (at != null) {
            return at;
        }
        LocalTime about = part == null ? MIDDAY : part.about();
        OffsetDateTime moment = day.atTime(about).atZone(now.getZone()).toOffsetDateTime();
        boolean simplyToday = part == null && day.equals(now.toLocalDate());
        return simplyToday || moment.isAfter(now.toOffsetDateTime()) ? now.toOffsetDateTime() : moment;
    }

    /** {@code 2026-11-02}, or with a clock time {@code 2026-11-02T14:30:00+01:00}. */
    @Override
    public String toString() {
        return at == null ? day.toString() : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at);
    }
}
