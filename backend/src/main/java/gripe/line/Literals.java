package gripe.line;

/** Marks quoted parts, and what a backslash stands before. A backslash before anything else is a backslash. */
final class Literals {
    /** A text of the greatest length. */
    private static final int QUOTED_UNITS_MAX = 4_000;

    private final MarkedLine line;
    private final TimeWords times;

    private Literals(MarkedLine line, TimeWords times) {
        this.line = line;
        this.times = times;
    }

    static void mark(MarkedLine line, TimeWords times) {
        new Literals(line, times).mark();
    }

    private void mark() {
        for (int at = 0; at < line.length(); at++) {
            if (!line.mayBegin(at)) {
                continue;
            }
            int start = at;
            while (at < line.length() && line.written().charAt(at) == '\\') {
                at++;
            }
            int end = at == line.length() ? -1 : at == start ? endOfQuoted(at) : endOfPiece(at);
            if (end < 0) {
                continue;
            }
            if (at > start) {
                line.add(start, start + 1, Span.ESCAPE, "");
            }
            line.takeLiterally(start, end);
            at = end - 1;
        }
    }

    private int endOfQuoted(int start) {
        char closing = switch (line.written().charAt(start)) {
            case '"' -> '"';
            case '`' -> '`';
            case '“' -> '”';
            case '„' -> '“';
            case '«' -> '»';
            default -> 0;
        };
        for (int at = start + 1; closing != 0 && at < Math.min(line.length(), start + QUOTED_UNITS_MAX); at++) {
            char one = line.written().charAt(at);
            if (one == '\\') {
                at++;
            } else if (one == closing || (one == '”' && closing == '“')) {
                return at > start + 1
                                && (line.mayEnd(at + 1)
                                        || !Character.isLetterOrDigit(
                                                line.written().charAt(at + 1)))
                        ? at + 1
                        : -1;
            }
        }
        return -1;
    }

    /** The end of what could be understood there, whatever stands around it. */
    private int endOfPiece(int start) {
        int end = endOfQuoted(start);
        end = Math.max(end, Labels.end(line, start));
        TimeWords.Read read = times.at(line.plain(), start);
        end = read != null && line.measureMayEnd(read.end()) ? Math.max(end, read.end()) : end;
        DurationWords.Read duration = DurationWords.about(line.plain(), start);
        return duration != null && line.measureMayEnd(duration.end()) ? Math.max(end, duration.end()) : end;
    }
}
