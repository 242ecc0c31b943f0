package gripe.index;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterIterator;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.pattern.PatternTokenizer;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/** How texts become terms. Each of them is used for texts and for queries alike. Thread-safe. */
final class TextAnalyzers {
    /** Words as people mean them: no case, no accents, English endings cut, Chinese and Japanese in pairs. */
    static final Analyzer WORDS = new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer tokenizer = new StandardTokenizer();
            TokenStream terms = new LowerCaseFilter(tokenizer);
            terms = new CJKBigramFilter(terms);
            return new TokenStreamComponents(tokenizer, new KStemFilter(withoutAccents(terms)));
        }
    };

    /** Words as they are written: no case, no accents, endings left as they are. */
    static final Analyzer EXACT = new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer tokenizer = new StandardTokenizer();
            TokenStream terms = new CJKBigramFilter(new LowerCaseFilter(tokenizer));
            return new TokenStreamComponents(tokenizer, withoutAccents(terms));
        }
    };

    /** What stands between spaces or sentence marks, whole and in its parts: login_test.py, JIRA-1234, 0x80070005. */
    static final Analyzer IDENTIFIERS = new IdentifierAnalyzer(false);

    /** The same terms each with its own offset; a graph, so not for the index. */
    static final Analyzer IDENTIFIERS_IN_PLACE = new IdentifierAnalyzer(true);

    /** Accents that are characters of their own, as macOS writes them in file names; folding leaves them alone. */
    private static final Pattern COMBINING_ACCENTS = Pattern.compile("[\\u0300-\\u036f]+");

    private TextAnalyzers() {}

    private static TokenStream withoutAccents(TokenStream terms) {
        return new PatternReplaceFilter(new ASCIIFoldingFilter(terms), COMBINING_ACCENTS, "", true);
    }

    static Analyzer perField() {
        return new PerFieldAnalyzerWrapper(
                WORDS, Map.of(GripeDocument.IDENTIFIERS, IDENTIFIERS, GripeDocument.EXACT, EXACT));
    }

    private static final class IdentifierAnalyzer extends Analyzer {
        private static final Pattern BETWEEN = Pattern.compile("[\\s,;:!?()\\[\\]{}\"'<>|]+|\\.+(?=\\s|$)");
        private static final int FLAGS = WordDelimiterGraphFilter.PRESERVE_ORIGINAL
                | WordDelimiterGraphFilter.GENERATE_WORD_PARTS
                | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS;

        private final boolean inPlace;

        /** @param inPlace each part with its own offset; an index would need them flat, one after the other */
        private IdentifierAnalyzer(boolean inPlace) {
            this.inPlace = inPlace;
        }

        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer tokenizer = new PatternTokenizer(BETWEEN, -1);
            TokenStream terms = new WordDelimiterGraphFilter(
                    tokenizer, inPlace, WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE, FLAGS, null);
            if (!inPlace) {
                terms = new FlattenGraphFilter(terms);
            }
            return new TokenStreamComponents(tokenizer, withoutAccents(new LowerCaseFilter(terms)));
        }
    }
}
