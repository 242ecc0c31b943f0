package gripe.wire;

import gripe.Problem;
import gripe.Problem.Code;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What lines of an import have to hold. */
final class Ids {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

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
}
