package gripe.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gripe.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GripeRulesTest {
    private final GripeRules rules = new GripeRules(Clock.fixed(Instant.parse("2026-11-25T10:00:00Z"), ZoneOffset.UTC));

    @Test
    void text_isKeptExactly() {
        String text = " \t Straße 😡\r\n  待つ e\u0301 ";
        assertThat(rules.text(text)).isSameAs(text);
    }

    @Test
    void text_twoThousandCharactersCountedAsPeopleCount() {
        assertThat(rules.text("😡".repeat(2_000))).hasSize(4_000);
        refused(Problem.Code.TOO_LONG, "text", () -> rules.text("😡".repeat(2_001)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "\u200b", "\ufeff\u2060", "\u00a0", "\u3164"})
    void text_withNothingToRead_isBlank(String text) {
        refused(Problem.Code.BLANK, "text", () -> rules.text(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "bell \u0007", "\u001b[31m", "\u0085", "\u007f"})
    void text_withControlCharacters_isRefused(String text) {
        refused(Problem.Code.CONTROL_CHARACTER, "text", () -> rules.text(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"half \ud83d", "\ude00 half"})
    void text_withLoneSurrogates_isRefused(String text) {
        refused(Problem.Code.INVALID_UNICODE, "text", () -> rules.text(text));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -0.01, 527_041, 1e300, Double.NaN, Double.POSITIVE_INFINITY})
    void minutes_outOfRange(double minutes) {
        refused(Problem.Code.OUT_OF_RANGE, "minutes", () -> rules.minutes(minutes));
    }

    @Test
    void minutes_mayBeFractionsOrUnknown() {
        assertThat(rules.minutes(0.5)).isEqualTo(0.5);
        assertThat(rules.minutes(0.0)).isZero();
        assertThat(rules.minutes(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59Z", "2026-11-27T00:00:00Z", "+300000-01-01T00:00:00Z"})
    void happenedAt_outOfRange(String at) {
        refused(Problem.Code.OUT_OF_RANGE, "happenedAt", () -> rules.happenedAt(OffsetDateTime.parse(at)));
    }

    @Test
    void tags_areWordsInLowerCaseWithoutHashOnce() {
        assertThat(rules.tags(List.of("#CI", "ci", "Übel"))).containsExactly("ci", "übel");
    }

    @Test
    void tags_tooMany() {
        refused(Problem.Code.TOO_MANY, "tags", () -> rules.tags(Collections.nCopies(100_000, "ci")));
        refused(Problem.Code.TOO_LONG, "tags", () -> rules.tags(List.of("a".repeat(51))));
        refused(Problem.Code.BLANK, "tags", () -> rules.tags(List.of("#")));
        refused(Problem.Code.INVALID, "tags", () -> rules.tags(List.of("two words")));
    }

    @Test
    void id_isShortAndPlain() {
        assertThat(rules.id("01938f3e-9c3a-7cc1-b2f1-0d3a5b6c7d8e")).hasSize(36);
        refused(Problem.Code.INVALID, "id", () -> rules.id("../x"));
        refused(Problem.Code.INVALID, "id", () -> rules.id("a".repeat(65)));
        refused(Problem.Code.INVALID, "id", () -> rules.id(""));
    }

    private static void refused(
            Problem.Code code, String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.field()).isEqualTo(field);
        });
    }
}
