package gripe.start;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.configuration.GripeConfiguration;
import io.micronaut.context.ApplicationContext;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void defaults_areWhatTheManualSays() {
        try (ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .environmentVariableExcludes(
                        "GRIPE_DATA", "GRIPE_HOST", "GRIPE_PORT", "GRIPE_KEYDB_URI", "GRIPE_KEYDB_CA", "GRIPE_MODEL")
                .start()) {
            assertThat(context.getBean(GripeConfiguration.class))
                    .isEqualTo(new GripeConfiguration("", "", "", "gripe-small", "", "", "", "", "", "", ""));
            assertThat(context.getProperty("micronaut.server.host", String.class))
                    .contains("127.0.0.1");
            assertThat(context.getProperty("micronaut.server.port", Integer.class))
                    .contains(4747);
            assertThat(context.getProperty("micronaut.server.max-request-buffer-size", Long.class))
                    .contains(1024L * 1024);
            assertThat(context.getProperty("micronaut.server.idle-timeout", String.class))
                    .contains("60s");
            assertThat(context.getProperty("micronaut.server.read-idle-timeout", String.class))
                    .contains("60s");
            assertThat(context.getProperty("micronaut.server.write-idle-timeout", String.class))
                    .contains("60s");
        }
    }

    @Test
    void toString_tellsNoSecret() {
        assertThat(new GripeConfiguration("", "redis://:secret@host", "", "", "secret", "", "", "", "", "", "secret")
                        .toString())
                .doesNotContain("secret");
    }
}
