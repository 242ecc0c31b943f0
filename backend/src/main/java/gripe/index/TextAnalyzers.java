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
            terms = new ASCIIFoldingFilter(terms);
            return new TokenStreamComponents(tokenizer, new KStemFilter(terms));
        }
    };

    /** What stands between spaces or sentence marks, whole and in its parts: login_test.py, JIRA-1234, 0x80070005. */
    static final Analyzer IDENTIFIERS = new Analyzer() {
        private static final Pattern BETWEEN = Pattern.compile("[\\s,;:!?()\\[\\]{}\"'<>|]+|\\.+(?=\\s|$)");
        private static final int FLAGS = WordDelimiterGraphFilter.PRESERVE_ORIGINAL
                | WordDelimiterGraphFilter.GENERATE_WORD_PARTS
                | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS;

        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer tokenizer = new PatternTokenizer(BETWEEN, -1);
            TokenStream terms = new WordDelimiterGraphFilter(tokenizer, FLAGS, null);
            terms = new FlattenGraphFilter(terms);
            return new TokenStreamComponents(tokenizer, new ASCIIFoldingFilter(new LowerCaseFilter(terms)));
        }
    };

    private TextAnalyzers() {}

    static Analyzer perField() {
        return new PerFieldAnalyzerWrapper(WORDS, Map.of(GripeDocument.IDENTIFIERS, IDENTIFIERS));
    }
}
