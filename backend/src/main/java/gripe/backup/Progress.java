package gripe.backup;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Says how far a long task is, once a second. Not thread-safe. */
public final class Progress {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private final PrintStream out;
    private String task = "";
    private long saidAtNanos;

    public Progress(PrintStream out) {
        this.out = out;
    }

    /** Begins a task; nothing is said of it if it takes less than a second. */
    void begin(String what) {
        task = what;
        saidAtNanos = System.nanoTime();
    }

    /** @param total as far as is known; 0 when it is not */
    void at(long done, long total) {
        long now = System.nanoTime();
        if (now - saidAtNanos < INTERVAL_NANOS) {
            return;
        }
        saidAtNanos = now;
        String share = total <= 0
                ? ""
                : " of " + number(Math.max(done, total)) + ", " + 100 * done / Math.max(done, total) + " %";
        out.println(task + ": " + number(done) + share);
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
