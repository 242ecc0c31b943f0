package gripe.web;

import gripe.Device;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.configuration.GripeConfiguration;
import gripe.device.Devices;
import gripe.storage.StoreFailure;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.cookie.Cookie;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * In front of every path. On loopback too, any page in the owner's browser could speak to Gripe: one that had its name
 * point here (DNS rebinding) is told by its Host, another site by its Origin. With an owner token, nobody is let in
 * without it.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Guard.ORDER)
final class Guard {
    /** After the headers, which refusals have too, and before everything else. */
    static final int ORDER = SecurityHeaders.ORDER + 1;

    private static final Set<String> WAYS_IN = Set.of(Routes.SESSION, Routes.REDEEM);
    private static final String DEVICE = "gripe.device";
    private static final String SESSION = "gripe.session";

    /** All that a device may do which only logs. */
    private static final Set<String> CAPTURE_ALONE =
            Set.of("POST " + Routes.GRIPES, "POST " + Routes.PARSE, "DELETE " + Routes.SESSION);

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> hosts = new HashSet<>(LOOPBACK);
    private final boolean tokenWanted;
    private final Sessions sessions;
    private final Devices devices;
    private final Assets assets;

    Guard(
            GripeConfiguration configuration,
            @Value("${micronaut.server.host}") String host,
            Sessions sessions,
            Devices devices,
            Assets assets) {
        hosts.add(host.toLowerCase(Locale.ROOT));
        Arrays.stream(configuration.allowedHosts().split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .forEach(hosts::add);
        tokenWanted = !configuration.ownerToken().isEmpty();
        this.sessions = sessions;
        this.devices = devices;
        this.assets = assets;
    }

    /** Null lets the request pass at once; only a device's token is looked up. */
    @RequestFilter
    @Nullable
    CompletionStage<Optional<HttpResponse<?>>> check(HttpRequest<?> request) {
        try {
            checkHost(request);
            checkOrigin(request);
            return tokenWanted && !open(request) ? checkToken(request) : null;
        } catch (Problem e) {
            return CompletableFuture.completedFuture(refused(request, e));
        }
    }

    /** By whose token the request came; null when it is the owner, or nobody is asked for a token. */
    static @Nullable Device device(HttpRequest<?> request) {
        return request.getAttribute(DEVICE, Device.class).orElse(null);
    }

    /** The session in which the request came; null when it showed a token itself, or nobody is asked for one. */
    static @Nullable String session(HttpRequest<?> request) {
        return request.getAttribute(SESSION, String.class).orElse(null);
    }

    private void checkHost(HttpRequest<?> request) {
        String host = request.getHeaders().get(HttpHeaders.HOST);
        if (host == null || !hosts.contains(withoutPort(host))) {
            throw new Problem(
                    Code.FOREIGN_HOST,
                    "Gripe is not called '" + host + "'. If it should be, add the name to GRIPE_ALLOWED_HOSTS.");
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    /** A browser says where a request comes from; a program says nothing. */
    private static void checkOrigin(HttpRequest<?> request) {
        String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
        String site = request.getHeaders().get("Sec-Fetch-Site");
        boolean foreignSite = site != null && !site.equals("same-origin") && !site.equals("none");
        // Following a link to a page is no request in the other site's name.
        boolean followed = "navigate".equals(request.getHeaders().get("Sec-Fetch-Mode"))
                && Routes.isPage(request.getPath())
                && request.getMethodName().equals("GET");
        if ((foreignSite && !followed) || (origin != null && !sameOrigin(origin, request))) {
            throw new Problem(Code.FOREIGN_ORIGIN, "Other sites may not speak to Gripe.");
        }
    }

    private static boolean sameOrigin(String origin, HttpRequest<?> request) {
        String host = request.getHeaders().get(HttpHeaders.HOST);
        try {
            URI uri = URI.create(origin);
            return host != null && host.equalsIgnoreCase(uri.getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What needs no token: the page itself (it asks for one), the shell command, whether Gripe lives, and the way in. */
    private boolean open(HttpRequest<?> request) {
        String path = request.getPath();
        return assets.has(path)
                || path.equals(Routes.LIVE)
                || (WAYS_IN.contains(path) && request.getMethodName().equals("POST"));
    }

    private @Nullable CompletionStage<Optional<HttpResponse<?>>> checkToken(HttpRequest<?> request) {
        String authorization = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
                throw new Problem(Code.TOKEN_WRONG, "Authorization has to be: Bearer and the token.");
            }
            String token = authorization.substring(7).strip();
            if (Devices.isToken(token)) {
                return checkDevice(request, token, Code.TOKEN_WRONG);
            }
            sessions.check(token);
            return null;
        }
        String cookie = request.getCookies()
                .findCookie(Sessions.COOKIE)
                .map(Cookie::getValue)
                .orElse("");
        if (Devices.isToken(cookie)) {
            return checkDevice(request, cookie, Code.TOKEN_REQUIRED);
        }
        if (!sessions.known(cookie)) {
            throw new Problem(Code.TOKEN_REQUIRED, "This Gripe asks for its owner token.");
        }
        request.setAttribute(SESSION, cookie);
        return null;
    }

    private CompletionStage<Optional<HttpResponse<?>>> checkDevice(HttpRequest<?> request, String token, Code unknown) {
        return devices.owning(token).handle((device, failure) -> {
            if (failure != null) {
                return refused(request, StoreFailure.problem(failure));
            }
            if (device == null) {
                return refused(request, new Problem(unknown, "This device was revoked or has expired."));
            }
            if (device.scope() == Device.Scope.CAPTURE
                    && !CAPTURE_ALONE.contains(request.getMethodName() + " " + request.getPath())) {
                return refused(request, new Problem(Code.NOT_ALLOWED, "This device may only log."));
            }
            request.setAttribute(DEVICE, device);
            // Not null: the framework takes a future of nothing for no answer at all.
            return Optional.empty();
        });
    }

    private static Optional<HttpResponse<?>> refused(HttpRequest<?> request, Problem problem) {
        return Optional.of(Problems.response(request, problem));
    }
}
