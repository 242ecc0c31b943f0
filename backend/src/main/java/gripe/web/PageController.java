package gripe.web;

import gripe.Problem;
import gripe.Problem.Code;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page and its files, and the shell command. */
@Controller
@Hidden
class PageController {
    private static final Pattern NOT_ACCEPTED = Pattern.compile(";q=0(\\.0*)?$");

    private final Assets assets;

    PageController(Assets assets) {
        this.assets = assets;
    }

    @Get(
            uris = {
                "/",
                "/search",
                "/new",
                "/devices",
                "/pair",
                "/pain-points",
                "/pain-points/{id}",
                "/overview",
                "/assets/{name}",
                "/{name:[a-z0-9-]+\\.(js|svg|png|ico|txt|webmanifest)}",
                Routes.SHELL,
                Routes.SHELL_SUM
            },
            produces = "*/*")
    HttpResponse<byte[]> file(HttpRequest<?> request, @Nullable String name) {
        Assets.Asset asset = assets.at(request.getPath());
        if (asset == null) {
            throw new Problem(Code.NOT_FOUND, "There is nothing at " + request.getPath() + ".");
        }
        MutableHttpResponse<byte[]> response =
                String.valueOf(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH))
                                .contains(asset.tag())
                        ? HttpResponse.notModified()
                        : encoded(request, asset);
        return response.header(HttpHeaders.ETAG, asset.tag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header(
                        HttpHeaders.CACHE_CONTROL,
                        asset.immutable() ? "public, max-age=31536000, immutable" : "no-cache");
    }

    /** The encodings by name; one of quality 0 is none. */
    private static Set<String> accepted(HttpRequest<?> request) {
        return request.getHeaders().getAll(HttpHeaders.ACCEPT_ENCODING).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(one -> one.replace(" ", "").toLowerCase(Locale.ROOT))
                .filter(one -> !NOT_ACCEPTED.matcher(one).find())
                .map(one -> one.replaceFirst(";.*", ""))
                .collect(Collectors.toSet());
    }

    private static MutableHttpResponse<byte[]> encoded(HttpRequest<?> request, Assets.Asset asset) {
        Set<String> accepted = accepted(request);
        MutableHttpResponse<byte[]> response;
        byte[] brotli = asset.brotli();
        byte[] gzip = asset.gzip();
        if (brotli != null && accepted.contains("br")) {
            response = HttpResponse.ok(brotli).header(HttpHeaders.CONTENT_ENCODING, "br");
        } else if (gzip != null && accepted.contains("gzip")) {
            response = HttpResponse.ok(gzip).header(HttpHeaders.CONTENT_ENCODING, "gzip");
        } else {
            response = HttpResponse.ok(asset.plain());
        }
        return response.header(HttpHeaders.CONTENT_TYPE, asset.type());
    }
}
