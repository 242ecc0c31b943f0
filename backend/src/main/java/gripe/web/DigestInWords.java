package gripe.web;

import gripe.painpoint.Digest;
import gripe.painpoint.Digest.Line;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A digest for a terminal or a mail. */
final class DigestInWords {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMM yyyy", Locale.ENGLISH);

    private DigestInWords() {}

    static String of(Digest digest) {
        StringBuilder words = new StringBuilder();
        words.append("From %s to %s%n".formatted(day(digest.from(), digest.zone()), day(digest.to(), digest.zone())));
        words.append(lost(digest.minutes(), digest.count()));
        Double money = digest.money();
        if (money != null && digest.currency() != null) {
            words.append(String.format(Locale.ENGLISH, " (%s %,.0f)", InWords.line(digest.currency()), money));
        }
        words.append("; ")
                .append(digest.countBefore() == 0 ? "nothing" : InWords.duration(digest.minutesBefore()))
                .append(" in the time before, as long as this.");
        part(words, "Cost most", digest.costliest(), line -> InWords.duration(line.minutes()));
        part(words, "New", digest.fresh(), line -> InWords.duration(line.minutes()));
        part(words, "Rising", digest.rising(), line -> InWords.duration(line.perWeek()) + " a week");
        part(words, "Came back", digest.returned(), line -> InWords.duration(line.minutes()));
        part(words, "Fixed", digest.fixed(), DigestInWords::saved);
        part(
                words,
                "Worth fixing, within a quarter",
                digest.worthFixing(),
                line -> "up to " + InWords.duration(60 * line.hoursWithinQuarter()));
        part(words, "To look at again", digest.reminders(), line -> InWords.duration(line.perWeek()) + " a week");
        if (digest.alone() > 0) {
            words.append("\n\n")
                    .append(digest.alone() == 1 ? "1 gripe" : digest.alone() + " gripes")
                    .append(" like no other: ")
                    .append(InWords.duration(digest.aloneMinutes()));
        }
        return words.toString();
    }

    private static String lost(double minutes, long count) {
        return count == 0
                ? "Nothing was logged"
                : InWords.duration(minutes) + " lost in " + (count == 1 ? "1 gripe" : count + " gripes");
    }

    private static String saved(Line line) {
        return line.saved() < 0.5 ? "nothing saved" : InWords.duration(line.saved()) + " saved";
    }

    private static void part(StringBuilder words, String heading, List<Line> lines, Function<Line, String> figure) {
        if (lines.isEmpty()) {
            return;
        }
        words.append("\n\n").append(heading);
        for (Line line : lines) {
            words.append("\n%16s  %s".formatted(figure.apply(line), InWords.line(line.label())));
        }
    }

    private static String day(Instant at, String zone) {
        return DAY.format(OffsetDateTime.ofInstant(at, ZoneId.of(zone)));
    }
}
