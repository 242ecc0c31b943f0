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
import org.jspecify.annotations.Nullable;

/** The page and its files. */
@Controller
@Hidden
class PageController {
    private final Assets assets;

    PageController(Assets assets) {
        this.assets = assets;
    }

    @Get(
            uris = {"/", "/search", "/new", "/assets/{name}", "/{name:[a-z-]+\\.(svg|webmanifest)}"},
            produces = "*/*")
    HttpResponse<byte[]> file(HttpRequest<?> request, @Nullable String name) {
        Assets.Asset asset = assets.at(request.getPath());
        if (asset == null) {
            throw new Problem(Code.NOT_FOUND, "There is nothing at " + request.getPath() + ".");
        }
        MutableHttpResponse<byte[]> response =
                asset.tag().equals(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH))
                        ? HttpResponse.notModified()
                        : encoded(request, asset);
        return response.header(HttpHeaders.ETAG, asset.tag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header(
                        HttpHeaders.CACHE_CONTROL,
                        asset.immutable() ? "public, max-age=31536000, immutable" : "no-cache");
    }

    private static MutableHttpResponse<byte[]> encoded(HttpRequest<?> request, Assets.Asset asset) {
        String accepted = String.valueOf(request.getHeaders().get(HttpHeaders.ACCEPT_ENCODING));
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
