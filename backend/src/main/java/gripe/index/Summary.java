package gripe.index;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Counts and sums over everything that matches, segment by segment. Not thread-safe. */
final class Summary {
    private static final int VALUES_MAX = 20;
    /** Ten years. */
    private static final int WEEKS_MAX = 520;

    private final ZoneId zone;
    private final Map<String, Sum> tags = new HashMap<>();
    private final Map<String, Sum> places = new HashMap<>();
    private final Map<String, Sum> sources = new HashMap<>();
    /** By the day number of the Monday that a week begins with. */
    private final TreeMap<Long, Sum> weeks = new TreeMap<>();

    private final Sum all = new Sum("");
    private @Nullable Segment segment;
    /** Of the day that was looked up last: most gripes of a segment lie near each other. */
    private long dayFromMillis = 1;

    private long dayToMillis;
    private Sum weekOfDay = all;

    Summary(ZoneId zone) {
        this.zone = zone;
    }

    private static final class Sum {
        private final String value;
        private long count;
        private double minutes;

        Sum(String value) {
            this.value = value;
        }

        void add(long count, double minutes) {
            this.count += count;
            this.minutes += minutes;
        }

        Facet facet(String value) {
            return new Facet(value, count, minutes);
        }
    }

    /** The segment whose gripes are added next. */
    void begin(LeafReader reader) throws IOException {
        end();
        segment = new Segment(
                DocValues.getNumeric(reader, GripeDocument.MINUTES),
                DocValues.getSortedNumeric(reader, GripeDocument.HAPPENED_AT),
                DocValues.getSortedSet(reader, GripeDocument.TAG),
                new HashMap<>(),
                new Labels(DocValues.getSorted(reader, GripeDocument.PLACE)),
                new Labels(DocValues.getSorted(reader, GripeDocument.SOURCE)));
    }

    /** @param document in its segment, later than those before */
    void add(int document) throws IOException {
        Segment in = Objects.requireNonNull(segment);
        double minutes = in.minutes().advanceExact(document)
                ? Double.longBitsToDouble(in.minutes().longValue())
                : 0;
        all.add(1, minutes);
        if (in.tags().advanceExact(document)) {
            for (int i = 0; i < in.tags().docValueCount(); i++) {
                in.byTag()
                        .computeIfAbsent(in.tags().nextOrd(), ordinal -> new Sum(""))
                        .add(1, minutes);
            }
        }
        in.place().add(document, minutes);
        in.source().add(document, minutes);
        if (in.times().advanceExact(document)) {
            week(in.times().nextValue()).add(1, minutes);
        }
    }

    /** After the last one. */
    void end() throws IOException {
        Segment in = segment;
        if (in == null) {
            return;
        }
        segment = null;
        for (Map.Entry<Long, Sum> entry : in.byTag().entrySet()) {
            addTo(tags, in.tags().lookupOrd(entry.getKey()), entry.getValue());
        }
        in.place().addTo(places);
        in.source().addTo(sources);
    }

    private record Segment(
            NumericDocValues minutes,
            SortedNumericDocValues times,
            SortedSetDocValues tags,
            Map<Long, Sum> byTag,
            Labels place,
            Labels source) {}

    /** Values of a field that a gripe has one of at most, counted by their ordinals. */
    private record Labels(SortedDocValues values, Map<Integer, Sum> sums) {
        Labels(SortedDocValues values) {
            this(values, new HashMap<>());
        }

        void add(int document, double minutes) throws IOException {
            if (values.advanceExact(document)) {
                sums.computeIfAbsent(values.ordValue(), ordinal -> new Sum("")).add(1, minutes);
            }
        }

        void addTo(Map<String, Sum> all) throws IOException {
            for (Map.Entry<Integer, Sum> entry : sums.entrySet()) {
                Summary.addTo(all, values.lookupOrd(entry.getKey()), entry.getValue());
            }
        }
    }

    /** Office and office are one place, called as it was met first. */
    private static void addTo(Map<String, Sum> all, BytesRef term, Sum sum) {
        String value = term.utf8ToString();
        all.computeIfAbsent(GripeDocument.folded(value), folded -> new Sum(value))
                .add(sum.count, sum.minutes);
    }

    private Sum week(long millis) {
        if (millis < dayFromMillis || millis >= dayToMillis) {
            LocalDate day = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
            dayFromMillis = day.atStartOfDay(zone).toInstant().toEpochMilli();
            dayToMillis = day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
            LocalDate monday = day.minusDays(day.get(ChronoField.DAY_OF_WEEK) - 1L);
            weekOfDay = weeks.computeIfAbsent(monday.toEpochDay(), number -> new Sum(monday.toString()));
        }
        return weekOfDay;
    }

    long count() {
        return all.count;
    }

    double minutes() {
        return all.minutes;
    }

    Facets facets() {
        List<Facet> byWeek = weeks.values().stream()
                .skip(Math.max(0, weeks.size() - WEEKS_MAX))
                .map(sum -> sum.facet(sum.value))
                .toList();
        return new Facets(mostFrequent(tags), mostFrequent(places), mostFrequent(sources), byWeek);
    }

    private static List<Facet> mostFrequent(Map<String, Sum> sums) {
        return sums.values().stream()
                .map(sum -> sum.facet(sum.value))
                .sorted(Comparator.comparingLong(Facet::count).reversed().thenComparing(Facet::value))
                .limit(VALUES_MAX)
                .toList();
    }
}
