package gripe.search;

import gripe.index.Filter;
import gripe.index.Filter.Condition;
import gripe.index.Filter.Field;
import gripe.search.Query.Cost;
import gripe.search.Query.Label;
import gripe.search.Query.Labelled;
import gripe.search.Query.Last;
import gripe.search.Query.NotWord;
import gripe.search.Query.Phrase;
import gripe.search.Query.Saying;
import gripe.search.Query.Term;
import gripe.search.Query.Time;
import gripe.search.Query.Unit;
import gripe.search.Query.Word;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query's terms let through at one moment. */
final class QueryFilter {
    private final ZonedDateTime now;
    private final List<Condition> conditions = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private @Nullable Instant from;
    private @Nullable Instant to;

    private QueryFilter(ZonedDateTime now) {
        this.now = now;
    }

    /** @param now with the zone in which days begin */
    static Filter of(Query query, ZonedDateTime now) {
        QueryFilter filter = new QueryFilter(now);
        query.terms().forEach(filter::add);
        return filter.all();
    }

    private Filter all() {
        if (!places.isEmpty()) {
            conditions.add(new Filter.AnyOf(Field.PLACE, places));
        }
        if (!sources.isEmpty()) {
            conditions.add(new Filter.AnyOf(Field.SOURCE, sources));
        }
        return new Filter(from, to, conditions);
    }

    private void add(Term term) {
        switch (term) {
            case Word unused -> {}
            case NotWord word -> conditions.add(new Filter.Not(new Filter.Words(word.text())));
            case Phrase phrase -> add(new Filter.Phrase(phrase.text()), phrase.not());
            case Labelled labelled -> add(labelled);
            case Cost cost -> conditions.add(minutes(cost));
            case Time time -> {
                TimeSpan span = span(time, now);
                between(span.from(), span.to());
            }
            case Last last -> between(since(last, now), null);
            case Saying saying -> add(new Filter.Has(field(saying.what())), !saying.has());
        }
    }

    private void add(Condition condition, boolean not) {
        conditions.add(not ? new Filter.Not(condition) : condition);
    }

    /** A gripe has many tags but one place and one source: of those, several are alternatives. */
    private void add(Labelled labelled) {
        if (!labelled.not() && labelled.label() == Label.PLACE) {
            places.add(labelled.value());
        } else if (!labelled.not() && labelled.label() == Label.SOURCE) {
            sources.add(labelled.value());
        } else {
            add(new Filter.AnyOf(field(labelled.label()), List.of(labelled.value())), labelled.not());
        }
    }

    private void between(@Nullable Instant since, @Nullable Instant before) {
        if (since != null && (from == null || since.isAfter(from))) {
            from = since;
        }
        if (before != null && (to == null || before.isBefore(to))) {
            to = before;
        }
    }

    static Field field(Label label) {
        return switch (label) {
            case TAG -> Field.TAG;
            case PLACE -> Field.PLACE;
            case SOURCE -> Field.SOURCE;
        };
    }

    private static Field field(Query.Said what) {
        return switch (what) {
            case PAINPOINT -> Field.PAIN_POINT;
            case MINUTES -> Field.MINUTES;
            case TAGS -> Field.TAG;
            case PLACE -> Field.PLACE;
        };
    }

    private static Filter.Minutes minutes(Cost cost) {
        double minutes = cost.minutes();
        return switch (cost.comparison()) {
            case MORE -> new Filter.Minutes(Math.nextUp(minutes), Double.MAX_VALUE);
            case AT_LEAST -> new Filter.Minutes(minutes, Double.MAX_VALUE);
            case LESS -> new Filter.Minutes(0, Math.nextDown(minutes));
            case AT_MOST -> new Filter.Minutes(0, minutes);
            case EQUAL -> new Filter.Minutes(minutes, minutes);
        };
    }

    /** An open end lies at the end of all times; words that mean no time just now (29 February) let nothing through. */
    static TimeSpan span(Time time, ZonedDateTime now) {
        TimeSpan named = TimeWords.read(time.words(), now);
        if (named == null) {
            return new TimeSpan(now.toInstant(), now.toInstant());
        }
        return switch (time.bound()) {
            case SINCE -> new TimeSpan(named.from(), Instant.MAX);
            case UNTIL -> new TimeSpan(Instant.MIN, named.to());
            case BEFORE -> new TimeSpan(Instant.MIN, named.from());
            case ON -> named;
        };
    }

    static Instant since(Last last, ZonedDateTime now) {
        return last.unit() == Unit.HOURS
                ? now.minusHours(last.count()).toInstant()
                : now.minus(TimeWords.period(last.count(), last.unit().letters()))
                        .toInstant();
    }
}
