package gripe.capture;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Clock;

/**
 * Ids for new gripes: UUID version 7 (RFC 9562), so that their order is the order of their making, also while the clock
 * is set back. Thread-safe.
 */
final class GripeIds {
    private final TimeBasedEpochGenerator generator;

    GripeIds(Clock clock) {
        generator = Generators.timeBasedEpochGenerator(null, new NeverBack(clock));
    }

    String next() {
        return generator.generate().toString();
    }

    private static final class NeverBack extends UUIDClock {
        private final Clock clock;
        private long latest;

        NeverBack(Clock clock) {
            this.clock = clock;
        }

        @Override
        public synchronized long currentTimeMillis() {
            latest = Math.max(latest, clock.millis());
            return latest;
        }
    }
}
