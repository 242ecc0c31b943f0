package gripe.grouping;

/** Hears how far a long computation is; may end it by an exception of its own. */
public interface Progress {
    Progress NONE = (step, done, total) -> {};

    void at(String step, long done, long total);
}
