package gripe.painpoint;

import gripe.Workspace;
import gripe.index.ChangeFollower;
import gripe.painpoint.Catalogue.View;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Looks at all pain points as they are now. Thread-safe. */
@Singleton
final class Moments {
    private static final Duration VISIBLE_MAX = Duration.ofSeconds(5);

    private final Catalogue catalogue;
    private final Figures figures;
    private final ChangeFollower follower;
    private final Clock clock;

    Moments(Catalogue catalogue, Figures figures, ChangeFollower follower, Clock clock) {
        this.catalogue = catalogue;
        this.figures = figures;
        this.follower = follower;
        this.clock = clock;
    }

    /**
     * With everything that was acknowledged before.
     *
     * @param to gripes after it are not counted; null for none, and never later than now
     */
    Moment at(Workspace workspace, @Nullable Instant to) {
        Instant staleSince = follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        View view = catalogue.shown(workspace);
        long present = clock.millis();
        return new Moment(
                view,
                figures.of(workspace, view),
                staleSince,
                to == null ? present : Math.min(present, Moment.bounded(to)));
    }
}
