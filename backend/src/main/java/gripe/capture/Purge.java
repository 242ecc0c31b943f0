package gripe.capture;

import gripe.Problem;
import gripe.Workspace;
import gripe.storage.GripeStore;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets for good what was deleted long enough ago. By Gripe itself, because nothing durable carries an expiry. */
@Singleton
final class Purge {
    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private final GripeStore store;
    private final Clock clock;

    Purge(GripeStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Scheduled(initialDelay = "10m", fixedDelay = "1h")
    void purge() {
        try {
            int purged = store.purge(Workspace.MAIN, clock.instant());
            if (purged > 0) {
                LOG.info("Forgot {} gripes that were deleted more than {} days ago", purged, GripeStore.UNDO.toDays());
            }
        } catch (Problem e) {
            LOG.warn("Could not look for gripes to forget: {}", e.detail());
        }
    }
}
