package gripe.search;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.embeddings.OnnxEmbeddingModel;
import gripe.embeddings.SentenceModel;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the real model on all labelled texts. */
class RankingTest {
    private static final List<String> FIGURES = List.of("precision@1", "precision@10", "MRR", "nDCG@10");

    @Test
    void wordsAndMeaningTogether_areNoWorseThanTheBetterOfBoth() throws IOException {
        try (OnnxEmbeddingModel model = OnnxEmbeddingModel.load(SentenceModel.named(SentenceModel.DEFAULT_NAME))) {
            List<RankingReport.Row> rows = RankingReport.rows(model);
            RankingReport.print(SentenceModel.DEFAULT_NAME, rows);
            assertThat(rows).hasSize(7).allSatisfy(row -> {
                for (int figure = 0; figure < FIGURES.size(); figure++) {
                    assertThat(row.gainAtMost(figure))
                            .as("%s, %s, against %s alone", row.name(), FIGURES.get(figure), row.better(figure))
                            .isGreaterThanOrEqualTo(0);
                }
            });
        }
    }
}
