package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is cut out of a text, and where. */
class PhrasesTest {
    @Test
    void text_isCutWherePeoplePause() {
        assertThat(Phrases.of(
                        "the queue is stuck; nobody knew why. Half an hour gone, the runner hangs – all are away"))
                .containsExactly(
                        "the queue is stuck",
                        "nobody knew why",
                        "Half an hour gone",
                        "the runner hangs",
                        "all are away");
        assertThat(Phrases.of("the \"save\" button (on the left) does nothing\nlost my text"))
                .containsExactly("on the left", "does nothing", "lost my text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version 2.5.1 of login.py fails", "re-login is needed daily", "the 10:30 train is late"})
    void stopInsideOfANameOrANumber_isNone(String text) {
        assertThat(Phrases.of(text)).containsExactly(text);
    }

    @ParameterizedTest
    @CsvSource({
        "this morning the printer jammed,the printer jammed",
        "Ugh the VPN dropped,the VPN dropped",
        "the printer jammed again and again,the printer jammed",
        "waiting for a runner to the,waiting for a runner",
        "sofa delivery was late,sofa delivery was late",
        "the badge reader is in again mode,the badge reader is in again mode"
    })
    void wordsThatSayNothing_areLeftOutAtBothEnds(String text, String phrase) {
        assertThat(Phrases.of(text)).containsExactly(phrase);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "slow", "printer", "a b c", "Again!", "unbelievable. really"})
    void textWithoutTwoWordsThatSaySomething_hasNoPhrase(String text) {
        assertThat(Phrases.of(text)).isEmpty();
    }

    @Test
    void longPhrase_isCutAfterAWordThatDoesNotOnlyLeadOn() {
        assertThat(Phrases.of("one two three four five six seven eight nine ten eleven"))
                .containsExactly("one two three four five six seven eight nine ten");
        assertThat(Phrases.of("the build on the new machine takes ages for the whole team"))
                .containsExactly("the build on the new machine takes ages");
        assertThat(Phrases.of("reconciliation of intercompany transactions misattributes extraordinary depreciation"))
                .containsExactly("reconciliation of intercompany transactions misattributes");
    }

    @Test
    void first_isThereForWhateverHasSomethingToRead() {
        assertThat(Phrases.first("Ugh. The queue is stuck; nobody knew")).isEqualTo("The queue is stuck");
        assertThat(Phrases.first("slow")).isEqualTo("slow");
        assertThat(Phrases.first("again")).isEqualTo("again");
        assertThat(Phrases.first("  \n ")).isNull();
        assertThat(Phrases.first("x".repeat(100))).isEqualTo("x".repeat(Phrases.CHARACTERS_MAX - 1));
        // Characters that take two places are not cut in two.
        assertThat(Phrases.first("\ud83d\ude00".repeat(100)))
                .isEqualTo("\ud83d\ude00".repeat(Phrases.CHARACTERS_MAX - 1));
    }

    @Test
    void plain_isLettersAndDigitsAlone() {
        assertThat(Phrases.plain("Wi-Fi 5 is DOWN, ÄGAIN!")).isEqualTo("wifi5isdownägain");
    }

    @Test
    void words_areInLowerCaseAndLongerThanALetter() {
        assertThat(Phrases.words("A VPN-client of 10.0.0.1 — Büro"))
                .containsExactly("vpn", "client", "of", "10", "büro");
    }

    @ParameterizedTest
    @CsvSource({
        "the printer jammed,The printer jammed",
        "über das VPN,Über das VPN",
        "iPhone app logs out,iPhone app logs out",
        "login_test.py is flaky,login_test.py is flaky",
        "k8s pod restarts,k8s pod restarts",
        "VPN dropped,VPN dropped",
        "x,X"
    })
    void label_beginsWithACapitalUnlessItIsAName(String phrase, String label) {
        assertThat(Phrases.asLabel(phrase)).isEqualTo(label);
    }
}
