package gripe.web;

import io.micronaut.http.HttpRequest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A short name for each request, in its answer and in the log. */
final class RequestIds {
    private static final String ATTRIBUTE = "gripe.request-id";
    private static final SecureRandom RANDOM = new SecureRandom();

    private RequestIds() {}

    static String of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, String.class).orElseGet(() -> {
            byte[] bytes = new byte[6];
            RANDOM.nextBytes(bytes);
            String id = HexFormat.of().formatHex(bytes);
            request.setAttribute(ATTRIBUTE, id);
            return id;
        });
    }
}
