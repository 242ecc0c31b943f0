package gripe.storage.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerReleaseTest {
    @ParameterizedTest
    @CsvSource({
        "REDIS 6.2.11, REDIS 6.2.7, true",
        "REDIS 6.2.11, REDIS 7.0.15, true",
        "REDIS 7.0.15, REDIS 7.2.4, true",
        "REDIS 7.2.4, REDIS 8.0.0, true",
        "REDIS 7.0.15, REDIS 6.2.11, false",
        "REDIS 7.2.4, REDIS 7.0.15, false",
        "REDIS 6.2.11, VALKEY 8.0.1, true",
        "REDIS 7.2.4, VALKEY 7.2.4, true",
        "REDIS 7.4.0, VALKEY 8.1.0, false",
        "VALKEY 7.2.4, REDIS 7.2.4, false",
        "VALKEY 7.2.4, VALKEY 8.0.1, true",
        "VALKEY 8.0.1, VALKEY 7.2.4, false",
        "REDIS 6.2.11, KEYDB 6.3.4, true",
        "REDIS 7.0.15, KEYDB 6.3.4, false",
        "VALKEY 8.0.1, KEYDB 6.3.4, false",
        "KEYDB 6.3.4, KEYDB 6.3.1, true",
        "KEYDB 6.3.4, REDIS 6.2.11, true",
        "KEYDB 6.3.4, REDIS 7.0.15, true",
        "KEYDB 6.3.4, VALKEY 8.0.1, true",
        "KEYDB 7.0.0, REDIS 7.0.15, false",
    })
    void reads_whatIsKnownToWork(String writer, String reader, boolean expected) {
        assertThat(release(reader).reads(release(writer))).isEqualTo(expected);
    }

    private static ServerRelease release(String text) {
        return new ServerRelease(
                ServerKind.valueOf(text.substring(0, text.indexOf(' '))),
                ServerVersion.in(text).orElseThrow());
    }

    @Test
    void reportedBy_tellsTheKindsApart() {
        assertThat(ServerRelease.reportedBy(Map.of("redis_version", "7.0.15"))).hasValue(release("REDIS 7.0.15"));
        assertThat(ServerRelease.reportedBy(Map.of("redis_version", "6.3.4", "mvcc_depth", "0")))
                .hasValue(release("KEYDB 6.3.4"));
        assertThat(ServerRelease.reportedBy(Map.of("redis_version", "7.2.4", "valkey_version", "8.0.1")))
                .hasValue(release("VALKEY 8.0.1"));
        assertThat(ServerRelease.reportedBy(Map.of())).isEmpty();
    }
}
