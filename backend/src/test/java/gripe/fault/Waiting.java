package gripe.fault;

import java.util.concurrent.Callable;

/** For a condition, not for a time. */
public final class Waiting {
    private static final long SECONDS_MAX = 120;
    private static final long POLL_MILLIS = 5;

    private Waiting() {}

    public static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        long end = System.nanoTime() + SECONDS_MAX * 1_000_000_000L;
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError("While waiting for " + what, e);
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("Waited too long for " + what);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
