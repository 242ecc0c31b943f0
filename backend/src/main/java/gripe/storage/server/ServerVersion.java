package gripe.storage.server;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** A server's version. Formats on disk change with major and minor, which together are its {@link #series()}. */
record ServerVersion(int major, int minor, int patch) implements Comparable<ServerVersion> {
    /** The first whose commands are all that Gripe uses; KeyDB's own command set is that of 6.2. */
    static final ServerVersion OLDEST = new ServerVersion(6, 2, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?");
    private static final Comparator<ServerVersion> ORDER = Comparator.comparingInt(ServerVersion::major)
            .thenComparingInt(ServerVersion::minor)
            .thenComparingInt(ServerVersion::patch);

    /** The first version that stands in {@code text}. */
    static Optional<ServerVersion> in(String text) {
        var found = FORM.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        int patch = found.group(3) == null ? 0 : Integer.parseInt(found.group(3));
        return Optional.of(
                new ServerVersion(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), patch));
    }

    ServerVersion series() {
        return new ServerVersion(major, minor, 0);
    }

    boolean isAtLeast(ServerVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(ServerVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
