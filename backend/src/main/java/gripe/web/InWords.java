package gripe.web;

import gripe.Gripe;
import gripe.PainPoint;
import gripe.SoFar;
import gripe.painpoint.Digest;
import gripe.painpoint.PainPointItem;
import gripe.painpoint.PainPointPage;
import gripe.search.Found;
import gripe.search.SearchAnswer;
import gripe.wire.SavedGripe;
import gripe.wire.TimerAnswer;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers for people at a terminal, where {@code text/plain} is asked for before JSON: one line for each thing, in which
 * nothing moves the cursor. Errors stay problem+json.
 */
@ServerFilter(Routes.API + "/**")
@Order(InWords.ORDER)
final class InWords {
    /** Before the filters that look at what goes out. */
    static final int ORDER = LargeBodies.ORDER + 1;

    static final String SAVED_EXAMPLE =
            "25 min  waiting for the flaky CI again  #ci\n7th time, 3 h 20 lost, last on Tuesday";

    static final String TEXT = "text/plain; charset=utf-8";

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_OF_YEAR = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
    /** More than this apart, when it happened is worth a word. */
    private static final long JUST_NOW_MINUTES_MAX = 5;

    private static final int TEXT_CHARACTERS_MAX = 160;
    private static final int WEAK_MAX = 3;

    private final Clock clock;

    InWords(Clock clock) {
        this.clock = clock;
    }

    @ResponseFilter
    void write(HttpRequest<?> request, MutableHttpResponse<?> response) {
        Object body = response.body();
        if (body == null || !wanted(request)) {
            return;
        }
        String words = words(body);
        if (words != null) {
            response.body(words).contentType(TEXT).header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        }
    }

    private static boolean wanted(HttpRequest<?> request) {
        List<MediaType> accepted = List.copyOf(request.accept());
        return !accepted.isEmpty() && accepted.get(0).getName().equals(MediaType.TEXT_PLAIN);
    }

    /** Null for what has no words of its own. */
    @Nullable
    String words(Object body) {
        return switch (body) {
            case SavedGripe saved -> saved(saved);
            case SearchAnswer found -> found(found);
            case PainPointPage page -> painPoints(page);
            case Digest digest -> DigestInWords.of(digest);
            case TimerAnswer timer -> timer(timer);
            case TimerAnswer.All timers -> timers(timers);
            default -> null;
        };
    }

    /** What was understood; then how often that was and what it has cost so far, where that is known. */
    private String saved(SavedGripe saved) {
        OffsetDateTime now = now(saved.happenedAt());
        List<String> understood = new ArrayList<>();
        if (saved.minutes() != null) {
            understood.add(duration(saved.minutes()));
        }
        understood.add(line(saved.text()));
        saved.tags().forEach(tag -> understood.add("#" + line(tag)));
        if (saved.place() != null) {
            understood.add("@" + line(saved.place()));
        }
        if (Math.abs(ChronoUnit.MINUTES.between(saved.happenedAt(), now)) > JUST_NOW_MINUTES_MAX) {
            understood.add(moment(saved.happenedAt(), now));
        }
        String first = String.join("  ", understood);
        PainPoint painPoint = saved.painPoint();
        if (painPoint != null) {
            return first + "\n" + known(painPoint, now);
        }
        SoFar soFar = saved.soFar();
        return first + (soFar == null ? "" : "\n" + soFar(soFar, now));
    }

    /** Of a pain point the figures of all its gripes count: this one may be said in words that none of them has. */
    private static String known(PainPoint painPoint, OffsetDateTime now) {
        SoFar soFar = new SoFar(painPoint.count(), painPoint.minutes(), painPoint.lastAt());
        String fix = painPoint.fix();
        return line(painPoint.label()) + ": " + soFar(soFar, now) + (fix == null ? "" : "\nWhat helped: " + line(fix));
    }

    private static String soFar(SoFar soFar, OffsetDateTime now) {
        if (soFar.count() <= 1) {
            return "First time.";
        }
        OffsetDateTime last = soFar.lastAt();
        return ordinal(soFar.count()) + " time"
                + (soFar.minutes() > 0 ? ", " + duration(soFar.minutes()) + " lost" : "")
                + (last == null ? "" : ", last " + day(last, now));
    }

    private String found(SearchAnswer found) {
        if (found.items().isEmpty()) {
            return found.weak().isEmpty()
                    ? "No good match."
                    : "No good match. What comes nearest:\n"
                            + listed(found.weak()
                                    .subList(0, Math.min(WEAK_MAX, found.weak().size())));
        }
        return listed(found.items()) + "\n"
                + (found.total() == 1 ? "1 gripe" : found.total() + " gripes")
                + (found.minutes() > 0 ? ", " + duration(found.minutes()) + " in all" : "")
                + (found.next() == null ? "" : "; the first " + found.items().size() + " are shown");
    }

    /** What a step came to; then, when it was logged, how often that was and what it has cost so far. */
    private String timer(TimerAnswer timer) {
        String first = timer.state() + "  " + measured(timer);
        SoFar soFar = timer.soFar();
        return soFar == null ? first : first + "\n" + soFar(soFar, now(timer.startedAt()));
    }

    /** A line for each: its id and its state, for programs, then the rest, for people. */
    private String timers(TimerAnswer.All timers) {
        return timers.items().stream()
                .map(timer -> timer.id() + "  " + timer.state() + "  " + measured(timer))
                .collect(Collectors.joining("\n"));
    }

    private String measured(TimerAnswer timer) {
        Double minutes = timer.minutes();
        double untilNow = Math.max(
                0, ChronoUnit.SECONDS.between(timer.startedAt(), clock.instant().atOffset(ZoneOffset.UTC)) / 60.0);
        Double recovery = timer.recoveryMinutes();
        String line = timer.line();
        return duration(minutes == null ? untilNow : minutes)
                + (recovery == null ? "" : " and " + duration(recovery) + " until back")
                + (line == null ? "" : "  " + line(line));
    }

    private static String painPoints(PainPointPage page) {
        if (page.items().isEmpty()) {
            return "No pain points yet.";
        }
        return page.items().stream().map(InWords::row).collect(Collectors.joining("\n"))
                + (page.next() == null ? "" : "\n" + page.total() + " in all");
    }

    private static String row(PainPointItem item) {
        String more = (item.trend().equals("steady") ? "" : "  (" + item.trend() + ")")
                + (item.status().equals("open") ? "" : "  (" + item.status() + ")");
        return "%9s  %10s  %s%s"
                .formatted(
                        duration(item.minutes()),
                        item.count() == 1 ? "once" : item.count() + " times",
                        line(item.label()),
                        more);
    }

    private String listed(List<Found> found) {
        return found.stream().map(one -> row(one.gripe())).collect(Collectors.joining("\n"));
    }

    private String row(Gripe gripe) {
        Double minutes = gripe.minutes();
        String tags = gripe.tags().stream().map(tag -> "  #" + line(tag)).collect(Collectors.joining());
        return "%9s  %11s  %s%s"
                .formatted(
                        minutes == null ? "" : duration(minutes),
                        shortDay(gripe.happenedAt(), now(gripe.happenedAt())),
                        line(gripe.text()),
                        tags);
    }

    /** In the offset of what is told. */
    private OffsetDateTime now(OffsetDateTime as) {
        return clock.instant().atOffset(as.getOffset());
    }

    /** "25 min", "3 h 20"; below a minute "12 s". */
    static String duration(double minutes) {
        long seconds = Math.round(minutes * 60);
        if (seconds > 0 && seconds < 60) {
            return seconds + " s";
        }
        long whole = Math.round(minutes);
        return whole < 60 ? whole + " min" : "%d h %02d".formatted(whole / 60, whole % 60);
    }

    static String ordinal(long count) {
        long ofHundred = count % 100;
        if (ofHundred >= 11 && ofHundred <= 13) {
            return count + "th";
        }
        return count
                + switch ((int) (count % 10)) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }

    /** What follows "last": "today 10:31", "yesterday", "on Tuesday", "on 6 Nov", "on 6 Nov 2025". */
    static String day(OffsetDateTime at, OffsetDateTime now) {
        OffsetDateTime there = at.withOffsetSameInstant(now.getOffset());
        long days = ChronoUnit.DAYS.between(there.toLocalDate(), now.toLocalDate());
        if (days == 0) {
            return "today " + CLOCK.format(there);
        }
        if (days == 1) {
            return "yesterday";
        }
        return "on "
                + (days > 1 && days < 7
                        ? there.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        : shortDay(there, now));
    }

    private static String moment(OffsetDateTime at, OffsetDateTime now) {
        long days = ChronoUnit.DAYS.between(at.toLocalDate(), now.toLocalDate());
        String day = days == 0 ? "today" : days == 1 ? "yesterday" : shortDay(at, now);
        return day + " " + CLOCK.format(at);
    }

    private static String shortDay(OffsetDateTime at, OffsetDateTime now) {
        LocalDate day = at.toLocalDate();
        return (day.getYear() == now.getYear() ? DAY : DAY_OF_YEAR).format(day);
    }

    /** On one line, without what a terminal would obey or what turns the direction of writing. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .map(point -> Character.isWhitespace(point) || Character.isSpaceChar(point) ? ' ' : point)
                .filter(point -> Character.getType(point) != Character.CONTROL && !turnsDirection(point))
                .limit(TEXT_CHARACTERS_MAX + 1L)
                .forEach(line::appendCodePoint);
        if (line.codePointCount(0, line.length()) > TEXT_CHARACTERS_MAX) {
            line.setLength(line.offsetByCodePoints(0, TEXT_CHARACTERS_MAX - 1));
            line.append('…');
        }
        return line.toString().strip();
    }

    private static boolean turnsDirection(int point) {
        return (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069)
                || point == 0x200E
                || point == 0x200F;
    }
}
