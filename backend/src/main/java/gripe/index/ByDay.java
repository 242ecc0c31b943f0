package gripe.index;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.jspecify.annotations.Nullable;

/** Counts and minutes of each day of a zone. Not thread-safe. */
final class ByDay implements Documents.Visitor {
    private final ZoneId zone;
    private final TreeMap<LocalDate, Facet> days = new TreeMap<>();
    private @Nullable NumericDocValues minutesOf;
    private @Nullable SortedNumericDocValues timeOf;
    /** Of the day that was counted last: most gripes of a segment lie near each other. */
    private LocalDate day = LocalDate.EPOCH;

    private long fromMillis = 1;
    private long toMillis;
    private long count;
    private double minutes;

    ByDay(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public void begin(LeafReaderContext leaf) throws IOException {
        minutesOf = DocValues.getNumeric(leaf.reader(), GripeDocument.MINUTES);
        timeOf = DocValues.getSortedNumeric(leaf.reader(), GripeDocument.HAPPENED_AT);
    }

    @Override
    public void at(int document) throws IOException {
        if (timeOf != null && minutesOf != null && timeOf.advanceExact(document)) {
            add(
                    timeOf.nextValue(),
                    minutesOf.advanceExact(document) ? Double.longBitsToDouble(minutesOf.longValue()) : 0);
        }
    }

    private void add(long millis, double lost) {
        if (millis < fromMillis || millis >= toMillis) {
            keep();
            day = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
            fromMillis = day.atStartOfDay(zone).toInstant().toEpochMilli();
            toMillis = day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
        }
        count++;
        minutes += lost;
    }

    private void keep() {
        if (count > 0) {
            days.merge(
                    day,
                    new Facet(day.toString(), count, minutes),
                    (one, other) ->
                            new Facet(one.value(), one.count() + other.count(), one.minutes() + other.minutes()));
        }
        count = 0;
        minutes = 0;
    }

    List<Facet> newestFirst(int max) {
        keep();
        return days.descendingMap().values().stream().limit(max).toList();
    }
}
