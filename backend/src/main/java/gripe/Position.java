package gripe;

import java.util.Comparator;

/** A place in a workspace's stream of changes: a stream entry's id, in the order in which changes were made. */
public record Position(long millis, long sequence) implements Comparable<Position> {
    /** Before every change. */
    public static final Position START = new Position(0, 0);

    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::millis).thenComparingLong(Position::sequence);

    /** @throws NumberFormatException when the text is not {@code millis-sequence} */
    public static Position parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new NumberFormatException("Not a stream position: " + text);
        }
        return new Position(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return millis + "-" + sequence;
    }
}
