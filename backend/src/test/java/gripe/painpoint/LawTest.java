package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.painpoint.Law.Status;
import gripe.storage.Decision;
import gripe.storage.Decision.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What decisions come to, taken one after the other. */
class LawTest {
    private final List<Decision> decisions = new ArrayList<>();

    private void decide(long at, Kind kind, String painPoint, UnaryOperator<Decisions> more) {
        decisions.add(
                more.apply(Decisions.of("d" + at, at, "Ada", kind, painPoint)).make());
    }

    private Law law() {
        return Law.of(decisions);
    }

    @Test
    void ignore_ofAFixedOne_leavesItFixedAfterwards() {
        decide(100, Kind.FIX, "p", with -> with);
        decide(200, Kind.IGNORE, "p", with -> with.when(300L));

        assertThat(law().state("p", 250).status()).isEqualTo(Status.IGNORED);
        assertThat(law().state("p", 300)).isEqualTo(new Law.State(Status.FIXED, 100));
        assertThat(law().fixes("p").get(0).endedAt()).isNull();
    }

    @Test
    void return_whileIgnored_endsTheFixAndShowsWhenThatIsOver() {
        decide(100, Kind.FIX, "p", with -> with);
        decide(200, Kind.IGNORE, "p", with -> with.when(300L));
        decide(250, Kind.RETURNED, "p", with -> with.when(240L).gripes(List.of("g")));

        assertThat(law().fixes("p").get(0).endedAt()).isEqualTo(240);
        assertThat(law().state("p", 260).status()).isEqualTo(Status.IGNORED);
        assertThat(law().state("p", 301)).isEqualTo(new Law.State(Status.RETURNED, 240));
    }

    @Test
    void merge_takesFixNoteAndPinAlong() {
        decide(100, Kind.FIX, "a", with -> with.text("New cable"));
        decide(110, Kind.PIN, "a", with -> with);
        decide(200, Kind.MERGE, "a", with -> with.other("b"));

        assertThat(law().fixes("b")).extracting(Law.Fix::at).containsExactly(100L);
        assertThat(law().state("b", 300)).isEqualTo(new Law.State(Status.FIXED, 100));
        assertThat(law().note("b")).isEqualTo("New cable");
        assertThat(law().pinned("b")).isTrue();
    }

    @Test
    void merge_ofTwoWithFixes_keepsBothInTheOrderOfTheirTimes() {
        decide(100, Kind.FIX, "b", with -> with.text("Restart"));
        decide(150, Kind.RETURNED, "b", with -> with.when(140L).gripes(List.of("g")));
        decide(160, Kind.FIX, "a", with -> with.text("New cable").when(120L));
        decide(200, Kind.MERGE, "a", with -> with.other("b"));

        assertThat(law().fixes("b")).extracting(Law.Fix::at).containsExactly(100L, 120L);
        // What came back later than the other one was fixed is back.
        assertThat(law().state("b", 300)).isEqualTo(new Law.State(Status.RETURNED, 140));
        assertThat(law().fixes("b").get(1).endedAt()).isEqualTo(140);
        assertThat(law().fixes("b").get(1).evidence()).containsExactly("g");
        assertThat(law().note("b")).isEqualTo("Restart");
    }

    @Test
    void mergeAndSplit_withoutTheOther_holdNobody() {
        decide(100, Kind.MERGE, "a", with -> with.gripes(List.of("g")));
        decide(200, Kind.SPLIT, "a", with -> with.gripes(List.of("h")).rest(List.of("i")));

        assertThat(law().held()).isEmpty();
    }

    @Test
    void of_aTime_knowsNoCourseAfterIt() {
        decide(100, Kind.FIX, "p", with -> with.when(50L));
        decide(110, Kind.RETURNED, "p", with -> with.when(70L).gripes(List.of("g")));
        decide(120, Kind.RENAME, "p", with -> with.text("Cable"));
        decide(130, Kind.IGNORE, "p", with -> with);

        assertThat(Law.of(decisions, 40).state("p", 40).status()).isEqualTo(Status.OPEN);
        assertThat(Law.of(decisions, 60).state("p", 60).status()).isEqualTo(Status.FIXED);
        assertThat(Law.of(decisions, 60).fixes("p").get(0).endedAt()).isNull();
        assertThat(Law.of(decisions, 80).state("p", 80).status()).isEqualTo(Status.RETURNED);
        assertThat(Law.of(decisions, 131).state("p", 131).status()).isEqualTo(Status.IGNORED);
        assertThat(Law.of(decisions, 40).label("p")).isEqualTo("Cable");
    }
}
