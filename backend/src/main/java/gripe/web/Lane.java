package gripe.web;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.Traffic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Requests of one kind: so many at work, so many waiting in order, and no more. Thread-safe. */
final class Lane {
    private final int atWorkMax;
    private final int waitingMax;
    private final Duration waitMax;
    private final Traffic traffic;
    private final Semaphore places;
    private final Semaphore atWork;
    private final Counter refused;

    /**
     * Opens it.
     *
     * @param waitMax after which one that waits is refused
     * @param traffic that these requests are counted in
     */
    Lane(String kind, int atWorkMax, int waitingMax, Duration waitMax, Traffic traffic, MeterRegistry meters) {
        this.atWorkMax = atWorkMax;
        this.waitingMax = waitingMax;
        this.waitMax = waitMax;
        this.traffic = traffic;
        places = new Semaphore(atWorkMax + waitingMax);
        atWork = new Semaphore(atWorkMax, true);
        refused = Counter.builder("gripe.requests.refused")
                .description("Requests answered with 503 since too many of their kind were there")
                .tag("kind", kind)
                .register(meters);
        Gauge.builder("gripe.requests.at.work", () -> atWorkMax - atWork.availablePermits())
                .description("Requests being worked on")
                .tag("kind", kind)
                .register(meters);
        // Not by the length of the queue, in which whoever is next still stands when another has joined.
        Gauge.builder("gripe.requests.waiting", () -> Math.max(0, waitingMax - places.availablePermits()))
                .description("Requests that wait for one at work to end")
                .tag("kind", kind)
                .register(meters);
    }

    /** A place at work, given back once however often it is closed. */
    final class Place implements AutoCloseable {
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Place() {}

        @Override
        public void close() {
            if (open.getAndSet(false)) {
                traffic.ended();
                atWork.release();
                places.release();
            }
        }
    }

    <T> T run(Supplier<T> work) {
        Place place = enter();
        try {
            return work.get();
        } finally {
            place.close();
        }
    }

    /**
     * Waits its turn.
     *
     * @throws Problem OVERLOADED when too many wait, or it waited too long
     */
    Place enter() {
        if (!places.tryAcquire()) {
            throw overloaded();
        }
        boolean mine = false;
        traffic.began();
        try {
            mine = atWork.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!mine) {
                traffic.ended();
                places.release();
            }
        }
        if (!mine) {
            throw overloaded();
        }
        return new Place();
    }

    /** Whether one that came now would be refused at once. */
    boolean full() {
        return places.availablePermits() == 0;
    }

    /** Counts a refusal. */
    Problem overloaded() {
        refused.increment();
        return new Problem(
                Code.OVERLOADED,
                "Gripe is busy: of this kind of request " + atWorkMax + " are worked on at once and " + waitingMax
                        + " may wait. Try again shortly; nothing was changed.");
    }
}
