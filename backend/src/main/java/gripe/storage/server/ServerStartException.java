package gripe.storage.server;

import java.io.Serial;

/** The private server cannot be started; the message tells a person what was found and what to do. */
public final class ServerStartException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ServerStartException(String message) {
        super(message);
    }

    ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
