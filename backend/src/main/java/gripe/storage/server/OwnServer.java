package gripe.storage.server;

import java.util.Optional;

/**
 * The server that Gripe runs for itself, if it does.
 *
 * @param server empty where the operator has one
 */
public record OwnServer(Optional<EmbeddedServer> server) {
    /** Why it does not run, empty while it does. */
    public Optional<String> problem() {
        return server.flatMap(running -> running.health().problem());
    }

    /** What an operator should know of its data. */
    public Optional<String> warning() {
        return server.flatMap(EmbeddedServer::warning);
    }
}
