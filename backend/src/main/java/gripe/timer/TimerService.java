package gripe.timer;

import com.fasterxml.uuid.Generators;
import gripe.Gripe;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Timer;
import gripe.Timer.State;
import gripe.Workspace;
import gripe.capture.CaptureService;
import gripe.capture.Captured;
import gripe.capture.GripeEdit;
import gripe.capture.NewGripe;
import gripe.line.LineParser;
import gripe.line.ParsedLine;
import gripe.line.SaidTime;
import gripe.storage.TimerStore;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops timers. Thread-safe. Every step may be repeated: a timer has the id of the gripe that it becomes, so
 * that it becomes one once. Methods block and throw Problem.
 */
@Singleton
public final class TimerService {
    /** So long after a timer was logged its writer may still say that they are back on it: half a working day. */
    public static final Duration RECOVERY_MAX = Duration.ofHours(4);

    /** So long a logged timer is kept all the same: what a phone has to say of it may come late. */
    private static final Duration LOGGED_KEPT = Duration.ofDays(1);

    private static final int LINE_UNITS_MAX = 4_000;
    /** Clocks differ, and a phone may be a day ahead by mistake. */
    private static final Duration FUTURE_MAX = Duration.ofDays(1);

    private static final Duration AGE_MAX = Duration.ofDays(365);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final TimerStore timers;
    private final CaptureService captures;
    private final Clock clock;

    public TimerService(TimerStore timers, CaptureService captures, Clock clock) {
        this.timers = timers;
        this.captures = captures;
        this.clock = clock;
    }

    /** A timer after a step, and its gripe once there is one; captured only by the step that logged it. */
    public record Step(
            Timer timer, @Nullable Gripe gripe, @Nullable Captured captured) {}

    /** Running and unclassified ones, and those logged so lately that a recovery may follow; the latest first. */
    public List<Timer> list(Workspace workspace) {
        Instant now = clock.instant();
        List<Timer> all = timers.all(workspace);
        for (Timer timer : all) {
            Instant bound = now.minus(LOGGED_KEPT);
            // Both: a phone may be without a network for longer than a day.
            if (loggedBefore(timer, bound)
                    && gripe(workspace, timer.id())
                            .map(Gripe::createdAt)
                            .orElse(Instant.MIN)
                            .isBefore(bound)) {
                timers.remove(workspace, timer.id());
            }
        }
        return all.stream()
                .filter(timer -> !loggedBefore(timer, now.minus(RECOVERY_MAX)))
                .sorted(Comparator.comparing(Timer::startedAt).reversed().thenComparing(Timer::id))
                .toList();
    }

    /** Whether it was logged, and ended before that. */
    private static boolean loggedBefore(Timer timer, Instant bound) {
        OffsetDateTime stoppedAt = timer.stoppedAt();
        return timer.minutes() != null
                && stoppedAt != null
                && stoppedAt.toInstant().isBefore(bound);
    }

    /** Starting again with the same id is as good as once, also when it has become a gripe meanwhile. */
    public Timer start(Workspace workspace, @Nullable String id, @Nullable String line, ZonedDateTime startedAt) {
        if (id != null && !ID.matcher(id).matches()) {
            throw new Problem(Code.INVALID, "id", "An id has 1 to 64 letters, digits, '-' or '_'.");
        }
        OffsetDateTime from = checked("at", startedAt.toOffsetDateTime());
        String own =
                id == null ? Generators.timeBasedEpochGenerator().generate().toString() : id;
        Optional<Gripe> logged = id == null ? Optional.empty() : gripe(workspace, own);
        if (logged.isPresent()) {
            Gripe gripe = logged.get();
            return timers.find(workspace, own)
                    .orElseGet(() -> new Timer(own, null, from, gripe.happenedAt(), null, minutesOf(gripe)));
        }
        list(workspace);
        return timers.create(workspace, new Timer(own, checkedLine(line), from, null, null, null));
    }

    /**
     * Stops a timer and logs it, when it is known what it was; else it waits for the words, which come with the next
     * stop. Stopping again leaves its time as it was.
     */
    public Step stop(Workspace workspace, String id, @Nullable String line, ZonedDateTime stoppedAt) {
        OffsetDateTime to = checked("at", stoppedAt.toOffsetDateTime());
        String words = checkedLine(line);
        Optional<Timer> stopped = timers.replace(
                workspace,
                id,
                timer -> new Timer(
                        timer.id(),
                        words == null || timer.minutes() != null ? timer.line() : words,
                        timer.startedAt(),
                        timer.stoppedAt() == null ? later(timer.startedAt(), to) : timer.stoppedAt(),
                        timer.backAt(),
                        timer.minutes()));
        if (stopped.isEmpty()) {
            // Its gripe may be there, though the timer is gone: this was answered before.
            Gripe gripe = gripe(workspace, id).orElseThrow(() -> notFound(id));
            return new Step(
                    new Timer(id, null, gripe.happenedAt(), gripe.happenedAt(), null, minutesOf(gripe)), gripe, null);
        }
        return logged(workspace, stopped.get(), stoppedAt);
    }

    /** Never mind: forgets a timer. What has become a gripe stays one. */
    public void discard(Workspace workspace, String id) {
        timers.remove(workspace, id);
    }

    /**
     * Its writer is back on what was interrupted: stops a running timer; to the cost of a logged one it adds the time
     * since it was stopped.
     *
     * @throws Problem OUT_OF_RANGE when it was stopped longer than {@link #RECOVERY_MAX} ago
     */
    public Step back(Workspace workspace, String id, ZonedDateTime backAt) {
        OffsetDateTime at = checked("at", backAt.toOffsetDateTime());
        Timer timer = timers.find(workspace, id).orElseThrow(() -> notFound(id));
        if (timer.state() == State.RUNNING) {
            return stop(workspace, id, null, backAt);
        }
        OffsetDateTime stoppedAt = Objects.requireNonNull(timer.stoppedAt());
        if (timer.backAt() == null && Duration.between(stoppedAt, at).compareTo(RECOVERY_MAX) > 0) {
            throw new Problem(Code.OUT_OF_RANGE, "at", "A recovery is measured within four hours.");
        }
        Timer back = timers.replace(
                        workspace,
                        id,
                        before -> new Timer(
                                before.id(),
                                before.line(),
                                before.startedAt(),
                                before.stoppedAt(),
                                before.backAt() == null ? later(stoppedAt, at) : before.backAt(),
                                before.minutes()))
                .orElseThrow(() -> notFound(id));
        Double logged = back.minutes();
        Double recovery = back.recovery();
        if (logged == null || recovery == null) {
            return new Step(back, null, null);
        }
        return new Step(back, withRecovery(workspace, id, logged, recovery), null);
    }

    private @Nullable Gripe withRecovery(Workspace workspace, String id, double logged, double recovery) {
        Gripe gripe = gripe(workspace, id).orElse(null);
        if (gripe == null) {
            return null;
        }
        double had = minutesOf(gripe);
        // What was added once is not added twice; what its writer corrected meanwhile is added to.
        if (had == logged + recovery) {
            return gripe;
        }
        double minutes = Math.min(LineParser.MINUTES_MAX, had + recovery);
        return captures.edit(workspace, id, new GripeEdit(null, Optional.of(minutes), null, null, null, null));
    }

    private Step logged(Workspace workspace, Timer timer, ZonedDateTime zone) {
        String line = timer.line();
        Double measured = timer.measured();
        if (timer.minutes() != null || line == null || measured == null) {
            return new Step(
                    timer,
                    timer.minutes() == null
                            ? null
                            : gripe(workspace, timer.id()).orElse(null),
                    null);
        }
        NewGripe gripe = gripe(timer, line, measured, zone);
        if (gripe.text().isBlank()) {
            return new Step(timer, null, null);
        }
        Captured captured = null;
        Gripe made;
        try {
            captured = captures.capture(workspace, gripe, null);
            made = captured.gripe();
        } catch (Problem e) {
            if (e.code() != Code.ID_TAKEN) {
                throw e;
            }
            // Logged by a stop that was cut off, in other words perhaps.
            made = captures.find(workspace, timer.id());
        }
        double minutes = minutesOf(made);
        Timer done = timers.replace(
                        workspace,
                        timer.id(),
                        before -> new Timer(
                                before.id(),
                                before.line(),
                                before.startedAt(),
                                before.stoppedAt(),
                                before.backAt(),
                                minutes))
                .orElse(timer);
        return new Step(done, made, captured);
    }

    /** The line's own minutes and time win: whoever writes them corrects what was measured. */
    private static NewGripe gripe(Timer timer, String line, double measured, ZonedDateTime zone) {
        ZonedDateTime written = timer.startedAt().atZoneSameInstant(zone.getZone());
        ParsedLine parsed = LineParser.parse(line, written);
        SaidTime said = parsed.happenedAt();
        Double recovery = timer.recovery();
        double minutes = parsed.minutes() == null ? measured : parsed.minutes();
        return new NewGripe(
                timer.id(),
                parsed.text(),
                Math.min(LineParser.MINUTES_MAX, minutes + (recovery == null ? 0 : recovery)),
                said == null ? timer.startedAt() : said.moment(written),
                parsed.tags(),
                parsed.place(),
                "timer",
                null,
                null);
    }

    private Optional<Gripe> gripe(Workspace workspace, String id) {
        try {
            return Optional.of(captures.find(workspace, id));
        } catch (Problem e) {
            if (e.code() == Code.NOT_FOUND || e.code() == Code.DELETED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private OffsetDateTime checked(String field, OffsetDateTime at) {
        Instant now = clock.instant();
        if (at.toInstant().isAfter(now.plus(FUTURE_MAX)) || at.toInstant().isBefore(now.minus(AGE_MAX))) {
            throw new Problem(Code.OUT_OF_RANGE, field, "A timer runs within a year, and not after tomorrow.");
        }
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Null when it says nothing. */
    public static @Nullable String checkedLine(@Nullable String line) {
        if (line != null && line.length() > LINE_UNITS_MAX) {
            throw new Problem(Code.TOO_LONG, "line", "At most " + LINE_UNITS_MAX + " characters.");
        }
        return line == null || line.isBlank() ? null : line;
    }

    private static OffsetDateTime later(OffsetDateTime one, OffsetDateTime other) {
        return other.isBefore(one) ? one : other;
    }

    private static double minutesOf(Gripe gripe) {
        Double minutes = gripe.minutes();
        return minutes == null ? 0 : minutes;
    }

    private static Problem notFound(String id) {
        return new Problem(Code.NOT_FOUND, "There is no timer " + id + ".");
    }
}
