package gripe.storage.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private final RestartPolicy policy = RestartPolicy.PATIENT;

    @Test
    void delayMillis_doublesUpToItsBound() {
        assertThat(policy.delayMillis(1)).isEqualTo(50);
        assertThat(policy.delayMillis(2)).isEqualTo(100);
        assertThat(policy.delayMillis(10)).isEqualTo(25_600);
        assertThat(policy.delayMillis(11)).isEqualTo(30_000);
        assertThat(policy.delayMillis(Integer.MAX_VALUE)).isEqualTo(30_000);
    }

    @Test
    void failuresAfterRunOf_soundLength_beginsAnew() {
        assertThat(policy.failuresAfterRunOf(Duration.ofSeconds(59), 3)).isEqualTo(4);
        assertThat(policy.failuresAfterRunOf(Duration.ofSeconds(60), 3)).isEqualTo(1);
    }

    @Test
    void isFailed_afterTenInARow() {
        assertThat(policy.isFailed(10)).isFalse();
        assertThat(policy.isFailed(11)).isTrue();
    }
}
