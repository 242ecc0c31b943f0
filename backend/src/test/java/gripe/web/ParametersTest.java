package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.Problem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ParametersTest {
    @Property
    void limit_anyText_isALimitOrAProblem(@ForAll String text) {
        try {
            assertThat(Parameters.limit(text)).isBetween(1, 200);
        } catch (Problem e) {
            assertThat(e.field()).isEqualTo("limit");
        }
    }

    @Property
    void limit_anyNumber_isTakenWithinItsBounds(@ForAll long number) {
        try {
            assertThat(Parameters.limit(Long.toString(number))).isEqualTo(Math.toIntExact(number));
        } catch (Problem e) {
            assertThat(number < 1 || number > 200).isTrue();
        }
    }

    @Property
    void time_anyText_isATimeOrAProblem(@ForAll("nearlyTimes") String text) {
        try {
            assertThat(Parameters.time("from", text, ZoneOffset.UTC)).isNotNull();
        } catch (Problem e) {
            assertThat(e.field()).isEqualTo("from");
        }
    }

    @Property
    void time_written_isRead(@ForAll("seconds") long second, @ForAll("offsets") int offsetMinutes) {
        Instant instant = Instant.ofEpochSecond(second);
        OffsetDateTime time = instant.atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));

        assertThat(Parameters.time("from", time.toString(), ZoneOffset.UTC)).isEqualTo(instant);
    }

    @Example
    void period_ofDays_beginsAndEndsThereInTheZone() {
        assertThat(Parameters.period("2026-11-02", "2026-11-03", "Europe/Berlin"))
                .isEqualTo(new Parameters.Period(
                        Instant.parse("2026-11-01T23:00:00Z"), Instant.parse("2026-11-02T23:00:00Z")));
        assertThat(Parameters.period("2026-11-02T00:00:00Z", null, "Europe/Berlin"))
                .isEqualTo(new Parameters.Period(Instant.parse("2026-11-02T00:00:00Z"), null));
    }

    @Provide
    Arbitrary<Long> seconds() {
        return Arbitraries.longs().between(0, 253_402_300_799L);
    }

    @Provide
    Arbitrary<Integer> offsets() {
        return Arbitraries.integers().between(-18 * 60, 18 * 60);
    }

    @Provide
    Arbitrary<String> nearlyTimes() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.strings().withChars("0123456789-:TZ+. ").ofMaxLength(32),
                Arbitraries.of(
                        "+999999999-12-31T23:59:59+18:00", "-999999999-01-01T00:00:00-18:00", "2026-02-30", "24:00"));
    }
}
