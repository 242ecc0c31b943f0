package gripe.line;

/**
 * A line made plain for reading, of the same length, so that every place in it is a place in the line: digits of all
 * scripts and full-width characters as ASCII, spaces of all kinds as a space.
 */
final class PlainLine {
    private static final String OPENING = "([{";
    private static final String ENDING = ",;:!?)]}…–—、。」』،؛؟।";
    private static final int FULL_WIDTH_FIRST = 0xFF01;
    private static final int FULL_WIDTH_LAST = 0xFF5E;
    private static final int FULL_WIDTH_TO_ASCII = 0xFEE0;

    private final String line;

    PlainLine(String written) {
        char[] plain = new char[written.length()];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = plain(written.charAt(i));
        }
        line = new String(plain);
    }

    private static char plain(char one) {
        if (one < 0x80) {
            return one == '\t' ? ' ' : one == '\r' ? '\n' : one;
        }
        if (one >= FULL_WIDTH_FIRST && one <= FULL_WIDTH_LAST) {
            return (char) (one - FULL_WIDTH_TO_ASCII);
        }
        if (Character.isDigit(one)) {
            return (char) ('0' + Character.digit(one, 10));
        }
        if (one == '\u2028' || one == '\u2029' || one == '\u0085') {
            return '\n';
        }
        return Character.isSpaceChar(one) ? ' ' : one == '\u2019' ? '\'' : one;
    }

    String line() {
        return line;
    }

    int length() {
        return line.length();
    }

    char at(int index) {
        return line.charAt(index);
    }

    boolean blankAt(int index) {
        return line.charAt(index) == ' ' || line.charAt(index) == '\n';
    }

    /** Whether something may begin here: after a space or an opening bracket, or after a comma that is none of a number. */
    boolean begins(int at) {
        if (at == 0 || blankAt(at - 1)) {
            return at < line.length() && !blankAt(at);
        }
        char before = line.charAt(at - 1);
        if (OPENING.indexOf(before) >= 0) {
            return true;
        }
        return (before == ',' || before == ';') && at > 1 && !isDigit(line.charAt(at - 2));
    }

    /** Whether something may end here: before a space, the end, or punctuation that does not go on as a number or word. */
    boolean ends(int end) {
        if (end == line.length() || blankAt(end)) {
            return true;
        }
        char next = line.charAt(end);
        char afterNext = end + 1 < line.length() ? line.charAt(end + 1) : ' ';
        if (next == '.' || next == '-') {
            return afterNext == ' ' || afterNext == '\n' || (next == '.' && ".)]".indexOf(afterNext) >= 0);
        }
        if (next == ',' || next == ':' || next == ';') {
            return !isDigit(afterNext);
        }
        return ENDING.indexOf(next) >= 0;
    }

    static boolean isDigit(char one) {
        return one >= '0' && one <= '9';
    }

    static boolean isOfWord(char one) {
        return Character.isLetterOrDigit(one) || one == '\'' || one == '-' || one == '%' || one == '$';
    }
}
