package gripe.search;

import gripe.search.Query.Cost;
import gripe.search.Query.Labelled;
import gripe.search.Query.Last;
import gripe.search.Query.NotWord;
import gripe.search.Query.Phrase;
import gripe.search.Query.Saying;
import gripe.search.Query.Term;
import gripe.search.Query.Time;
import gripe.search.Query.Word;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a query was understood.
 *
 * @param text what is looked for in words and meaning
 * @param filters what narrows it, in their order
 */
public record Understood(String text, List<Chip> filters) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    public Understood {
        filters = List.copyOf(filters);
    }

    /**
     * A term that narrows a query.
     *
     * @param start index of its first UTF-16 unit in the query
     * @param end index after its last
     * @param kind tag, place, source, minutes, time, phrase, word (that is excluded) or has
     * @param typed in the syntax of queries
     * @param says in words for people
     */
    public record Chip(int start, int end, String kind, String typed, String says) {}

    static Understood of(String typed, Query query, ZonedDateTime now) {
        List<Chip> chips = new ArrayList<>();
        for (QueryParser.Piece piece : QueryParser.pieces(typed)) {
            Term term = piece.term();
            if (!(term instanceof Word)) {
                chips.add(new Chip(piece.start(), piece.end(), kind(term), term.print(), says(term, now)));
            }
        }
        return new Understood(query.text().strip(), chips);
    }

    private static String kind(Term term) {
        return switch (term) {
            case Word unused -> "word";
            case NotWord unused -> "word";
            case Phrase unused -> "phrase";
            case Labelled labelled -> labelled.label().name().toLowerCase(Locale.ROOT);
            case Cost unused -> "minutes";
            case Time unused -> "time";
            case Last unused -> "time";
            case Saying unused -> "has";
        };
    }

    private static String says(Term term, ZonedDateTime now) {
        return switch (term) {
            case Word word -> word.text();
            case NotWord word -> "not “" + word.text() + "”";
            case Phrase phrase -> (phrase.not() ? "not " : "") + "“" + phrase.text() + "”";
            case Labelled labelled -> (labelled.not() ? "not " : "") + label(labelled);
            case Cost cost -> comparison(cost) + " " + duration(cost.minutes());
            case Time time -> time(time, now);
            case Last last -> "last " + (last.count() == 1 ? "" : last.count() + " ") + unit(last);
            case Saying saying -> (saying.has() ? "with " : "without ") + saying(saying);
        };
    }

    private static String label(Labelled labelled) {
        return switch (labelled.label()) {
            case TAG -> "#" + labelled.value();
            case PLACE -> "@" + labelled.value();
            case SOURCE -> "from " + labelled.value();
        };
    }

    private static String comparison(Cost cost) {
        return switch (cost.comparison()) {
            case MORE -> "over";
            case AT_LEAST -> "at least";
            case LESS -> "under";
            case AT_MOST -> "at most";
            case EQUAL -> "exactly";
        };
    }

    private static String duration(double minutes) {
        if (minutes < 60 || minutes != Math.rint(minutes)) {
            return Query.plain(minutes) + " min";
        }
        long rest = (long) minutes % 60;
        return (long) minutes / 60 + " h" + (rest == 0 ? "" : String.format(Locale.ROOT, " %02d", rest));
    }

    private static String time(Time time, ZonedDateTime now) {
        TimeSpan span = QueryFilter.span(time, now);
        return switch (time.bound()) {
            case SINCE -> "since " + day(span.from(), now);
            case UNTIL -> "until " + day(span.to().minusMillis(1), now);
            case BEFORE -> "before " + day(span.to(), now);
            case ON -> {
                String first = day(span.from(), now);
                String last = day(span.to().minusMillis(1), now);
                yield first.equals(last) ? "on " + first : first + " to " + last;
            }
        };
    }

    private static String day(Instant at, ZonedDateTime now) {
        LocalDate day = at.atZone(now.getZone()).toLocalDate();
        return DAY.format(day);
    }

    private static String unit(Last last) {
        String unit = last.unit().name().toLowerCase(Locale.ROOT);
        return last.count() == 1 ? unit.substring(0, unit.length() - 1) : unit;
    }

    private static String saying(Saying saying) {
        return switch (saying.what()) {
            case PAINPOINT -> "a pain point";
            case MINUTES -> "minutes";
            case TAGS -> "tags";
            case PLACE -> "a place";
        };
    }
}
