package gripe.storage;

import gripe.Workspace;

/**
 * The version of what is kept under which key and in which form, kept beside it. A store that this Gripe cannot read is
 * refused before anything is read or written; an older one is brought to the present layout, step by step.
 *
 * <p>0: written before the version was kept. 1: the same, with its version.
 */
public final class Layout {
    public static final int CURRENT = 1;

    /** Stands in place of the version while a restore is under way, so that a part is never taken for the whole. */
    static final String RESTORING = "restoring";

    private Layout() {}

    /** Says in words for a person why this Gripe does not touch the store. */
    public static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }

    /**
     * The store's layout, {@link #CURRENT} at most; that of an empty store is 0.
     *
     * @throws UnreadableException when a newer Gripe wrote it, or a restore into it did not finish
     */
    public static int found(GripeStore store, Workspace workspace) {
        byte[] kept = GripeStore.await(store.commands().get(new Keys(workspace).layout()));
        if (kept == null) {
            return 0;
        }
        String version = GripeStore.string(kept);
        if (version.equals(RESTORING)) {
            throw new UnreadableException("A restore into this store is under way or did not finish, so it holds a part"
                    + " only. Empty it and restore again.");
        }
        try {
            int found = Integer.parseInt(version);
            if (found >= 0 && found <= CURRENT) {
                return found;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UnreadableException("The store has layout " + version + ", written by a newer Gripe; this one knows "
                + CURRENT + " at most. Use that Gripe or a newer one. Nothing was changed.");
    }

    /**
     * Brings the store to the present layout. Each step does no harm when it is done twice, since it may be cut off
     * before its version is written, and since several Gripes may start on one store.
     *
     * @throws UnreadableException as {@link #found} does
     */
    public static void migrate(GripeStore store, Workspace workspace) {
        for (int version = found(store, workspace); version < CURRENT; version++) {
            step(version);
            var unused = GripeStore.await(
                    store.commands().set(new Keys(workspace).layout(), GripeStore.utf8(Integer.toString(version + 1))));
        }
    }

    private static void step(int from) {
        switch (from) {
            case 0 -> {
                // Only the version was missing.
            }
            default -> throw new IllegalStateException("There is no step from layout " + from);
        }
    }
}
