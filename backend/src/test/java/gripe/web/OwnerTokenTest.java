package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTokenTest {
    private static final String TOKEN = "correct horse battery staple";

    private static TestServer gripe;

    @BeforeAll
    static void start() {
        gripe = TestServer.start(Map.of("gripe.owner-token", TOKEN, "gripe.allowed-hosts", "gripe.example, phone"));
    }

    @AfterAll
    static void stop() throws IOException {
        gripe.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/gripes",
                "/api/v1/gripes/some",
                "/api/v1/search?q=a",
                "/api/v1/similar?text=a",
                "/api/v1/export",
                "/api/v1/overview",
                "/api/v1/digest",
                "/api/v1/map",
                "/health/ready",
                "/metrics",
                "/openapi.yml",
                "/nothing",
                "/api/v1/nothing",
                "/api/v1/session",
                "//api/v1/gripes",
                "/api/v1/gripes/",
                "/health/live/../../api/v1/gripes"
            })
    void get_withoutToken_isRefused(String path) {
        Answer answer = gripe.get(path);

        assertThat(answer.problem()).isEqualTo("401 token_required");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void change_withoutToken_isRefused() {
        assertThat(gripe.post(Routes.GRIPES, "{\"text\": \"a\"}").problem()).isEqualTo("401 token_required");
        assertThat(gripe.importLines("{\"text\": \"a\"}").problem()).isEqualTo("401 token_required");
        assertThat(gripe.send("DELETE", Routes.GRIPES + "/a", BodyPublishers.noBody())
                        .problem())
                .isEqualTo("401 token_required");
        assertThat(gripe.send("DELETE", Routes.SESSION, BodyPublishers.noBody()).problem())
                .isEqualTo("401 token_required");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/search",
                "/new",
                "/icon.svg",
                "/manifest.webmanifest",
                "/gripe.sh",
                "/gripe.sh.sha256",
                "/health/live"
            })
    void get_pageAndLife_areOpen(String path) {
        assertThat(gripe.get(path).status()).isEqualTo(200);
    }

    @Test
    void bearer_rightToken_isLetIn() {
        assertThat(gripe.get(Routes.GRIPES, "Authorization", "Bearer " + TOKEN).status())
                .isEqualTo(200);
        assertThat(gripe.get(Routes.GRIPES, "Authorization", "Basic b3duZXI6b3duZXI=")
                        .problem())
                .isEqualTo("401 token_wrong");
    }

    @Test
    void session_cookie_letsInUntilItEnds() {
        Answer begun = gripe.post(Routes.SESSION, "{\"token\": \"" + TOKEN + "\"}");
        assertThat(begun.status()).isEqualTo(204);
        String setCookie = begun.header("Set-Cookie");
        assertThat(setCookie).contains("HTTPOnly", "SameSite=Strict", "Path=/").doesNotContain("Secure");
        String cookie = setCookie.substring(0, setCookie.indexOf(';'));
        assertThat(cookie).matches("gripe-session=[A-Za-z0-9_-]{43}");

        assertThat(gripe.get(Routes.GRIPES, "Cookie", cookie).status()).isEqualTo(200);
        assertThat(gripe.get(Routes.GRIPES, "Cookie", cookie.replaceFirst(".$", "_"))
                        .status())
                .isEqualTo(401);
        assertThat(gripe.send("DELETE", Routes.SESSION, BodyPublishers.noBody(), "Cookie", cookie)
                        .status())
                .isEqualTo(204);
        assertThat(gripe.get(Routes.GRIPES, "Cookie", cookie).problem()).isEqualTo("401 token_required");
    }

    /** The proxy's request is plain; the browser's own, which it is about, is not. */
    @Test
    void session_behindAProxyThatSpeaksHttps_hasACookieThatOnlyHttpsSees() {
        String https = "https://127.0.0.1:" + gripe.port();

        assertThat(gripe.post(Routes.SESSION, "{\"token\": \"" + TOKEN + "\"}", "Origin", https)
                        .header("Set-Cookie"))
                .contains("Secure");
        assertThat(gripe.post(Routes.SESSION, "{\"token\": \"" + TOKEN + "\"}", "Origin", gripe.origin())
                        .header("Set-Cookie"))
                .doesNotContain("Secure");
    }

    @Test
    void session_badRequests_areProblems() {
        assertThat(gripe.post(Routes.SESSION, "{}").problem()).isEqualTo("400 missing token");
        assertThat(gripe.post(Routes.SESSION, "{\"token\": 5}").problem()).isEqualTo("400 wrong_type token");
    }

    @Test
    void wrongToken_tooOften_hasToWaitButTheRightOneHasNot() {
        Answer first = gripe.post(Routes.SESSION, "{\"token\": \"wrong\"}");
        assertThat(first.problem()).isEqualTo("401 token_wrong token");
        Answer last = first;
        for (int i = 0; i < 11; i++) {
            last = gripe.get(Routes.GRIPES, "Authorization", "Bearer wrong");
        }

        assertThat(last.problem()).isEqualTo("429 too_many_attempts");
        assertThat(last.header("Retry-After")).isEqualTo("60");
        assertThat(gripe.post(Routes.SESSION, "{\"token\": \"" + TOKEN + "\"}").status())
                .isEqualTo(204);
    }

    @Test
    void host_allowed_isAnswered() throws IOException {
        for (String host : new String[] {"gripe.example", "Phone:443"}) {
            try (RawRequest request = new RawRequest(gripe)) {
                assertThat(request.send("GET /health/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                .line())
                        .contains(" 200 ");
            }
        }
    }
}
