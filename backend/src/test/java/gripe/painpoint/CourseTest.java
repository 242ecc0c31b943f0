package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gripe.painpoint.Course.Rate;
import gripe.painpoint.Course.Stretch;
import gripe.painpoint.Course.Trend;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Counts, sums and rates of one pain point. */
class CourseTest {
    private static final double WEEK_MILLIS = Duration.ofDays(7).toMillis();
    private static final long NOW = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final double NOT_SAID = Double.NaN;

    private static long ago(double weeks) {
        return NOW - Math.round(weeks * WEEK_MILLIS);
    }

    /** Gripes of so many minutes each, so many weeks ago. */
    private static Course course(double minutes, double... weeksAgo) {
        double[] said = new double[weeksAgo.length];
        Arrays.fill(said, minutes);
        return Course.of(Arrays.stream(weeksAgo).mapToLong(CourseTest::ago).toArray(), said, 0);
    }

    private static double[] weekly(double from, int count) {
        return IntStream.range(0, count).mapToDouble(i -> from + i).toArray();
    }

    @Test
    void none_hasNothing() {
        assertThat(Course.NONE.count()).isZero();
        assertThat(Course.NONE.minutes()).isZero();
        assertThat(Course.NONE.estimated()).isZero();
        assertThat(Course.NONE.estimate()).isZero();
        assertThat(Course.NONE.rate(NOW)).isEqualTo(new Rate(0, 0, 0));
        assertThat(Course.NONE.trend(NOW)).isEqualTo(Trend.STEADY);
        assertThat(Course.NONE.weeks(NOW, 12, BERLIN)).isEqualTo(Collections.nCopies(12, 0.0));
        assertThat(Course.NONE.perWeek(List.of(new Stretch(0, NOW)))).isZero();
        assertThat(Course.NONE.within(Long.MIN_VALUE, Long.MAX_VALUE).count()).isZero();
    }

    @Test
    void minutes_thatNobodySaid_areTheMedianOfTheOthers() {
        long[] times = {ago(1), ago(2), ago(3), ago(4), ago(5)};
        Course odd = Course.of(times, new double[] {NOT_SAID, 60, 10, 20, NOT_SAID}, 7);
        assertThat(odd.count()).isEqualTo(5);
        assertThat(odd.estimated()).isEqualTo(2);
        assertThat(odd.estimate()).isEqualTo(20);
        assertThat(odd.minutes()).isEqualTo(60 + 10 + 20 + 2 * 20);

        Course even = Course.of(times, new double[] {NOT_SAID, 60, 10, 20, 30}, 7);
        assertThat(even.estimate()).isEqualTo(25);
        Course none = Course.of(times, new double[] {NOT_SAID, NOT_SAID, NOT_SAID, NOT_SAID, NOT_SAID}, 7);
        assertThat(none.minutes()).isEqualTo(5 * 7);
        assertThat(none.estimated()).isEqualTo(5);
    }

    @Test
    void gripes_areInTheOrderOfTheirTimes() {
        Course course = Course.of(new long[] {300, 100, 200}, new double[] {3, NOT_SAID, 2}, 0);
        assertThat(course.times()).containsExactly(100, 200, 300);
        assertThat(course.firstMillis()).isEqualTo(100);
        assertThat(course.lastMillis()).isEqualTo(300);
        assertThat(course.last().toInstant()).isEqualTo(Instant.ofEpochMilli(300));
        assertThat(course.minutesBetween(200, 300)).isEqualTo(2);
        assertThat(course.minutesBetween(100, 200)).isEqualTo(2.5);
        assertThat(course.countBetween(100, 300)).isEqualTo(2);
        assertThat(course.countBetween(300, 100)).isZero();
    }

    @Test
    void within_countsAGripeAsItCountsInTheWhole() {
        Course course = Course.of(new long[] {100, 200, 300}, new double[] {10, NOT_SAID, 30}, 0);
        Course part = course.within(101, 300);
        assertThat(part.times()).containsExactly(200);
        assertThat(part.minutes()).isEqualTo(20);
        assertThat(part.estimated()).isEqualTo(1);
        assertThat(course.within(200, 301).count()).isEqualTo(2);
        assertThat(course.within(300, 100).count()).isZero();
    }

    @Test
    void extremes_areCountedLikeAnyOther() {
        long latest = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
        Course course = Course.of(new long[] {latest, 0}, new double[] {10, 527_040}, 0);
        assertThat(course.countBetween(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(2);
        assertThat(course.minutes()).isEqualTo(527_050);
        assertThat(course.rate(latest + 1).minutes()).isCloseTo(10 / 12.0, within(1e-9));
        assertThat(course.weeks(latest, 2, ZoneOffset.UTC)).containsExactly(0.0, 10.0);
        assertThat(course.rate(1).minutes()).isEqualTo(527_040);
    }

    @Test
    void rate_isOverTwelveWeeksAtMost() {
        assertThat(course(10, weekly(0.5, 30)).rate(NOW).minutes()).isCloseTo(10, within(1e-9));
        // What happened at the end belongs to the next twelve.
        assertThat(course(10, 20, 0).rate(NOW).minutes()).isZero();
        assertThat(course(10, 20, 12).rate(NOW).minutes()).isCloseTo(10 / 12.0, within(1e-9));
    }

    @Test
    void rate_ofAYoungOne_isSinceItWasFirstSeenButOverAWeekAtLeast() {
        assertThat(course(10, 3, 2, 2, 1, 1, 0.5).rate(NOW).minutes()).isCloseTo(20, within(1e-9));
        assertThat(course(10, 0.01, 0.005).rate(NOW).minutes()).isCloseTo(20, within(1e-9));
    }

    /**
     * Where all weigh the same the range of Fay and Feuer is the exact one of the Poisson distribution (Garwood 1936):
     * 0.025 to 5.572 for one, 0.619 to 8.767 for three, up to 3.689 for none.
     */
    @Test
    void range_ofEqualOnes_isThatOfTheirNumber() {
        Rate one = course(30, 1).rate(NOW);
        assertThat(one.minutes()).isEqualTo(30);
        assertThat(one.low()).isBetween(0.1, 30 * 0.0253);
        assertThat(one.high()).isCloseTo(30 * 5.572, within(1.0));

        Rate three = course(60, 12, 6, 1).rate(NOW);
        assertThat(three.minutes()).isCloseTo(15, within(1e-9));
        assertThat(three.low()).isCloseTo(60 * 0.6187 / 12, within(0.1));
        assertThat(three.high()).isCloseTo(60 * 8.767 / 12, within(0.1));

        Rate none = course(30, weekly(20, 10)).rate(NOW);
        assertThat(none.minutes()).isZero();
        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(30 * 3.689 / 12, within(0.1));
    }

    /**
     * By hand from Fay and Feuer (1997): 24 gripes of a minute and two of two in two weeks, so that the sum is 28 and
     * the sum of squares 32. Below it is 32 / (2 × 28) of the chi-square quantile with 2 × 28² / 32 = 49 degrees, which
     * is 31.555; above, with one more of the heaviest, 36 / (2 × 30) of that with 2 × 30² / 36 = 50 degrees: 71.420.
     */
    @Test
    void range_ofUnequalOnes_isThatOfFayAndFeuer() {
        long[] times = IntStream.range(0, 26).mapToLong(i -> ago(2 - i / 20.0)).toArray();
        double[] said = DoubleStream.concat(
                        DoubleStream.of(2, 2), DoubleStream.generate(() -> 1).limit(24))
                .toArray();
        Rate rate = Course.of(times, said, 0).rate(NOW);
        assertThat(rate.minutes()).isCloseTo(14, within(1e-9));
        assertThat(rate.low()).isCloseTo(32.0 / 56 * 31.555 / 2, within(0.02));
        assertThat(rate.high()).isCloseTo(36.0 / 60 * 71.420 / 2, within(0.02));
    }

    @Test
    void rate_ofWhatCostsNothing_isNothing() {
        assertThat(course(0, 3, 2, 1).rate(NOW)).isEqualTo(new Rate(0, 0, 0));
    }

    @Test
    void trend_isWhatIsMoreThanChance() {
        assertThat(course(60, 0.5).trend(NOW)).isEqualTo(Trend.STEADY);
        assertThat(course(60, weekly(0.5, 12)).trend(NOW)).isEqualTo(Trend.STEADY);
        assertThat(course(60, 1, 2, 3).trend(NOW)).isEqualTo(Trend.RISING);
        // 45 minutes a week more, less 1.28 deviations of √(3 × 60² / 4² + 60² / 8²).
        assertThat(course(60, 1, 2, 3).rise(NOW)).isCloseTo(10.3867, within(0.001));
        assertThat(course(60, weekly(4.5, 8)).trend(NOW)).isEqualTo(Trend.FALLING);
        assertThat(course(60, 5, 7, 9).trend(NOW)).isEqualTo(Trend.STEADY);
        // Older than twelve weeks.
        assertThat(course(60, weekly(12.5, 20)).trend(NOW)).isEqualTo(Trend.STEADY);
    }

    @Test
    void perWeek_isOverTheLastTwelveWeeksOfTheStretches() {
        double[] late = weekly(0.5, 10);
        double[] early = weekly(22.5, 8);
        Course course = Course.of(
                DoubleStream.concat(Arrays.stream(late), Arrays.stream(early))
                        .mapToLong(CourseTest::ago)
                        .toArray(),
                DoubleStream.concat(
                                DoubleStream.generate(() -> 30).limit(10),
                                DoubleStream.generate(() -> 90).limit(8))
                        .toArray(),
                0);
        Stretch newest = new Stretch(ago(10), NOW);
        Stretch before = new Stretch(ago(30), ago(22));
        assertThat(course.perWeek(List.of(newest, before))).isCloseTo((10 * 30 + 2 * 90) / 12.0, within(1e-9));
        assertThat(course.perWeek(List.of(before))).isCloseTo(8 * 90 / 7.5, within(1e-9));
        assertThat(course.perWeek(List.of())).isZero();
    }

    @Test
    void perWeek_beginsWithTheFirstGripeAndIsOverAWeekAtLeast() {
        Course course = course(60, 5, 4);
        assertThat(course.perWeek(List.of(new Stretch(Long.MIN_VALUE, ago(3))))).isCloseTo(60, within(1e-9));
        assertThat(course.perWeek(List.of(new Stretch(Long.MIN_VALUE, ago(4.5)))))
                .isCloseTo(60, within(1e-9));
        // Over before the first one: no week of it counts.
        assertThat(course.perWeek(List.of(new Stretch(ago(6), ago(1)), new Stretch(ago(20), ago(15)))))
                .isCloseTo(120 / 4.0, within(1e-9));
    }

    private static long berlin(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant().toEpochMilli();
    }

    /** 29 March 2026 has 23 hours there, and 25 October has 25. */
    @Test
    void weeks_whenTheClocksChange_beginAtMidnightOfMonday() {
        long[] times = Stream.of("2026-03-29T23:30", "2026-03-30T00:30", "2026-10-25T23:30", "2026-10-26T00:30")
                .mapToLong(CourseTest::berlin)
                .toArray();
        Course course = Course.of(times, new double[] {1, 2, 4, 8}, 0);
        assertThat(course.weeks(berlin("2026-04-01T12:00"), 3, BERLIN)).containsExactly(0.0, 1.0, 2.0);
        assertThat(course.weeks(berlin("2026-10-28T12:00"), 3, BERLIN)).containsExactly(0.0, 4.0, 8.0);
        assertThat(course.weeks(berlin("2026-10-28T12:00"), 2, BERLIN)).containsExactly(4.0, 8.0);
    }

    @Test
    void weeksFrom_isTheMondayOfTheZone() {
        long sunday = berlin("2026-03-29T23:30");
        assertThat(Course.weeksFrom(sunday, 1, BERLIN)).isEqualTo(LocalDate.parse("2026-03-23"));
        assertThat(Course.weeksFrom(sunday, 1, ZoneId.of("Pacific/Auckland"))).isEqualTo(LocalDate.parse("2026-03-30"));
        assertThat(Course.weeksFrom(sunday, 12, BERLIN)).isEqualTo(LocalDate.parse("2026-01-05"));
    }
}
