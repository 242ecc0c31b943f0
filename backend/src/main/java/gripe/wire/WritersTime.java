package gripe.wire;

import gripe.Problem;
import gripe.Problem.Code;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The moment and the zone in which somebody wrote a line. */
final class WritersTime {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");
    private static final int ZONE_CHARACTERS_MAX = 60;

    private WritersTime() {}

    /**
     * What was sent of it, and the rest from the clock.
     *
     * @param field the name of {@code now} in the request
     * @param now its offset is the zone when no zone is given
     * @param zone by its name in the time zone database, or an offset
     * @throws Problem that names the field at fault
     */
    static ZonedDateTime of(String field, @Nullable OffsetDateTime now, @Nullable String zone, Clock clock) {
        if (now != null
                && (now.toInstant().isBefore(EARLIEST) || now.toInstant().isAfter(LATEST))) {
            throw new Problem(Code.OUT_OF_RANGE, field, "It was written after 1970 and before the year 10000.");
        }
        ZoneId said = zone == null ? null : zone(zone);
        ZonedDateTime moment = now == null
                ? clock.instant().atZone(said == null ? ZoneId.systemDefault() : said)
                : said == null ? now.toZonedDateTime() : now.atZoneSameInstant(said);
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }

    private static ZoneId zone(String zone) {
        try {
            if (zone.length() <= ZONE_CHARACTERS_MAX) {
                return ZoneId.of(zone);
            }
        } catch (DateTimeException e) {
            throw new Problem(Code.INVALID, "zone", "Wanted is the name of a time zone, such as Europe/Berlin.", e);
        }
        throw new Problem(Code.INVALID, "zone", "Wanted is the name of a time zone, such as Europe/Berlin.");
    }
}
