package gripe.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gripe.Device;
import gripe.Problem;
import gripe.storage.GripeStore;
import gripe.web.TestServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What takes time, on a clock that is set by hand and the real store. */
class DevicesTest {
    private static TestServer gripe;

    private final SetClock clock = new SetClock();
    private final Devices devices = new Devices(store(), clock);

    @BeforeAll
    static void start() {
        gripe = TestServer.start(Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        gripe.close();
    }

    private static GripeStore store() {
        return gripe.bean(GripeStore.class);
    }

    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-11-26T22:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Problem.Code refused(String code) {
        return catchThrowableOfType(Problem.class, () -> devices.pair(code, "Phone"))
                .code();
    }

    @Test
    void pairing_withoutOwnerToken_saysWhyNot() {
        String redemption = "{\"code\": \"a\", \"name\": \"a\"}";
        assertThat(gripe.get("/api/v1/devices").problem()).isEqualTo("409 owner_token_missing");
        assertThat(gripe.post("/api/v1/pairing", "{}").problem()).isEqualTo("409 owner_token_missing");
        assertThat(gripe.post("/api/v1/pairing/redeem", redemption).problem()).isEqualTo("409 owner_token_missing");
    }

    @Test
    void pair_codeOlderThanItsLifetime_isRefused() {
        String code = devices.begin(Device.Scope.FULL).code();
        clock.now = clock.now.plus(Devices.CODE_LIFETIME).plusMillis(1);

        assertThat(refused(code)).isEqualTo(Problem.Code.PAIRING_CODE_WRONG);
    }

    @Test
    void owning_expiredDevice_isNobodyAndIsForgotten() {
        Devices.Paired paired = devices.pair(devices.begin(Device.Scope.CAPTURE).code(), " Phone ");
        assertThat(paired.device().name()).isEqualTo("Phone");
        assertThat(devices.owning(paired.token()).toCompletableFuture().join()).isEqualTo(paired.device());

        clock.now = clock.now.plus(Devices.DEVICE_LIFETIME);

        assertThat(devices.owning(paired.token()).toCompletableFuture().join()).isNull();
        assertThat(devices.list()).isEmpty();
    }

    @Test
    void pair_tenWrongCodes_closesForAMinuteEvenToTheRightOne() {
        for (int i = 0; i < 10; i++) {
            assertThat(refused("0000-0000-000" + i)).isEqualTo(Problem.Code.PAIRING_CODE_WRONG);
        }

        assertThat(refused(devices.begin(Device.Scope.FULL).code())).isEqualTo(Problem.Code.TOO_MANY_ATTEMPTS);
    }

    @Test
    void pair_hundredDevices_areEnough() {
        clock.now = clock.now.plus(Duration.ofDays(1));
        for (int i = 0; i < Devices.DEVICES_MAX; i++) {
            var unused = devices.pair(devices.begin(Device.Scope.FULL).code(), "Phone " + i);
        }

        assertThat(refused(devices.begin(Device.Scope.FULL).code())).isEqualTo(Problem.Code.TOO_MANY);
        devices.list().forEach(device -> devices.revoke(device.id()));
        assertThat(devices.list()).isEmpty();
    }
}
