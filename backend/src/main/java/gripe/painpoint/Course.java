package gripe.painpoint;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * When a pain point's gripes happened and what they cost. Immutable. Minutes are optional, so a gripe that says none
 * counts as the median of those of its pain point that say some; where none does, as the workspace's median.
 */
public final class Course {
    /** What a rate of today looks back on. */
    static final int RATE_WEEKS = 12;

    /** What is compared with the rest of that time to tell a trend. */
    static final int LATE_WEEKS = 4;

    /** Of the normal distribution: four of five differences that are chance stay below it. */
    private static final double TREND_Z = 1.28;

    private static final double RANGE_Z = 1.96;
    private static final double WEEK_MILLIS = 7 * 24 * 3_600_000.0;

    static final Course NONE = new Course(new long[0], new double[0], new boolean[0], 0);

    private final long[] times;
    private final double[] minutes;
    private final boolean[] guessed;
    private final double estimate;

    private Course(long[] times, double[] minutes, boolean[] guessed, double estimate) {
        this.times = times;
        this.minutes = minutes;
        this.guessed = guessed;
        this.estimate = estimate;
    }

    /**
     * @param times epoch milliseconds
     * @param said minutes of each, not a number where nobody said
     * @param otherwise what a gripe counts as when none of these says how long
     */
    static Course of(long[] times, double[] said, double otherwise) {
        double[] known = Arrays.stream(said).filter(one -> !Double.isNaN(one)).toArray();
        double estimate = known.length == 0 ? otherwise : median(known);
        long[] sorted = new long[times.length];
        double[] minutes = new double[times.length];
        boolean[] guessed = new boolean[times.length];
        int[] order = IntStream.range(0, times.length)
                .boxed()
                .sorted(Comparator.comparingLong(i -> times[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < order.length; i++) {
            sorted[i] = times[order[i]];
            guessed[i] = Double.isNaN(said[order[i]]);
            minutes[i] = guessed[i] ? estimate : said[order[i]];
        }
        return new Course(sorted, minutes, guessed, estimate);
    }

    static double median(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Of the gripes that happened from one time on and before another. */
    Course within(long from, long to) {
        int begin = firstAt(from);
        int end = Math.max(begin, firstAt(to));
        return new Course(
                Arrays.copyOfRange(times, begin, end),
                Arrays.copyOfRange(minutes, begin, end),
                Arrays.copyOfRange(guessed, begin, end),
                estimate);
    }

    private int firstAt(long time) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    public int count() {
        return times.length;
    }

    public double minutes() {
        return Arrays.stream(minutes).sum();
    }

    /** How many gripes say no minutes. */
    public long estimated() {
        long estimated = 0;
        for (boolean one : guessed) {
            estimated += one ? 1 : 0;
        }
        return estimated;
    }

    /** What each of those counts as. */
    public double estimate() {
        return estimate;
    }

    long firstMillis() {
        return times[0];
    }

    long lastMillis() {
        return times[times.length - 1];
    }

    java.time.OffsetDateTime last() {
        return Instant.ofEpochMilli(lastMillis()).atOffset(java.time.ZoneOffset.UTC);
    }

    long[] times() {
        return times;
    }

    double minutesBetween(long from, long to) {
        double sum = 0;
        for (int i = firstAt(from); i < times.length && times[i] < to; i++) {
            sum += minutes[i];
        }
        return sum;
    }

    int countBetween(long from, long to) {
        return Math.max(0, firstAt(to) - firstAt(from));
    }

    /**
     * Minutes a week with their 95 % range.
     *
     * @param minutes the mean
     */
    public record Rate(double minutes, double low, double high) {
        static final Rate NONE = new Rate(0, 0, 0);
    }

    /** From one time on and before another, as epoch milliseconds. */
    record Stretch(long from, long to) {}

    /** Minutes a week over the last twelve weeks of these stretches. */
    double perWeek(List<Stretch> newestFirst) {
        double weeks = 0;
        double sum = 0;
        for (Stretch stretch : newestFirst) {
            double left = RATE_WEEKS - weeks;
            long from = Math.max(stretch.from(), stretch.to() - (long) (left * WEEK_MILLIS));
            if (times.length > 0 && from < stretch.to()) {
                sum += minutesBetween(from, stretch.to());
                weeks += Math.max(0, (stretch.to() - Math.max(from, firstMillis())) / WEEK_MILLIS);
            }
        }
        return sum / Math.max(1, weeks);
    }

    /** Over the last weeks before a time; a pain point that is younger than those has its rate since it was first seen. */
    Rate rate(long before) {
        return rate(before, RATE_WEEKS);
    }

    Rate rate(long before, int weeks) {
        if (times.length == 0) {
            return Rate.NONE;
        }
        long from = before - (long) (weeks * WEEK_MILLIS);
        double span = Math.min(weeks, Math.max(1, (before - firstMillis()) / WEEK_MILLIS));
        int begin = firstAt(from);
        int end = firstAt(before);
        double sum = 0;
        double squares = 0;
        double most = 0;
        for (int i = begin; i < end; i++) {
            sum += minutes[i];
            squares += minutes[i] * minutes[i];
            most = Math.max(most, minutes[i]);
        }
        return range(sum, squares, most == 0 ? estimate : most, span);
    }

    /**
     * Gripes come as a Poisson process and each weighs its minutes: the gamma range of Fay and Feuer (1997, Confidence
     * intervals for directly standardized rates), which holds for a few heavy ones too.
     */
    private static Rate range(double sum, double squares, double most, double weeks) {
        double low = sum == 0 ? 0 : squares / (2 * sum) * chiSquare(2 * sum * sum / squares, -RANGE_Z);
        double variance = squares + most * most;
        double mean = sum + most;
        double high = mean == 0 ? 0 : variance / (2 * mean) * chiSquare(2 * mean * mean / variance, RANGE_Z);
        return new Rate(sum / weeks, low / weeks, high / weeks);
    }

    /**
     * A quantile of the chi-square distribution (Wilson and Hilferty 1931).
     *
     * @param z of the normal distribution
     */
    private static double chiSquare(double degrees, double z) {
        double spread = 2 / (9 * degrees);
        double root = 1 - spread + z * Math.sqrt(spread);
        return Math.max(0, degrees * root * root * root);
    }

    /** Where it is going. */
    public enum Trend {
        RISING,
        STEADY,
        FALLING;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    Trend trend(long before) {
        return rise(before) > 0 ? Trend.RISING : fall(before) > 0 ? Trend.FALLING : Trend.STEADY;
    }

    /** By how many minutes a week it rose for certain: below 0 when it may be chance. */
    double rise(long before) {
        return change(before) - TREND_Z * deviation(before);
    }

    private double fall(long before) {
        return -change(before) - TREND_Z * deviation(before);
    }

    private double change(long before) {
        long late = before - (long) (LATE_WEEKS * WEEK_MILLIS);
        long early = before - (long) (RATE_WEEKS * WEEK_MILLIS);
        return minutesBetween(late, before) / LATE_WEEKS - minutesBetween(early, late) / (RATE_WEEKS - LATE_WEEKS);
    }

    private double deviation(long before) {
        long late = before - (long) (LATE_WEEKS * WEEK_MILLIS);
        long early = before - (long) (RATE_WEEKS * WEEK_MILLIS);
        double lateSquares = squaresBetween(late, before);
        double earlySquares = squaresBetween(early, late);
        double one = estimate * estimate;
        return Math.sqrt(Math.max(lateSquares, one) / (LATE_WEEKS * LATE_WEEKS)
                + Math.max(earlySquares, one) / Math.pow(RATE_WEEKS - LATE_WEEKS, 2));
    }

    private double squaresBetween(long from, long to) {
        double sum = 0;
        for (int i = firstAt(from); i < times.length && times[i] < to; i++) {
            sum += minutes[i] * minutes[i];
        }
        return sum;
    }

    /** The Monday from which so many weeks are counted, the last of them under way at that time. */
    static LocalDate weeksFrom(long before, int weeks, ZoneId zone) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(before), zone)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .minusWeeks(weeks - 1L);
    }

    /** Minutes of each week, oldest first. */
    List<Double> weeks(long before, int weeks, ZoneId zone) {
        LocalDate from = weeksFrom(before, weeks, zone);
        double[] series = new double[weeks];
        long begin = from.atStartOfDay(zone).toInstant().toEpochMilli();
        for (int i = firstAt(begin); i < times.length; i++) {
            LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(times[i]), zone);
            long week = ChronoUnit.WEEKS.between(from, day);
            if (week < weeks) {
                series[(int) week] += minutes[i];
            }
        }
        return Arrays.stream(series).boxed().toList();
    }
}
