package gripe.painpoint;

import gripe.Workspace;
import gripe.index.ChangeFollower;
import gripe.painpoint.Catalogue.View;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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

    /** The same where no week is asked for. */
    Moment at(Workspace workspace, @Nullable Instant to) {
        return at(workspace, to, ZoneId.systemDefault());
    }

    /**
     * With everything that was acknowledged before.
     *
     * @param to gripes from it on are not counted, and nothing is later than now; null for now
     * @param zone in which weeks begin
     */
    Moment at(Workspace workspace, @Nullable Instant to, ZoneId zone) {
        Instant staleSince = follower.awaitAcknowledged(workspace, VISIBLE_MAX);
        View view = catalogue.shown(workspace);
        long present = clock.millis();
        return new Moment(view, figures.of(workspace, view), staleSince, present, to, zone);
    }
}
