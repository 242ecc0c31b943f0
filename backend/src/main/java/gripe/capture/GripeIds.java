package gripe.capture;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/** Ids for new gripes: UUID version 7 (RFC 9562), so that their order is the order of their making. Thread-safe. */
final class GripeIds {
    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private GripeIds() {}

    static String next() {
        return GENERATOR.generate().toString();
    }
}
