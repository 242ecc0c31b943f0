package gripe;

import java.util.regex.Pattern;

/** Whom a gripe belongs to. Every key, document and answer belongs to exactly one workspace. */
public record Workspace(String name) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

    /** The only one until accounts exist. */
    public static final Workspace MAIN = new Workspace("main");

    public Workspace {
        // The name stands inside KeyDB keys and index terms, so it may not hold what separates them.
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a workspace name: " + name);
        }
    }
}
