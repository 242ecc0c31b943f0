package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.Traffic;
import org.junit.jupiter.api.Test;

class CourtesyTest {
    private final Traffic traffic = new Traffic();

    @Test
    void letPass_whileARequestIsAtWork_comesBackThoughItNeverEnds() {
        Courtesy courtesy = new Courtesy(traffic);
        traffic.began();

        courtesy.letPass();
        courtesy.letPass();

        assertThat(traffic.any()).isTrue();
    }

    @Test
    void letPass_whenInterrupted_doesNotWait() {
        Courtesy courtesy = new Courtesy(traffic);
        traffic.began();
        Thread.currentThread().interrupt();

        courtesy.letPass();

        assertThat(Thread.interrupted()).isTrue();
    }
}
