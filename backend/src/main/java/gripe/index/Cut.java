package gripe.index;

/**
 * From where on a candidate is a match: near enough in meaning, or with the query's words and not about something else.
 *
 * @param cosine that suffices by itself
 * @param cosineWithWords that suffices for a gripe with all words; for one without a vector the words do
 */
public record Cut(double cosine, double cosineWithWords) {
    /** Everything that passes the filter. */
    public static final Cut NONE = new Cut(-1, -1);

    /** Whatever has all words, and nothing by its meaning alone. */
    public static final Cut WORDS = new Cut(2, -1);

    /** The share of a query's words, rare ones counting more, that counts as all of them: a begun one is among them. */
    public static final double ALL_WORDS = 0.99;

    public boolean admits(Closeness closeness) {
        Double similarity = closeness.similarity();
        boolean allWords = closeness.coverage() >= ALL_WORDS;
        if (similarity == null) {
            return allWords;
        }
        return similarity >= cosine || (allWords && similarity >= cosineWithWords);
    }
}
