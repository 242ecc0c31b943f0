package gripe.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;

/** What a query's words stand for in one index, to be found in the texts of its hits. Thread-safe. */
public final class MatchedWords {
    private static final int MATCHES_MAX = 20;

    private final Set<String> stems = new HashSet<>();
    private final Set<String> written = new HashSet<>();
    private final String beginning;

    /** @param beginning of the word that is still being typed; empty when none is */
    MatchedWords(List<WordQuery.Clause> clauses, String beginning) {
        this.beginning = beginning;
        for (WordQuery.Clause clause : clauses) {
            stems.addAll(clause.word().terms());
            written.addAll(clause.word().written());
            addTerms(clause.exactly());
            addTerms(clause.completed());
            addTerms(clause.nearly());
        }
    }

    /** Those of the dictionary that an unfinished or forgiven word may be. */
    private void addTerms(Query rewritten) {
        Set<Term> terms = new HashSet<>();
        rewritten.visit(QueryVisitor.termCollector(terms));
        for (Term term : terms) {
            (term.field().equals(GripeDocument.TEXT) ? stems : written).add(term.text());
        }
    }

    /** The pieces of a text that match, as they are written there and in their order, each once. */
    public List<String> in(String text) {
        BitSet marked = new BitSet(text.length());
        mark(TextAnalyzers.WORDS, text, stems::contains, marked);
        mark(
                TextAnalyzers.IDENTIFIERS_IN_PLACE,
                text,
                term -> written.contains(term) || (!beginning.isEmpty() && term.startsWith(beginning)),
                marked);
        Set<String> pieces = new LinkedHashSet<>();
        for (int start = marked.nextSetBit(0); start >= 0 && pieces.size() < MATCHES_MAX; ) {
            int end = marked.nextClearBit(start);
            pieces.add(text.substring(start, end));
            start = marked.nextSetBit(end);
        }
        return List.copyOf(pieces);
    }

    /** Marks the characters of matching terms, so that terms that overlap become one piece. */
    private static void mark(Analyzer analyzer, String text, Predicate<String> matching, BitSet marked) {
        try (TokenStream tokens = analyzer.tokenStream("", text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                if (matching.test(term.toString())) {
                    marked.set(offset.startOffset(), offset.endOffset());
                }
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
