package gripe.search;

import gripe.Problem;
import gripe.index.Cursor;
import gripe.index.MatchCursor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Cursors as callers see them: opaque, and checked when they come back. */
final class Cursors {
    private Cursors() {}

    static String write(Cursor cursor) {
        return encode(cursor.happenedAtMillis() + ":" + cursor.id());
    }

    static @Nullable Cursor read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String[] parts = decode(text).split(":", 2);
        if (parts.length != 2) {
            throw unknown();
        }
        try {
            return new Cursor(Long.parseLong(parts[0]), parts[1]);
        } catch (NumberFormatException e) {
            throw unknown();
        }
    }

    static String write(MatchCursor cursor) {
        return encode(
                "match:" + cursor.rank() + ":" + cursor.happenedAtMillis() + ":" + cursor.shown() + ":" + cursor.id());
    }

    static @Nullable MatchCursor readMatch(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String[] parts = decode(text).split(":", 5);
        if (parts.length != 5 || !parts[0].equals("match")) {
            throw unknown();
        }
        try {
            return new MatchCursor(
                    Double.parseDouble(parts[1]), Long.parseLong(parts[2]), parts[4], Integer.parseInt(parts[3]));
        } catch (NumberFormatException e) {
            throw unknown();
        }
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    static Problem unknown() {
        return new Problem(Problem.Code.INVALID, "cursor", "This cursor is none of ours; start without one.");
    }
}
