package gripe.grouping;

/**
 * How texts are grouped. Chosen by {@code gripe.grouping.GroupingReport} on all labelled sets at once (figures in
 * docs/QUALITY.md).
 *
 * @param neighbours of each text that are looked at
 * @param floor the cosine below which two texts have nothing to do with each other; belongs to the model
 * @param sure the cosine from which two texts are the same trouble; belongs to the model
 * @param resolution what two texts of a group have to be tied by in the mean, 0 to 1: the higher, the finer
 * @param fewResolution the same where all texts are neighbours of each other
 * @param themeResolution the same for groups of a theme
 * @param sizeMin texts that a group needs
 * @param joining what a text has to be tied by at most to join those that are held together, however many they are
 */
public record Parameters(
        int neighbours,
        double floor,
        double sure,
        double resolution,
        double fewResolution,
        double themeResolution,
        int sizeMin,
        double joining) {
    /** The cosine from which a text says the same again in the same words: an eighth of what is left above sure. */
    double repeated() {
        return 1 - (1 - sure) / 8;
    }
}
