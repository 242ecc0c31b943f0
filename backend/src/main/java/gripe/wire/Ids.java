package gripe.wire;

import gripe.Problem;
import gripe.Problem.Code;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What lines of an import have to hold. */
final class Ids {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private Ids() {}

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new Problem(Code.MISSING, field, "'" + field + "' is missing.");
        }
        return value;
    }

    static String checked(String field, @Nullable String id) {
        if (!ID.matcher(present(field, id)).matches()) {
            throw new Problem(Code.INVALID, field, "An id has 1 to 64 letters, digits, '-' or '_'.");
        }
        return present(field, id);
    }

    static @Nullable String checkedOrNull(String field, @Nullable String id) {
        return id == null ? null : checked(field, id);
    }

    static List<String> checked(String field, List<String> ids) {
        ids.forEach(id -> {
            var unused = checked(field, id);
        });
        return ids;
    }

    static long millis(String field, @Nullable Instant at) {
        Instant there = present(field, at);
        if (there.isBefore(EARLIEST) || there.isAfter(LATEST)) {
            throw new Problem(Code.OUT_OF_RANGE, field, "A time is after 1970 and before the year 10000.");
        }
        return there.toEpochMilli();
    }
}
