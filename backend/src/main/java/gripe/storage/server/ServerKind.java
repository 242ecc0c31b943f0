package gripe.storage.server;

import java.util.Locale;

/** The servers that speak KeyDB's protocol and keep an append-only file, in the order in which Gripe likes them. */
enum ServerKind {
    KEYDB("KeyDB"),
    VALKEY("Valkey"),
    REDIS("Redis");

    private final String label;

    ServerKind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The file name of the program, without the ending that some systems add. */
    String executable() {
        return name().toLowerCase(Locale.ROOT) + "-server";
    }
}
