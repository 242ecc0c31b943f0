package gripe.storage.server;

import java.time.Duration;

/**
 * How often a server that dies is started again.
 *
 * @param failuresInARowMax after more than these it counts as failed, and is tried at the longest delay only
 * @param soundMillisMin a server that ran this long was sound: failures before it do not count any more
 */
record RestartPolicy(int failuresInARowMax, long delayMillisMin, long delayMillisMax, long soundMillisMin) {
    /** Tries often for a minute, since most causes pass or are there to stay. */
    static final RestartPolicy PATIENT = new RestartPolicy(10, 50, 30_000, 60_000);

    private static final int DOUBLINGS_MAX = 20;

    /** The failures in a row, counting the end of a run of that length. */
    int failuresAfterRunOf(Duration run, int failuresBefore) {
        return run.toMillis() >= soundMillisMin ? 1 : failuresBefore + 1;
    }

    boolean isFailed(int failures) {
        return failures > failuresInARowMax;
    }

    /** Doubles with each failure. */
    long delayMillis(int failures) {
        return isFailed(failures)
                ? delayMillisMax
                : Math.min(delayMillisMax, delayMillisMin << Math.min(DOUBLINGS_MAX, Math.max(0, failures - 1)));
    }
}
