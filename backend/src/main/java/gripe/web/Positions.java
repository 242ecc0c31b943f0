package gripe.web;

import gripe.Position;
import gripe.Workspace;
import gripe.index.ChangeFollower;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Says with every answer up to where in the stream of changes it is complete at least. Who reads first and listens to
 * events from there misses nothing that happened in between.
 */
@ServerFilter(Routes.API + "/**")
@Order(Guard.ORDER + 1)
final class Positions {
    static final String HEADER = "Gripe-Position";

    private static final String ATTRIBUTE = "gripe.position";

    private final ChangeFollower follower;

    Positions(ChangeFollower follower) {
        this.follower = follower;
    }

    /** Before anything is read for the answer. */
    @RequestFilter
    void note(HttpRequest<?> request) {
        if (request.getMethod() != HttpMethod.GET) {
            return;
        }
        Position position = follower.visible(Workspace.MAIN);
        // From an index that is being made anew everything ever would be told again.
        if (!position.equals(Position.START) || follower.status().caughtUp()) {
            request.setAttribute(ATTRIBUTE, position);
        }
    }

    @ResponseFilter
    void say(HttpRequest<?> request, MutableHttpResponse<?> response) {
        request.getAttribute(ATTRIBUTE, Position.class)
                .ifPresent(position -> response.header(HEADER, position.toString()));
    }
}
