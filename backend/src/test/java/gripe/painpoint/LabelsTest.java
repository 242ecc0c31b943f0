package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.painpoint.Labels.Chosen;
import gripe.painpoint.Labels.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which of the phrases of a group names it. */
class LabelsTest {
    private static Chosen best(List<Text> group, List<Text> others) {
        Labels labels = new Labels();
        labels.count(group);
        labels.count(others);
        return labels.candidates(group).get(0);
    }

    private static List<Text> each(String text) {
        return List.of(new Text(text + "1", text, 1), new Text(text + "2", text, 1), new Text(text + "3", text, 1));
    }

    @Test
    void label_isOfWordsThatTheOtherGroupsDoNotHave() {
        List<Text> vpn = each("another hour lost; the VPN dropped");
        List<Text> printer = each("another hour lost; the printer jammed");
        assertThat(best(vpn, printer).label()).isEqualTo("The VPN dropped");
        assertThat(best(printer, vpn).label()).isEqualTo("The printer jammed");
    }

    @Test
    void label_isOfWordsThatAreCommonInsideTheGroup() {
        List<Text> group = List.of(
                new Text("a", "it was raining; the VPN dropped", 1),
                new Text("b", "the VPN dropped", 1),
                new Text("c", "all was quiet; the VPN dropped", 1));
        assertThat(best(group, each("the printer is out of paper"))).isEqualTo(new Chosen("The VPN dropped", "a"));
    }

    @Test
    void label_isOfTheMostCentralGripe() {
        List<Text> group =
                List.of(new Text("far", "blue pump makes noise", 0.5), new Text("near", "red valve leaks water", 0.9));
        assertThat(best(group, List.of())).isEqualTo(new Chosen("Red valve leaks water", "near"));
    }

    @Test
    void label_isRatherShort() {
        List<Text> group = List.of(
                new Text("long", "VPN tunnel dropped as seven people were on call", 1),
                new Text("short", "VPN tunnel dropped twice", 1));
        assertThat(best(group, List.of()).label()).isEqualTo("VPN tunnel dropped twice");
    }

    @Test
    void candidates_areNoLongerThanALabelAndEachGripeHasOne() {
        Labels labels = new Labels();
        List<Text> group = List.of(
                new Text("words", "one two three four five six seven eight nine ten eleven twelve", 1),
                new Text("letters", "characteristically uncommunicative administrators misunderstand everything", 1));
        labels.count(group);
        assertThat(labels.candidates(group)).hasSize(2).allSatisfy(one -> {
            assertThat(one.label()).hasSizeBetween(6, Phrases.CHARACTERS_MAX);
            assertThat(one.label().split(" ", -1)).hasSizeLessThanOrEqualTo(10);
        });
    }

    @Test
    void label_ofTextsWithoutAPhrase_isTheText() {
        assertThat(best(List.of(new Text("a", "slow", 1)), List.of())).isEqualTo(new Chosen("Slow", "a"));
    }

    @Test
    void distinct_isTheBestThatNobodyHas() {
        Chosen dropped = new Chosen("The VPN dropped", "a");
        Chosen lost = new Chosen("VPN lost", "b");
        Set<String> taken = new HashSet<>();
        assertThat(Labels.distinct(List.of(dropped, lost), taken)).isEqualTo(dropped);
        // Now it is taken, whatever its case and its punctuation.
        assertThat(Labels.distinct(List.of(new Chosen("the VPN: dropped!", "c"), lost), taken))
                .isEqualTo(lost);
        assertThat(Labels.distinct(List.of(dropped, lost), taken)).isEqualTo(new Chosen("The VPN dropped (2)", "a"));
        assertThat(Labels.distinct(List.of(dropped, lost), taken)).isEqualTo(new Chosen("The VPN dropped (3)", "a"));
        assertThat(Labels.distinct(List.of(), taken).label()).isNotEmpty();
    }
}
