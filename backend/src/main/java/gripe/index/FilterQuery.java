package gripe.index;

import java.time.Instant;
import java.util.List;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/** A filter as Lucene's query: it matches what may be found, and scores nothing. */
final class FilterQuery {
    /** Beyond every time that a gripe may have. */
    private static final Instant EARLIEST = Instant.parse("-9999-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("+99999-01-01T00:00:00Z");

    private FilterQuery() {}

    static Query of(Filter filter) {
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        Instant from = filter.from();
        Instant to = filter.to();
        if (from != null || to != null) {
            all.add(
                    LongField.newRangeQuery(
                            GripeDocument.HAPPENED_AT,
                            from == null ? Long.MIN_VALUE : millis(from),
                            to == null ? Long.MAX_VALUE : millis(to) - 1),
                    Occur.FILTER);
        }
        for (Filter.Condition condition : filter.conditions()) {
            if (condition instanceof Filter.Not not) {
                all.add(of(not.condition()), Occur.MUST_NOT);
            } else {
                all.add(of(condition), Occur.FILTER);
            }
        }
        return all.build();
    }

    private static Query of(Filter.Condition condition) {
        return switch (condition) {
            case Filter.AnyOf any ->
                new TermInSetQuery(
                        any.field().inIndex(),
                        any.values().stream()
                                .map(value -> new BytesRef(GripeDocument.folded(value)))
                                .toList());
            case Filter.Has has -> new FieldExistsQuery(has.field().inIndex());
            case Filter.Minutes minutes ->
                DoublePoint.newRangeQuery(GripeDocument.MINUTES, minutes.from(), minutes.to());
            case Filter.Phrase phrase -> phrase(phrase.text());
            case Filter.Words words -> WordQuery.every(words.text());
            case Filter.Not not ->
                new BooleanQuery.Builder()
                        .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                        .add(of(not.condition()), Occur.MUST_NOT)
                        .build();
        };
    }

    private static Query phrase(String text) {
        List<WordQuery.Placed> terms = WordQuery.placedTerms(TextAnalyzers.EXACT, text);
        if (terms.isEmpty()) {
            return MatchAllDocsQuery.INSTANCE;
        }
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        terms.forEach(term -> phrase.add(new Term(GripeDocument.EXACT, term.text()), term.position()));
        return phrase.build();
    }

    /** As near as a gripe can be: a year of nine digits has more milliseconds than fit. */
    private static long millis(Instant time) {
        Instant bounded = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        return bounded.toEpochMilli();
    }
}
