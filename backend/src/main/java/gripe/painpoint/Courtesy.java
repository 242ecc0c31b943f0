package gripe.painpoint;

import gripe.Traffic;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets requests go first: whoever computes for long asks it again and again, and is held up while there is any, in all no
 * longer than four times as long as it worked. So it ends under a load that never ends, and takes a fifth of a core there.
 * For one thread.
 */
final class Courtesy {
    private static final int REST_MAX = 4;
    private static final long LOOK_NANOS = 500_000;

    private final Traffic traffic;
    private long worked;
    private long rested;
    private long since = System.nanoTime();

    Courtesy(Traffic traffic) {
        this.traffic = traffic;
    }

    void letPass() {
        worked += lap();
        while (traffic.any()
                && rested < REST_MAX * worked
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
            rested += lap();
        }
    }

    private long lap() {
        long now = System.nanoTime();
        long lap = now - since;
        since = now;
        return lap;
    }
}
