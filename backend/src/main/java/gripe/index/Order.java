package gripe.index;

/** In which order matches are shown: best first, newest first, or what cost most first. */
public enum Order {
    RELEVANCE,
    TIME,
    COST
}
