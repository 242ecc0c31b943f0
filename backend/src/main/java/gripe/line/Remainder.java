package gripe.line;

import java.util.ArrayList;
import java.util.List;

/** What a line says without its spans, and which punctuation goes with them. */
final class Remainder {
    private final MarkedLine line;

    private Remainder(MarkedLine line) {
        this.line = line;
    }

    /** Spans take the brackets around them along, and the comma or colon that would be left alone without them. */
    static List<Span> withPunctuation(MarkedLine line) {
        Remainder remainder = new Remainder(line);
        List<Span> whole = new ArrayList<>();
        for (Span span : line.spans()) {
            whole.add(span.kind().equals(Span.ESCAPE) ? span : remainder.withPunctuation(span));
        }
        return whole;
    }

    private Span withPunctuation(Span span) {
        int start = span.start();
        int end = span.end();
        int opening = unread(start, -1);
        int closing = unread(end, 1);
        if (opening >= 0 && closing < line.length() && isPair(line.at(opening), line.at(closing))) {
            start = anotherBetween(opening, start) ? start : opening;
            end = anotherBetween(end - 1, closing) ? endOfSeparator(end) : closing + 1;
        } else if (line.opens(start)) {
            end = endOfSeparator(end);
        } else if (line.ends(end) || (line.nextAt(end) == ',' && line.lastBefore(start) == ',')) {
            start = startOfSeparator(start);
        }
        line.take(start, end);
        return new Span(start, end, span.kind(), span.value());
    }

    /** The first place before, or from there on, that is a bracket, or neither of a span nor a space or comma. */
    private int unread(int from, int step) {
        int at = step < 0 ? from - 1 : from;
        while (at >= 0
                && at < line.length()
                && "()[]".indexOf(line.at(at)) < 0
                && (line.isTaken(at) || " ,;".indexOf(line.at(at)) >= 0)) {
            at += step;
        }
        return at;
    }

    /** Whether another span lies between two places. */
    private boolean anotherBetween(int from, int to) {
        for (int at = from + 1; at < to; at++) {
            if (line.isTaken(at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPair(char opening, char closing) {
        return (opening == '(' && closing == ')') || (opening == '[' && closing == ']');
    }

    private int endOfSeparator(int end) {
        int at = end;
        while (at < line.length() && ",:;.!?".indexOf(line.at(at)) >= 0) {
            at++;
        }
        if (at > end) {
            return at;
        }
        while (at < line.length() && line.at(at) == ' ') {
            at++;
        }
        int dashes = at;
        while (dashes < line.length() && dashes < at + 2 && "-–—|·•→".indexOf(line.at(dashes)) >= 0) {
            dashes++;
        }
        boolean dash = dashes > at && dashes < line.length() && line.at(dashes) == ' ';
        return dash ? dashes : end;
    }

    private int startOfSeparator(int start) {
        int at = start;
        while (at > 0 && line.at(at - 1) == ' ') {
            at--;
        }
        if (at == 0 || line.isTaken(at - 1)) {
            return start;
        }
        char before = line.at(at - 1);
        boolean dash = "-–—".indexOf(before) >= 0 && at > 1 && line.at(at - 2) == ' ';
        return dash || ",;:".indexOf(before) >= 0 ? at - 1 : start;
    }

    /** The line without its spans; the spaces around a span become one. Without spans the line stays as it is. */
    static String text(String line, List<Span> spans) {
        StringBuilder rest = new StringBuilder();
        int at = 0;
        boolean cut = false;
        for (Span span : spans) {
            append(rest, line.substring(at, span.start()), cut);
            cut = !span.kind().equals(Span.ESCAPE);
            at = span.end();
        }
        append(rest, line.substring(at), cut);
        boolean understood = spans.stream().anyMatch(span -> !span.kind().equals(Span.ESCAPE));
        return understood ? rest.toString().strip() : rest.toString();
    }

    private static void append(StringBuilder rest, String next, boolean cut) {
        if (!cut) {
            rest.append(next);
            return;
        }
        int kept = rest.length();
        while (kept > 0 && Character.isWhitespace(rest.charAt(kept - 1))) {
            kept--;
        }
        String before = rest.substring(kept);
        String after = next.stripLeading();
        String gap = before + next.substring(0, next.length() - after.length());
        rest.setLength(kept);
        // Punctuation that stood at the span stands at what is before it now; a smiley stood apart.
        boolean closing = !after.isEmpty() && ",.;:!?)]".indexOf(after.charAt(0)) >= 0 && next.equals(after);
        if (!gap.isEmpty() && !closing && kept > 0) {
            rest.append(gap.indexOf('\n') >= 0 ? "\n" : " ");
        }
        rest.append(after);
    }
}
