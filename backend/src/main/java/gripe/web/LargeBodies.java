package gripe.web;

import gripe.Problem;
import gripe.Problem.Code;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How many large bodies are read into memory at once. Small ones are bounded by the number of connections; an import is
 * read line by line and has a lane of its own.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(LargeBodies.ORDER)
final class LargeBodies {
    static final int ORDER = EarlyRefusal.ORDER + 1;

    /** A gripe of the longest text, written in escapes, fits. */
    static final long SMALL_BYTES_MAX = 32 * 1024;

    /** Of 1 MiB each at most. */
    static final int LARGE_MAX = 64;

    private static final String PLACE = "gripe.large-body";

    private final Semaphore places = new Semaphore(LARGE_MAX);

    LargeBodies(MeterRegistry meters) {
        Gauge.builder("gripe.large.bodies", () -> LARGE_MAX - places.availablePermits())
                .description("Large bodies being read into memory")
                .register(meters);
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> enter(HttpRequest<?> request) {
        if (!large(request)) {
            return null;
        }
        if (!places.tryAcquire()) {
            return Problems.response(
                    request, new Problem(Code.OVERLOADED, "Too many large bodies are being read. Try again shortly."));
        }
        request.setAttribute(PLACE, new AtomicBoolean(true));
        return null;
    }

    @ResponseFilter
    void leave(HttpRequest<?> request) {
        if (request.getAttribute(PLACE, AtomicBoolean.class)
                .map(open -> open.getAndSet(false))
                .orElse(false)) {
            places.release();
        }
    }

    /** What does not say how long it is may be long. */
    private static boolean large(HttpRequest<?> request) {
        return request.getMethod().permitsRequestBody()
                && !request.getPath().equals(Routes.IMPORT)
                && (request.getContentLength() > SMALL_BYTES_MAX
                        || request.getHeaders().contains("Transfer-Encoding"));
    }
}
