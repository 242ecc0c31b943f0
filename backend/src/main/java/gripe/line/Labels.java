package gripe.line;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tags of a line and the place in it. */
final class Labels {
    private static final String WORD = "[\\p{L}\\p{M}\\p{N}_\u200c\u200d]";
    /** A letter first, so that issue numbers stay text. */
    private static final Pattern TAG =
            Pattern.compile("#(\\p{L}" + WORD + "*+(?:(?:[-/.+&·・]|::?|--)" + WORD + "++)*+\\+{0,2})");

    private static final Pattern PLACE = Pattern.compile("@(\\p{L}" + WORD + "*+(?:[-.·・]" + WORD + "++)*+)");
    private static final Pattern QUOTED_PLACE =
            Pattern.compile("@\"([^\"\\n]{1," + LineParser.PLACE_CHARACTERS_MAX + "})\"");
    /** fff, ff0000: all digits alike, or six and more of them that are no word. */
    private static final Pattern COLOUR =
            Pattern.compile("([a-fA-F])\\1{2}|([a-fA-F])\\2{5}|(?=\\p{Alpha}*\\d)(?:\\p{XDigit}{6}|\\p{XDigit}{8})");

    private final MarkedLine line;
    private final List<String> tags = new ArrayList<>();
    private @Nullable String place;

    private Labels(MarkedLine line) {
        this.line = line;
    }

    static Labels read(MarkedLine line) {
        Labels labels = new Labels(line);
        labels.read();
        return labels;
    }

    List<String> tags() {
        return tags;
    }

    @Nullable
    String place() {
        return place;
    }

    /** The end of what could be a tag or a place there, whatever stands around it; below zero when nothing could. */
    static int end(MarkedLine line, int start) {
        int end = -1;
        for (Pattern pattern : List.of(TAG, PLACE, QUOTED_PLACE)) {
            Matcher matcher = line.matcher(pattern, start);
            end = matcher != null && line.mayEnd(matcher.end()) ? Math.max(end, matcher.end()) : end;
        }
        return end;
    }

    private void read() {
        for (int at = 0; at < line.length(); at++) {
            char sign = line.at(at);
            boolean listed = at > 0 && line.isTaken(at - 1) && line.at(at - 1) == ',' && !line.isLiteral(at);
            if ((sign != '#' && sign != '@') || !(listed || line.mayBegin(at))) {
                continue;
            }
            if (sign == '#') {
                readTag(at);
            } else {
                readPlace(at);
            }
        }
    }

    private void readTag(int start) {
        Matcher tag = line.matcher(TAG, start);
        if (tag == null || tags.size() == LineParser.TAGS_MAX || !line.mayEnd(tag.end())) {
            return;
        }
        String written = line.written().substring(start + 1, tag.end());
        String value = Normalizer.normalize(written, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        if (value.codePointCount(0, value.length()) > LineParser.TAG_CHARACTERS_MAX
                || NeighbourWords.PREPROCESSOR.contains(written)
                || COLOUR.matcher(written).matches()) {
            return;
        }
        if (!tags.contains(value)) {
            tags.add(value);
        }
        int end = tag.end();
        // Of #one,#two and #one, #two the comma belongs to neither text.
        int next = end < line.length() && line.at(end) == ',' ? end + 1 : -1;
        int after = next > 0 && next < line.length() && line.at(next) == ' ' ? next + 1 : next;
        boolean listed =
                after > 0 && after < line.length() && line.at(after) == '#' && line.matcher(TAG, after) != null;
        line.add(start, listed ? next : end, Span.TAG, value);
    }

    private void readPlace(int start) {
        if (place != null) {
            return;
        }
        Matcher quoted = line.matcher(QUOTED_PLACE, start);
        if (quoted != null && line.mayEnd(quoted.end()) && !quoted.group(1).isBlank()) {
            place = line.written().substring(start + 2, quoted.end() - 1).strip();
            line.add(start, quoted.end(), Span.PLACE, place);
            return;
        }
        Matcher bare = line.matcher(PLACE, start);
        if (bare == null || !line.mayEnd(bare.end())) {
            return;
        }
        String value = line.written().substring(start + 1, bare.end());
        boolean domain = value.indexOf('.') >= 0;
        if (domain
                || NeighbourWords.ANNOTATIONS.contains(value)
                || value.codePointCount(0, value.length()) > LineParser.PLACE_CHARACTERS_MAX) {
            return;
        }
        place = value;
        line.add(start, bare.end(), Span.PLACE, value);
    }
}
