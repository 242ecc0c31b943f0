package gripe.painpoint;

import gripe.Problem;
import gripe.Problem.Code;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a page ended. The next one goes on behind this key, whether or not what had it is still there, and sorts by what
 * the first page sorted by, so that what is captured, moved and deleted meanwhile moves nothing else. Immutable.
 *
 * @param sort by which it is sorted
 * @param asOfMillis up to when the first page counted; 0 where that does not matter
 * @param estimate that gripes without minutes counted as then; 0 where that is not sorted by
 * @param middle that the first page measured from, as {@link Alikeness} has it; empty where that is not sorted by
 */
record PageEnd(String sort, long asOfMillis, double estimate, byte[] middle, SortKey key) {
    private static final int PARTS = 6;
    private static final int CHARACTERS_MAX = 4_000;

    /** Opaque to callers. */
    String write() {
        String values = key.values().stream().map(String::valueOf).collect(Collectors.joining(","));
        String measured = Base64.getUrlEncoder().withoutPadding().encodeToString(middle);
        String text = String.join(
                ":", sort, Long.toString(asOfMillis), Double.toString(estimate), measured, values, key.id());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Problem INVALID when it is no cursor of a list that is sorted so */
    static PageEnd read(String cursor, String sort, int values) {
        if (cursor.length() > CHARACTERS_MAX) {
            throw unknown();
        }
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(":", PARTS);
            if (parts.length != PARTS || !parts[0].equals(sort)) {
                throw unknown();
            }
            List<Double> read =
                    Arrays.stream(parts[4].split(",", -1)).map(Double::valueOf).toList();
            if (read.size() != values) {
                throw unknown();
            }
            return new PageEnd(
                    sort,
                    Long.parseLong(parts[1]),
                    Double.parseDouble(parts[2]),
                    Base64.getUrlDecoder().decode(parts[3]),
                    new SortKey(read, parts[5]));
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static Problem unknown() {
        return new Problem(Code.INVALID, "cursor", "This cursor is none of this list; start without one.");
    }
}
