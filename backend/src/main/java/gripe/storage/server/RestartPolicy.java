package gripe.storage.server;

import java.time.Duration;

/**
 * How often a server that dies is started again.
 *
 * @param soundMillisMin a server that ran this long was sound: failures before it do not count any more
 */
record RestartPolicy(int failuresInARowMax, long delayMillisMin, long delayMillisMax, long soundMillisMin) {
    /** Tries for some fifty seconds, which is enough for a moment without memory, and stops before a log fills. */
    static final RestartPolicy PATIENT = new RestartPolicy(10, 50, 30_000, 60_000);

    private static final int DOUBLINGS_MAX = 20;

    /** The failures in a row, counting the end of a run of that length. */
    int failuresAfterRunOf(Duration run, int failuresBefore) {
        return run.toMillis() >= soundMillisMin ? 1 : failuresBefore + 1;
    }

    /** Doubles with each failure. */
    long delayMillis(int failures) {
        return Math.min(delayMillisMax, delayMillisMin << Math.min(DOUBLINGS_MAX, Math.max(0, failures - 1)));
    }
}
