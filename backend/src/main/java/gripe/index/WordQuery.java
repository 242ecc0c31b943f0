package gripe.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/**
 * What somebody typed, as words to look for. Any string is a valid query. Immutable, thread-safe.
 *
 * <p>Each word is looked for as it is, as an identifier, forgiving one or two wrong letters, and the last one as the
 * beginning of a word that is still being typed. Words are alternatives; what has more and rarer ones ranks higher.
 */
public final class WordQuery {
    private static final int WORDS_MAX = 32;
    private static final int EXPANSIONS_MAX = 50;
    private static final int MATCHES_MAX = 20;
    private static final int ONE_EDIT_FROM_LETTERS = 4;
    private static final int TWO_EDITS_FROM_LETTERS = 8;
    private static final int PREFIX_FROM_LETTERS = 2;
    /** A guess ranks below the word itself. */
    private static final float FUZZY_BOOST = 0.5f;

    private static final float PREFIX_BOOST = 0.8f;

    /**
     * One word of the query.
     *
     * @param terms it has in the text field
     * @param exactly matches where it stands as it is, or begins a word when it is the last one
     * @param nearly matches where something like it stands
     */
    record Word(List<String> terms, Query exactly, Query nearly) {}

    private final List<Word> words;
    private final String lastWord;

    private WordQuery(List<Word> words, String lastWord) {
        this.words = words;
        this.lastWord = lastWord;
    }

    static WordQuery of(String query) {
        String[] typed = query.strip().split("\\s+", WORDS_MAX + 1);
        List<Word> words = new ArrayList<>();
        String last = "";
        for (int i = 0; i < Math.min(typed.length, WORDS_MAX); i++) {
            boolean unfinished = i == typed.length - 1 && !Character.isWhitespace(lastCharacter(query));
            Word word = word(typed[i], unfinished);
            if (word != null) {
                words.add(word);
                last = unfinished ? folded(typed[i]) : "";
            }
        }
        return new WordQuery(List.copyOf(words), last);
    }

    private static char lastCharacter(String query) {
        return query.isEmpty() ? ' ' : query.charAt(query.length() - 1);
    }

    private static @org.jspecify.annotations.Nullable Word word(String typed, boolean unfinished) {
        List<String> terms = terms(TextAnalyzers.WORDS, typed);
        List<String> identifiers = terms(TextAnalyzers.IDENTIFIERS, typed);
        if (terms.isEmpty() && identifiers.isEmpty()) {
            return null;
        }
        List<Query> exactly = new ArrayList<>();
        exactly.add(all(GripeDocument.TEXT, terms));
        exactly.add(all(GripeDocument.IDENTIFIERS, identifiers));
        if (unfinished) {
            String beginning = folded(typed);
            if (beginning.length() >= PREFIX_FROM_LETTERS) {
                exactly.add(new BoostQuery(
                        new PrefixQuery(
                                new Term(GripeDocument.IDENTIFIERS, beginning),
                                new MultiTermQuery.TopTermsBlendedFreqScoringRewrite(EXPANSIONS_MAX)),
                        PREFIX_BOOST));
            }
        }
        List<Query> nearly = new ArrayList<>();
        for (String term : terms) {
            int edits = edits(term);
            if (edits > 0) {
                nearly.add(fuzzy(term, edits));
            }
        }
        return new Word(terms, new DisjunctionMaxQuery(exactly, 0), new DisjunctionMaxQuery(nearly, 0));
    }

    List<Word> words() {
        return words;
    }

    /** Scored by BM25. */
    Query query() {
        if (words.isEmpty()) {
            return MatchNoDocsQuery.INSTANCE;
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (Word word : words) {
            any.add(
                    new DisjunctionMaxQuery(List.of(word.exactly(), new BoostQuery(word.nearly(), FUZZY_BOOST)), 0),
                    BooleanClause.Occur.SHOULD);
        }
        return any.build();
    }

    /** The pieces of a text that match, as they are written there and in their order, each once. */
    public List<String> matchedIn(String text) {
        Set<String> wanted = new LinkedHashSet<>();
        List<ByteRunAutomaton> like = new ArrayList<>();
        for (Word word : words) {
            for (String term : word.terms()) {
                wanted.add(term);
                if (edits(term) > 0) {
                    like.add(fuzzy(term, edits(term)).getAutomata().runAutomaton);
                }
            }
        }
        Set<String> matched = new LinkedHashSet<>();
        try (TokenStream tokens = TextAnalyzers.WORDS.tokenStream(GripeDocument.TEXT, text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
            tokens.reset();
            while (tokens.incrementToken() && matched.size() < MATCHES_MAX) {
                String written = text.substring(offset.startOffset(), offset.endOffset());
                BytesRef bytes = new BytesRef(term);
                if (wanted.contains(term.toString())
                        || (lastWord.length() >= PREFIX_FROM_LETTERS
                                && folded(written).startsWith(lastWord))
                        || like.stream()
                                .anyMatch(automaton -> automaton.run(bytes.bytes, bytes.offset, bytes.length))) {
                    matched.add(written);
                }
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(matched);
    }

    private static Query all(String field, List<String> terms) {
        if (terms.isEmpty()) {
            return MatchNoDocsQuery.INSTANCE;
        }
        if (terms.size() == 1) {
            return new TermQuery(new Term(field, terms.get(0)));
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        terms.stream()
                .limit(WORDS_MAX)
                .forEach(term -> all.add(new TermQuery(new Term(field, term)), BooleanClause.Occur.MUST));
        return all.build();
    }

    private static FuzzyQuery fuzzy(String term, int edits) {
        return new FuzzyQuery(new Term(GripeDocument.TEXT, term), edits, 1, EXPANSIONS_MAX, true);
    }

    /** Not in what has digits: error 500 is not error 501. */
    private static int edits(String term) {
        if (term.codePoints().anyMatch(Character::isDigit) || term.length() > 40) {
            return 0;
        }
        int letters = term.codePointCount(0, term.length());
        return letters >= TWO_EDITS_FROM_LETTERS ? 2 : letters >= ONE_EDIT_FROM_LETTERS ? 1 : 0;
    }

    private static String folded(String typed) {
        return typed.toLowerCase(Locale.ROOT);
    }

    private static List<String> terms(Analyzer analyzer, String text) {
        List<String> terms = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream("", text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                terms.add(term.toString());
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return terms;
    }
}
