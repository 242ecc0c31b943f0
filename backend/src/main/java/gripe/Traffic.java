package gripe;

import java.util.concurrent.atomic.AtomicInteger;

/** How many requests somebody waits for just now, so that work that can wait lets them go first. Thread-safe. */
public final class Traffic {
    private final AtomicInteger requests = new AtomicInteger();

    public void began() {
        requests.incrementAndGet();
    }

    public void ended() {
        requests.decrementAndGet();
    }

    public boolean any() {
        return requests.get() > 0;
    }
}
