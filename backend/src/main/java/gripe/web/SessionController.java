package gripe.web;

import gripe.Device;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.device.Devices;
import gripe.wire.StrictJson;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The page's way in: the owner token once, then a cookie. */
@Controller(Routes.SESSION)
@Tag(name = "Session")
class SessionController {
    /** The owner token. */
    public record TokenRequest(@Nullable String token) {}

    private final Sessions sessions;
    private final Devices devices;

    SessionController(Sessions sessions, Devices devices) {
        this.sessions = sessions;
        this.devices = devices;
    }

    /** Begins a session: answers with a cookie that only the browser sees. */
    @AnswersProblems
    @Post
    @Consumes("application/json")
    @RequestBody(
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = TokenRequest.class)))
    @ApiResponse(responseCode = "204", description = "The session has begun")
    HttpResponse<?> begin(HttpRequest<?> request, @Body byte[] body) {
        String token = StrictJson.read(body, TokenRequest.class).token();
        if (token == null) {
            throw new Problem(Code.MISSING, "token", "A session begins with the owner token.");
        }
        sessions.check(token);
        return HttpResponse.noContent().cookie(cookie(request, sessions.begin()).maxAge(Sessions.LIFETIME));
    }

    /** Ends the session; a device is revoked by that. */
    @AnswersProblems
    @Delete
    @ExecuteOn(TaskExecutors.BLOCKING)
    @ApiResponse(responseCode = "204", description = "The session has ended")
    HttpResponse<?> end(HttpRequest<?> request) {
        Device device = Guard.device(request);
        if (device != null) {
            devices.revoke(device.id());
        }
        request.getCookies().findCookie(Sessions.COOKIE).ifPresent(cookie -> sessions.end(cookie.getValue()));
        return HttpResponse.noContent().cookie(cookie(request, "").maxAge(0));
    }

    /**
     * Behind a proxy that speaks HTTPS for Gripe the request itself is plain; where the browser is it says in Origin, which
     * {@link Guard} has checked. Who says so and is not there only loses a cookie.
     */
    private static boolean secure(HttpRequest<?> request) {
        String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
        return request.isSecure() || (origin != null && origin.regionMatches(true, 0, "https:", 0, 6));
    }

    static Cookie cookie(HttpRequest<?> request, String value) {
        return Cookie.of(Sessions.COOKIE, value)
                .httpOnly(true)
                .sameSite(SameSite.Strict)
                .secure(secure(request))
                .path("/");
    }
}
