package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServer.class)
class GuardTest {
    private final TestServer gripe;

    GuardTest(TestServer gripe) {
        this.gripe = gripe;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4747", "localhost", "LOCALHOST:1", "[::1]:4747", "[::1]"})
    void host_loopback_isAnswered(String host) throws IOException {
        assertThat(status("GET /api/v1/gripes HTTP/1.1\r\nHost: " + host)).contains(" 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example:4747",
                "evil.example@127.0.0.1",
                "0.0.0.0",
                "[::]",
                "127.1",
                "localhost.",
                ""
            })
    void host_foreign_isRefusedEverywhere(String host) throws IOException {
        for (String path : new String[] {"/", Routes.GRIPES, Routes.LIVE, Routes.METRICS, "/nothing"}) {
            assertThat(status("GET " + path + " HTTP/1.1\r\nHost: " + host)).contains(" 421 ");
        }
    }

    @Test
    void host_absent_isRefused() throws IOException {
        assertThat(status("GET / HTTP/1.0")).containsPattern(" 4\\d\\d ");
    }

    private String status(String head) throws IOException {
        try (RawRequest request = new RawRequest(gripe)) {
            return request.send(head + "\r\nConnection: close\r\n\r\n").line() + " ";
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://127.0.0.1:1",
                "http://localhost",
                "http://evil.example@127.0.0.1",
                "nonsense %"
            })
    void origin_foreign_mayNeitherReadNorWrite(String origin) {
        assertThat(gripe.get(Routes.GRIPES, "Origin", origin).problem()).isEqualTo("403 foreign_origin");
        Answer written = gripe.post(Routes.GRIPES, "{\"text\": \"a\"}", "Origin", origin);
        assertThat(written.problem()).isEqualTo("403 foreign_origin");
        assertThat(written.response().headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(gripe.send(
                                "OPTIONS",
                                Routes.GRIPES,
                                BodyPublishers.noBody(),
                                "Origin",
                                origin,
                                "Access-Control-Request-Method",
                                "POST")
                        .problem())
                .isEqualTo("403 foreign_origin");
    }

    @Test
    void origin_own_isAnswered() {
        assertThat(gripe.get(Routes.GRIPES, "Origin", gripe.origin(), "Sec-Fetch-Site", "same-origin")
                        .status())
                .isEqualTo(200);
        assertThat(gripe.get(Routes.GRIPES, "Sec-Fetch-Site", "none").status()).isEqualTo(200);
    }

    @Test
    void site_otherPortOrSite_isRefusedUnlessItIsALinkToAPage() {
        for (String site : new String[] {"cross-site", "same-site"}) {
            assertThat(gripe.get(Routes.GRIPES, "Sec-Fetch-Site", site, "Sec-Fetch-Mode", "no-cors")
                            .problem())
                    .isEqualTo("403 foreign_origin");
            assertThat(gripe.get(Routes.EXPORT, "Sec-Fetch-Site", site, "Sec-Fetch-Mode", "navigate")
                            .problem())
                    .isEqualTo("403 foreign_origin");
            assertThat(gripe.get("/new", "Sec-Fetch-Site", site, "Sec-Fetch-Mode", "navigate")
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/gripes", "/nothing", "/health/live", "/metrics", "/openapi.yml"})
    void headers_everyAnswer_tellsTheBrowserWhatToRefuse(String path) {
        Answer answer = gripe.get(path);

        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; ")
                .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Permissions-Policy")).contains("camera=()");
        assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{12}");
        assertThat(answer.header("Cache-Control")).isEqualTo(path.equals("/") ? "no-cache" : "no-store");
        assertThat(answer.header("Server")).isEmpty();
    }

    @Test
    void headers_refusals_haveThemToo() {
        Answer refused = gripe.get(Routes.GRIPES, "Origin", "https://evil.example");

        assertThat(refused.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(refused.header("X-Request-Id"))
                .isEqualTo(refused.json().get("requestId").asText());
    }
}
