package gripe.index;

import java.io.IOException;
import java.time.Duration;
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

    private static final long WEEK_MILLIS = Duration.ofDays(7).toMillis();
    /** Twenty years; a power of two. */
    private static final int TURNS_KEPT = 1_024;

    private final ZoneId zone;
    private final Map<String, Sum> tags = new HashMap<>();
    private final Map<String, Sum> places = new HashMap<>();
    private final Map<String, Sum> sources = new HashMap<>();
    /** By the day number of the Monday that a week begins with. */
    private final TreeMap<Long, Sum> weeks = new TreeMap<>();

    private final Sum all = new Sum("");
    private @Nullable Segment segment;
    /** By the last bits of their numbers. */
    private final @Nullable Turn[] turns = new @Nullable Turn[TURNS_KEPT];

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

    /**
     * A week as UTC counts them from the beginning of 1970, a Thursday: in every zone one week ends in it, and another one
     * begins.
     */
    private record Turn(long number, long atMillis, Sum before, Sum after) {}

    /** The segment whose gripes are added next. */
    void begin(LeafReader reader) throws IOException {
        end();
        segment = new Segment(
                DocValues.getNumeric(reader, GripeDocument.MINUTES),
                DocValues.getSortedNumeric(reader, GripeDocument.HAPPENED_AT),
                DocValues.getSortedSet(reader, GripeDocument.TAG),
                DocValues.getSorted(reader, GripeDocument.PLACE),
                DocValues.getSorted(reader, GripeDocument.SOURCE));
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
                in.byTag().add((int) in.tags().nextOrd(), minutes);
            }
        }
        if (in.places().advanceExact(document)) {
            in.byPlace().add(in.places().ordValue(), minutes);
        }
        if (in.sources().advanceExact(document)) {
            in.bySource().add(in.sources().ordValue(), minutes);
        }
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
        in.byTag().addTo(tags, in.tags()::lookupOrd);
        in.byPlace().addTo(places, in.places()::lookupOrd);
        in.bySource().addTo(sources, in.sources()::lookupOrd);
    }

    private record Segment(
            NumericDocValues minutes,
            SortedNumericDocValues times,
            SortedSetDocValues tags,
            SortedDocValues places,
            SortedDocValues sources,
            Counted byTag,
            Counted byPlace,
            Counted bySource) {
        Segment(
                NumericDocValues minutes,
                SortedNumericDocValues times,
                SortedSetDocValues tags,
                SortedDocValues places,
                SortedDocValues sources) {
            this(
                    minutes,
                    times,
                    tags,
                    places,
                    sources,
                    new Counted((int) tags.getValueCount()),
                    new Counted(places.getValueCount()),
                    new Counted(sources.getValueCount()));
        }
    }

    /** What a value's number in its segment stands for. */
    private interface Values {
        BytesRef at(int ordinal) throws IOException;
    }

    /** Sums by the numbers that values have in a segment. */
    private record Counted(long[] counts, double[] minutes) {
        Counted(int values) {
            this(new long[values], new double[values]);
        }

        void add(int ordinal, double lost) {
            counts[ordinal]++;
            minutes[ordinal] += lost;
        }

        void addTo(Map<String, Sum> all, Values values) throws IOException {
            for (int ordinal = 0; ordinal < counts.length; ordinal++) {
                if (counts[ordinal] > 0) {
                    String value = values.at(ordinal).utf8ToString();
                    // Office and office are one place, called as it was met first.
                    all.computeIfAbsent(GripeDocument.folded(value), folded -> new Sum(value))
                            .add(counts[ordinal], minutes[ordinal]);
                }
            }
        }
    }

    private Sum week(long millis) {
        long number = Math.floorDiv(millis, WEEK_MILLIS);
        int at = (int) (number & (TURNS_KEPT - 1));
        Turn turn = turns[at];
        if (turn == null || turn.number() != number) {
            turn = turn(number);
            turns[at] = turn;
        }
        return millis < turn.atMillis() ? turn.before() : turn.after();
    }

    private Turn turn(long number) {
        LocalDate day = Instant.ofEpochMilli(number * WEEK_MILLIS).atZone(zone).toLocalDate();
        LocalDate monday = day.minusDays(day.get(ChronoField.DAY_OF_WEEK) - 1L);
        LocalDate next = monday.plusWeeks(1);
        return new Turn(number, next.atStartOfDay(zone).toInstant().toEpochMilli(), weekOf(monday), weekOf(next));
    }

    private Sum weekOf(LocalDate monday) {
        return weeks.computeIfAbsent(monday.toEpochDay(), day -> new Sum(monday.toString()));
    }

    long count() {
        return all.count;
    }

    double minutes() {
        return all.minutes;
    }

    Facets facets() {
        List<Sum> counted =
                weeks.values().stream().filter(week -> week.count > 0).toList();
        List<Facet> byWeek = counted.stream()
                .skip(Math.max(0, counted.size() - WEEKS_MAX))
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
