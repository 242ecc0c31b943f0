package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegroupingTest {
    private static final long MEGABYTE = 1_000_000;

    @Test
    void tooLittle_saysHowMuchMemoryItTakes() {
        assertThat(Regrouping.tooLittle(100_000, 512 * MEGABYTE)).isNull();
        assertThat(Regrouping.tooLittle(1_000_000, 512 * MEGABYTE))
                .contains("1000000 gripes", "2428 MB", "512", "OPERATION.md");
        assertThat(Regrouping.tooLittle(1_000_000, 2_500 * MEGABYTE)).isNull();
    }
}
