package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gripe.painpoint.Catalogue.View;
import gripe.painpoint.PainPointDetail.FixCourse;
import gripe.storage.Decision;
import gripe.storage.Decision.Kind;
import gripe.storage.PainPointStore.State;
import gripe.storage.StoredPainPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of a moment and of a period, of one pain point p. */
class MomentTest {
    private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");

    private final List<Decision> decisions = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private final List<Double> minutes = new ArrayList<>();

    private static Instant week(double number) {
        return MONDAY.plusMillis(Math.round(number * Duration.ofDays(7).toMillis()));
    }

    private void happened(Instant at, double said) {
        times.add(at);
        minutes.add(said);
    }

    /** Once in the middle of each of these weeks. */
    private void weekly(int from, int to) {
        for (int number = from; number < to; number++) {
            happened(week(number + 0.5), 60);
        }
    }

    private void decide(Instant at, Kind kind, UnaryOperator<Decisions> more) {
        decisions.add(more.apply(Decisions.of("d" + decisions.size(), at.toEpochMilli(), "Ada", kind, "p"))
                .make());
    }

    private Moment moment(Instant present, @Nullable Instant to, ZoneId zone) {
        StoredPainPoint painPoint =
                StoredPainPoint.fresh("p", MONDAY.toEpochMilli(), "Cable", null, null, times.size());
        Course course = Course.of(
                times.stream().mapToLong(Instant::toEpochMilli).toArray(),
                minutes.stream().mapToDouble(Double::doubleValue).toArray(),
                0);
        View view = new View(new State(1, List.of(painPoint), decisions));
        return new Moment(view, Map.of("p", course), null, present.toEpochMilli(), to, zone);
    }

    private Moment moment(Instant present) {
        return moment(present, null, ZoneOffset.UTC);
    }

    @Test
    void fixThatHolds_isThereThoughThePeriodHasNoGripe() {
        weekly(-4, 12);
        decide(week(12), Kind.FIX, with -> with);
        Moment now = moment(week(20));

        List<PainPointItem> items = now.items(week(14));
        assertThat(items).hasSize(1);
        assertThat(items.get(0).count()).isZero();
        assertThat(items.get(0).minutes()).isZero();
        assertThat(items.get(0).fixedAt()).isEqualTo(week(12));
        assertThat(items.get(0).lastAt()).isEqualTo(week(11.5));
        assertThat(items.get(0).saved()).isCloseTo(8 * 60, within(0.1));
        assertThat(now.savings(null).minutes()).isCloseTo(8 * 60, within(0.1));
        assertThat(now.savings(null).fixes()).isEqualTo(1);
        assertThat(now.savings("other").fixes()).isZero();
    }

    @Test
    void fixThatEnded_countsWhereItIsNotListed() {
        weekly(-4, 12);
        decide(week(12), Kind.FIX, with -> with);
        decide(week(16), Kind.REOPEN, with -> with);
        Moment now = moment(week(20));

        assertThat(now.items(week(14))).isEmpty();
        assertThat(now.savings(null).minutes()).isCloseTo(4 * 60, within(0.1));
        assertThat(now.savings(null).fixes()).isEqualTo(1);
    }

    @Test
    void estimated_isOfThePeriod() {
        happened(week(1), Double.NaN);
        happened(week(2), Double.NaN);
        happened(week(3), 10);
        happened(week(4), Double.NaN);
        Moment now = moment(week(5));

        assertThat(now.items(null).get(0).estimated()).isEqualTo(3);
        assertThat(now.items(week(3)).get(0).estimated()).isEqualTo(1);
        assertThat(now.items(week(3)).get(0).estimate()).isEqualTo(10);
    }

    @Test
    void secondFix_isMeasuredAgainstWeeksInWhichNoneHeld() {
        weekly(-4, 12);
        decide(week(12), Kind.FIX, with -> with);
        weekly(20, 24);
        decide(
                week(20.5),
                Kind.RETURNED,
                with -> with.when(week(20.5).toEpochMilli()).gripes(List.of("g")));
        decide(week(24), Kind.FIX, with -> with);

        Moment now = moment(week(26));
        List<FixCourse> fixes = now.fixes("p", now.courses.getOrDefault("p", Course.NONE));
        assertThat(fixes).hasSize(2);
        assertThat(fixes.get(0).before()).isCloseTo(60, within(0.1));
        // Four gripes in three and a half weeks, and nine in the eight and a half before the first fix.
        assertThat(fixes.get(1).before()).isCloseTo(13 * 60 / 12.0, within(0.1));
        assertThat(fixes.get(1).saved()).isCloseTo(2 * fixes.get(1).before(), within(0.1));
    }

    @Test
    void fixOnAFix_isMeasuredAgainstTheSameWeeks() {
        weekly(-4, 12);
        decide(week(12), Kind.FIX, with -> with);
        decide(week(20), Kind.FIX, with -> with);
        Moment now = moment(week(22));

        assertThat(now.savings(null).minutes()).isCloseTo(10 * 60, within(0.1));
    }

    @Test
    void fixWhoseTimeIsCorrected_isMeasuredFromTheRightTime() {
        weekly(-16, 0);
        decide(week(4), Kind.FIX, with -> with);
        decide(week(4.1), Kind.FIX, with -> with.when(week(0).toEpochMilli()));
        assertCorrected(2);
    }

    @Test
    void fixThatIsOpenedAgainAndSaidWithAnEarlierTime_countsItsWeeksOnce() {
        weekly(-16, 0);
        decide(week(4), Kind.FIX, with -> with);
        decide(week(4.1), Kind.REOPEN, with -> with);
        decide(week(4.2), Kind.FIX, with -> with.when(week(0).toEpochMilli()));
        assertCorrected(3);
    }

    private void assertCorrected(int decided) {
        assertThat(decisions).hasSize(decided);
        Moment now = moment(week(8));
        List<FixCourse> fixes = now.fixes("p", now.courses.getOrDefault("p", Course.NONE));
        assertThat(fixes).hasSize(1);
        assertThat(fixes.get(0).at()).isEqualTo(week(0));
        assertThat(fixes.get(0).before()).isCloseTo(60, within(0.1));
        assertThat(fixes.get(0).saved()).isCloseTo(8 * 60, within(0.1));
    }

    @Test
    void past_hasTheNotesOfToday() {
        weekly(-4, 12);
        decide(week(12), Kind.FIX, with -> with.text("New cable"));
        assertThat(moment(week(20), week(10), ZoneOffset.UTC).items(null).get(0).fix())
                .isEqualTo("New cable");
    }

    @Test
    void past_isToldAsItStoodThen() {
        weekly(-4, 12);
        decide(week(12), Kind.FIX, with -> with);
        happened(week(16), 60);
        decide(
                week(16),
                Kind.RETURNED,
                with -> with.when(week(16).toEpochMilli()).gripes(List.of("g")));

        PainPointItem then =
                moment(week(20), week(14), ZoneOffset.UTC).items(null).get(0);
        assertThat(then.status()).isEqualTo("fixed");
        assertThat(then.saved()).isCloseTo(2 * 60, within(0.1));
        assertThat(moment(week(20)).items(null).get(0).status()).isEqualTo("returned");
        assertThat(moment(week(20), week(10), ZoneOffset.UTC).items(null).get(0).status())
                .isEqualTo("open");
    }

    @Test
    void period_endsBeforeItsEnd() {
        happened(week(1), 10);
        happened(week(2), 10);

        assertThat(moment(week(5), week(2), ZoneOffset.UTC).items(null).get(0).count())
                .isEqualTo(1);
        assertThat(moment(week(5), week(2).plusMillis(1), ZoneOffset.UTC)
                        .items(null)
                        .get(0)
                        .count())
                .isEqualTo(2);
        // What happened just now is there.
        assertThat(moment(week(2)).items(null).get(0).count()).isEqualTo(2);
        // A period that ends with Sunday ends with that week.
        List<Double> weeks =
                moment(week(5), week(2), ZoneOffset.UTC).items(null).get(0).weeks();
        assertThat(weeks.get(11)).isEqualTo(10);
    }

    @Test
    void weeks_beginInTheZoneThatIsAskedFor() {
        happened(week(1).minus(Duration.ofHours(1)), 10);
        Instant present = week(1.5);

        List<Double> utc = moment(present).items(null).get(0).weeks();
        assertThat(utc.get(10)).isEqualTo(10);
        List<Double> auckland = moment(present, null, ZoneId.of("Pacific/Auckland"))
                .items(null)
                .get(0)
                .weeks();
        assertThat(auckland.get(11)).isEqualTo(10);
    }

    @Test
    void weeksOfTheOverview_comeToItsSum() {
        happened(week(1), Double.NaN);
        happened(week(2), 10);
        happened(week(3), 20);
        // Like no other: it says nothing either, and counts as something else.
        Course alone = Course.of(new long[] {week(3).toEpochMilli()}, new double[] {Double.NaN}, 7);
        Moment now = moment(week(4));

        double sum = Overviews.weeks(now, alone).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertThat(sum).isEqualTo(now.items(null).get(0).minutes() + alone.minutes());
    }
}
