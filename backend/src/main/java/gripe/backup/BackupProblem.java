package gripe.backup;

import org.jspecify.annotations.Nullable;

/** Why a backup cannot be made, read or restored, in words for the person who asked. */
public final class BackupProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    public enum Kind {
        /** The backup is not what was written, or cannot be opened with this passphrase. */
        DAMAGED,
        /** A newer Gripe made it. */
        NEWER,
        /** A passphrase is missing, or there is one where none is needed. */
        PASSPHRASE,
        /** The backup cannot be read or written at all. */
        INPUT_OUTPUT,
        /** The store to be filled holds something. */
        NOT_EMPTY,
        /** The store does not hold what was written into it. */
        UNEQUAL
    }

    BackupProblem(Kind kind, String message) {
        this(kind, message, null);
    }

    BackupProblem(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
