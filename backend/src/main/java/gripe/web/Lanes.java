package gripe.web;

import gripe.Traffic;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * How much of each kind of request is taken on at once, so that a flood of one leaves the others, and the memory, alone.
 * A request takes its place when its body has arrived: one that dawdles takes none.
 */
@Singleton
final class Lanes {
    /** Enough to keep the model's workers and the store busy; more would only wait inside. */
    private static final int CHANGES_AT_WORK_MAX = 32;

    /** What is worked off within about half a second: the longest that somebody who captures should wait. */
    private static final int CHANGES_WAITING_MAX = 256;

    /** A search is work of one core, and virtual threads are not taken off a core: many at once starve all others. */
    private static final int QUESTIONS_AT_WORK_MAX = 2 * Runtime.getRuntime().availableProcessors();

    private static final int QUESTIONS_WAITING_MAX = 128;
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);

    /** Each holds up to 10 MB of results that its client does not read. */
    private static final int TRANSFERS_MAX = 4;

    /** A thread that sleeps and a look at the store four times a second each. */
    private static final int LISTENERS_MAX = 64;

    private final Lane changes;
    private final Lane questions;
    private final Lane imports;
    private final Lane exports;
    private final Lane events;

    Lanes(Traffic traffic, MeterRegistry meters) {
        changes = new Lane("change", CHANGES_AT_WORK_MAX, CHANGES_WAITING_MAX, WAIT_MAX, traffic, meters);
        questions = new Lane("question", QUESTIONS_AT_WORK_MAX, QUESTIONS_WAITING_MAX, WAIT_MAX, traffic, meters);
        imports = new Lane("import", TRANSFERS_MAX, 0, Duration.ZERO, traffic, meters);
        exports = new Lane("export", TRANSFERS_MAX, 0, Duration.ZERO, traffic, meters);
        // Who listens waits for nothing in particular.
        events = new Lane("event", LISTENERS_MAX, 0, Duration.ZERO, new Traffic(), meters);
    }

    /** Captures, edits, deletions. */
    Lane changes() {
        return changes;
    }

    /** Searches, lists, reads. */
    Lane questions() {
        return questions;
    }

    Lane imports() {
        return imports;
    }

    Lane exports() {
        return exports;
    }

    /** Those who listen to events. */
    Lane events() {
        return events;
    }
}
