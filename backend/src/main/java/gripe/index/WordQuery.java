package gripe.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed, as words to look for. Any string is a valid query. Immutable, thread-safe.
 *
 * <p>Each word is looked for as it is, as an identifier, forgiving one or two wrong letters, and the last one as the
 * beginning of a word that is still being typed. Words are alternatives; what has more and rarer ones ranks higher.
 */
public final class WordQuery {
    private static final int CHARACTERS_MAX = 2_000;
    private static final int WORDS_MAX = 32;
    /** An identifier's parts, so many of them at most. */
    private static final int PARTS_MAX = 16;
    /** Each costs an automaton and a walk through the dictionary; without a bound a query took up to 0.6 s. */
    private static final int FORGIVEN_MAX = 32;

    /**
     * A word that so many gripes have is no slip of the finger. As Typesense's typo_tokens_threshold, of one page.
     */
    private static final int FORGIVEN_BELOW_DOCUMENTS = 10;

    private static final int PHRASE_WORDS_MAX = 100;
    private static final int EXPANSIONS_MAX = 50;
    private static final int ONE_EDIT_FROM_LETTERS = 4;
    private static final int TWO_EDITS_FROM_LETTERS = 8;
    private static final int PREFIX_FROM_LETTERS = 2;
    /** A guess ranks below the word itself. */
    static final float FUZZY_BOOST = 0.5f;

    static final float PREFIX_BOOST = 0.8f;

    private static final String PAIRED = "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}ー]";
    /** Scripts without spaces end a word where another script begins. */
    private static final Pattern BETWEEN_WORDS =
            Pattern.compile("\\s+|(?<=" + PAIRED + ")(?!" + PAIRED + ")|(?<!" + PAIRED + ")(?=" + PAIRED + ")");

    private static final Pattern IS_PAIRED = Pattern.compile(PAIRED + ".*", Pattern.DOTALL);

    /**
     * One word of the query.
     *
     * @param terms it has in the text field
     * @param written it and its parts without their case and accents, as they stand in the identifiers field
     * @param forgiven those of them in which a wrong letter is allowed
     * @param exactly matches where it stands as it is
     * @param completed matches where it begins another word, when it is the last one
     */
    record Word(List<String> terms, List<String> written, List<FuzzyQuery> forgiven, Query exactly, Query completed) {}

    /** A word as one index has it: what its dictionary holds of it was looked up, which is the expensive part. */
    record Clause(Word word, Query exactly, Query completed, Query nearly) {}

    private final List<Word> words;
    private final String lastWord;

    private WordQuery(List<Word> words, String lastWord) {
        this.words = words;
        this.lastWord = lastWord;
    }

    static WordQuery of(String query) {
        String bounded = query.substring(0, Math.min(query.length(), CHARACTERS_MAX));
        boolean unfinished = !bounded.isEmpty() && !Character.isWhitespace(bounded.charAt(bounded.length() - 1));
        String[] typed = BETWEEN_WORDS.split(bounded.strip(), -1);
        List<Word> words = new ArrayList<>();
        String last = "";
        int forgivable = FORGIVEN_MAX;
        for (int i = 0; i < typed.length && words.size() < WORDS_MAX; i++) {
            if (IS_PAIRED.matcher(typed[i]).matches()) {
                pairs(typed[i]).limit(WORDS_MAX - words.size()).forEach(words::add);
                last = "";
                continue;
            }
            boolean lastOne = unfinished && i == typed.length - 1;
            Word word = word(typed[i], lastOne, forgivable);
            if (word != null) {
                words.add(word);
                forgivable -= word.forgiven().size();
                last = lastOne && !word.written().isEmpty() ? word.written().get(0) : "";
            }
        }
        return new WordQuery(List.copyOf(words), last);
    }

    /** Chinese, Japanese and Korean: nothing tells where a word ends, so every pair of characters is one. */
    private static Stream<Word> pairs(String typed) {
        boolean single = typed.codePointCount(0, typed.length()) == 1;
        return terms(TextAnalyzers.WORDS, typed)
                .map(term -> new Term(GripeDocument.TEXT, term))
                // A character alone stands in the text as the beginning of pairs.
                .map(term -> new Word(
                        List.of(term.text()),
                        List.of(),
                        List.of(),
                        single ? new PrefixQuery(term, blended()) : new TermQuery(term),
                        MatchNoDocsQuery.INSTANCE));
    }

    private static @Nullable Word word(String typed, boolean unfinished, int forgivable) {
        List<String> terms = terms(TextAnalyzers.WORDS, typed).limit(PARTS_MAX).toList();
        List<String> written =
                terms(TextAnalyzers.IDENTIFIERS, typed).limit(PARTS_MAX).toList();
        if (terms.isEmpty() && written.isEmpty()) {
            return null;
        }
        List<Query> exactly = new ArrayList<>();
        exactly.add(all(GripeDocument.TEXT, terms));
        exactly.add(all(GripeDocument.IDENTIFIERS, written));
        Query completed = unfinished && !written.isEmpty() && written.get(0).length() >= PREFIX_FROM_LETTERS
                ? new PrefixQuery(new Term(GripeDocument.IDENTIFIERS, written.get(0)), blended())
                : MatchNoDocsQuery.INSTANCE;
        // On what is written, not on its stem: a wrong letter may change the stem altogether.
        List<FuzzyQuery> forgiven = written.stream()
                .filter(term -> edits(term) > 0)
                .limit(forgivable)
                .map(term -> fuzzy(term, edits(term)))
                .toList();
        return new Word(terms, written, forgiven, new DisjunctionMaxQuery(exactly, 0), completed);
    }

    /** Rare completions do not outweigh frequent ones. */
    private static MultiTermQuery.RewriteMethod blended() {
        return new MultiTermQuery.TopTermsBlendedFreqScoringRewrite(EXPANSIONS_MAX);
    }

    List<Word> words() {
        return words;
    }

    /** All words of a text as they are, for filters; nothing where there is none. */
    static Query every(String text) {
        BooleanQuery.Builder every = new BooleanQuery.Builder();
        List<Word> words = of(text + " ").words();
        words.forEach(word -> every.add(word.exactly(), BooleanClause.Occur.MUST));
        return words.isEmpty() ? MatchNoDocsQuery.INSTANCE : every.build();
    }

    /** A term, and how many come before it. */
    record Placed(String text, int position) {}

    static List<Placed> placedTerms(Analyzer analyzer, String text) {
        List<Placed> placed = new ArrayList<>();
        String bounded = text.substring(0, Math.min(text.length(), CHARACTERS_MAX));
        try (TokenStream tokens = analyzer.tokenStream("", bounded)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            PositionIncrementAttribute increment = tokens.addAttribute(PositionIncrementAttribute.class);
            tokens.reset();
            int position = -1;
            while (tokens.incrementToken() && placed.size() < PHRASE_WORDS_MAX) {
                position += increment.getPositionIncrement();
                placed.add(new Placed(term.toString(), Math.max(0, position)));
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return placed;
    }

    List<Clause> clauses(IndexSearcher searcher) throws IOException {
        List<Clause> clauses = new ArrayList<>(words.size());
        for (Word word : words) {
            List<Query> nearly = new ArrayList<>();
            for (FuzzyQuery forgiven : word.forgiven()) {
                if (searcher.getIndexReader().docFreq(forgiven.getTerm()) < FORGIVEN_BELOW_DOCUMENTS) {
                    nearly.add(forgiven);
                }
            }
            clauses.add(new Clause(
                    word,
                    searcher.rewrite(word.exactly()),
                    searcher.rewrite(word.completed()),
                    searcher.rewrite(new DisjunctionMaxQuery(nearly, 0))));
        }
        return clauses;
    }

    /** Beginning of the word that is still being typed; empty when none is, or too little of it to tell. */
    String beginning() {
        return lastWord.length() >= PREFIX_FROM_LETTERS ? lastWord : "";
    }

    /** Any of them, scored by BM25. */
    static Query any(List<Clause> clauses) {
        if (clauses.isEmpty()) {
            return MatchNoDocsQuery.INSTANCE;
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (Clause clause : clauses) {
            any.add(
                    new DisjunctionMaxQuery(
                            List.of(
                                    clause.exactly(),
                                    new BoostQuery(clause.completed(), PREFIX_BOOST),
                                    new BoostQuery(clause.nearly(), FUZZY_BOOST)),
                            0),
                    BooleanClause.Occur.SHOULD);
        }
        return any.build();
    }

    private static Query all(String field, List<String> terms) {
        if (terms.isEmpty()) {
            return MatchNoDocsQuery.INSTANCE;
        }
        if (terms.size() == 1) {
            return new TermQuery(new Term(field, terms.get(0)));
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        terms.forEach(term -> all.add(new TermQuery(new Term(field, term)), BooleanClause.Occur.MUST));
        return all.build();
    }

    private static FuzzyQuery fuzzy(String term, int edits) {
        return new FuzzyQuery(new Term(GripeDocument.IDENTIFIERS, term), edits, 1, EXPANSIONS_MAX, true);
    }

    /** Not in what has digits: error 500 is not error 501. */
    private static int edits(String term) {
        if (term.codePoints().anyMatch(Character::isDigit) || term.length() > 40) {
            return 0;
        }
        int letters = term.codePointCount(0, term.length());
        return letters >= TWO_EDITS_FROM_LETTERS ? 2 : letters >= ONE_EDIT_FROM_LETTERS ? 1 : 0;
    }

    private static Stream<String> terms(Analyzer analyzer, String text) {
        Set<String> terms = new LinkedHashSet<>();
        try (TokenStream tokens = analyzer.tokenStream("", text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                if (!term.isEmpty()) {
                    terms.add(term.toString());
                }
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return terms.stream();
    }
}
