package gripe.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.embeddings.SentenceModel;
import gripe.grouping.GroupingReport.Texts;
import gripe.painpoint.GroupingParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The small version of {@link GroupingReport}: docs/QUALITY.md has the figures of all sets. */
class GroupingQualityTest {
    @Test
    void gripes_areGroupedBetterThanByKMeansThatIsToldTheNumber() throws IOException {
        String name = SentenceModel.DEFAULT_NAME;
        Texts gripes = GroupingReport.read(
                        SentenceModel.named(name), Path.of("src/test/resources/data"), List.of("gripes"))
                .get(0);
        assertThat(gripes.name()).isEqualTo("gripes");

        Agreement told = Agreement.of(gripes.labels(), GroupingReport.kMeans(gripes.vectors(), gripes.causes()));
        Agreement found = Agreement.of(
                gripes.labels(),
                GroupingReport.groups(gripes.vectors(), GroupingParameters.of(name))
                        .group());
        assertThat(found.rand()).isGreaterThan(told.rand() + 0.05);
        assertThat(found.measure()).isGreaterThan(told.measure());
        assertThat(found.oneOffsAlone()).isGreaterThan(0.3);
        assertThat(found.groups()).isBetween(30, 120);
    }
}
