package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pairing and devices on the real server, with an owner token. */
class DeviceTest {
    private static final String[] OWNER = {"Authorization", "Bearer correct horse battery staple"};

    private static TestServer gripe;
    /** For all tests that need one which only logs. */
    private static JsonNode captureAlone;

    @BeforeAll
    static void start() {
        gripe = TestServer.start(Map.of(
                "gripe.owner-token", "correct horse battery staple", "gripe.allowed-hosts", "gripe.example, phone"));
        captureAlone = shown("capture");
    }

    @AfterAll
    static void stop() throws IOException {
        gripe.close();
    }

    private static String code(String scope) {
        Answer begun = gripe.post(Routes.PAIRING, "{\"scope\": \"" + scope + "\"}", OWNER);
        assertThat(begun.status()).isEqualTo(201);
        return begun.json().get("code").textValue();
    }

    private static Answer redeem(String code, String more) {
        return gripe.post(Routes.REDEEM, "{\"code\": \"" + code + "\", \"name\": \"Test phone\"" + more + "}");
    }

    private static JsonNode shown(String scope) {
        return redeem(code(scope), ", \"show\": true").json();
    }

    private static String[] bearer(JsonNode paired) {
        return new String[] {"Authorization", "Bearer " + paired.get("token").textValue()};
    }

    private static Answer revoke(String id, String... headers) {
        return gripe.send("DELETE", Routes.DEVICES + "/" + id, BodyPublishers.noBody(), headers);
    }

    private static Stream<JsonNode> listed() {
        Answer list = gripe.get(Routes.DEVICES, OWNER);
        assertThat(list.status()).isEqualTo(200);
        JsonNode items = list.json().get("items");
        return IntStream.range(0, items.size()).mapToObj(items::get);
    }

    @Test
    void pairing_code_letsOneDeviceIn() {
        Answer begun = gripe.post(Routes.PAIRING, "{}", OWNER);
        assertThat(begun.json().get("code").textValue()).matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}");
        assertThat(begun.json().get("hosts").toString()).isEqualTo("[\"gripe.example\",\"phone\"]");
        assertThat(Duration.between(
                        Instant.now(),
                        Instant.parse(begun.json().get("expiresAt").textValue())))
                .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(5));

        Answer paired = redeem(begun.json().get("code").textValue(), "");

        assertThat(paired.status()).isEqualTo(201);
        assertThat(paired.json().get("token").isNull()).isTrue();
        String setCookie = paired.header("Set-Cookie");
        assertThat(setCookie).contains("HTTPOnly", "SameSite=Strict", "Path=/", "Max-Age=15552000");
        String cookie = setCookie.substring(0, setCookie.indexOf(';'));
        assertThat(gripe.get(Routes.GRIPES, "Cookie", cookie).status()).isEqualTo(200);
        JsonNode device = paired.json().get("device");
        assertThat(listed().filter(one -> one.get("id").equals(device.get("id"))))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.get("name").textValue()).isEqualTo("Test phone");
                    assertThat(one.get("scope").textValue()).isEqualTo("full");
                    assertThat(one.get("lastUsedAt").textValue()).isNotNull();
                });
        assertThat(gripe.get(Routes.DEVICES, OWNER).body()).doesNotContain(cookie.substring("gripe-session=".length()));
    }

    @Test
    void pairing_usedCode_isWorthNothing() {
        String code = code("full");
        assertThat(redeem(code, "").status()).isEqualTo(201);

        assertThat(redeem(code, "").problem()).isEqualTo("400 pairing_code_wrong code");
    }

    @Test
    void pairing_newCode_endsTheOneBefore() {
        String before = code("full");
        String now = code("full");

        assertThat(redeem(before, "").problem()).isEqualTo("400 pairing_code_wrong code");
        assertThat(redeem(now.toLowerCase(java.util.Locale.ROOT).replace("-", ""), "")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void pairing_oneCodeManyAtOnce_makesOneDevice() throws Exception {
        String code = code("capture");
        Callable<Integer> redeeming = () -> redeem(code, "").status();
        try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
            long paired = 0;
            for (var each : threads.invokeAll(java.util.Collections.nCopies(5, redeeming))) {
                paired += each.get() == 201 ? 1 : 0;
            }
            assertThat(paired).isEqualTo(1);
        }
    }

    @Test
    void revoked_device_isRefusedFromTheNextRequestOn() {
        JsonNode paired = shown("full");
        assertThat(gripe.get(Routes.GRIPES, bearer(paired)).status()).isEqualTo(200);
        String id = paired.get("device").get("id").textValue();

        assertThat(revoke(id, OWNER).status()).isEqualTo(204);

        assertThat(gripe.get(Routes.GRIPES, bearer(paired)).problem()).isEqualTo("401 token_wrong");
        assertThat(listed().map(one -> one.get("id").textValue())).doesNotContain(id);
        assertThat(revoke(id, OWNER).problem()).isEqualTo("404 not_found");
    }

    @Test
    void revoked_device_hearsNoMoreEvents() throws IOException {
        JsonNode paired = shown("full");
        try (BufferedReader heard = listening("Authorization: " + bearer(paired)[1])) {
            revoke(paired.get("device").get("id").textValue(), OWNER);

            assertEnds(heard);
        }
    }

    @Test
    void ended_session_hearsNoMoreEvents() throws IOException {
        String begun = gripe.post(Routes.SESSION, "{\"token\": \"correct horse battery staple\"}")
                .header("Set-Cookie");
        String cookie = begun.substring(0, begun.indexOf(';'));
        try (BufferedReader heard = listening("Cookie: " + cookie)) {
            gripe.send("DELETE", Routes.SESSION, BodyPublishers.noBody(), "Cookie", cookie);

            assertEnds(heard);
        }
    }

    /** An answer that goes on; the socket is closed with it. */
    private static BufferedReader listening(String header) throws IOException {
        Socket socket = gripe.connect();
        socket.getOutputStream()
                .write(("GET " + Routes.EVENTS + " HTTP/1.1\r\nHost: 127.0.0.1:" + gripe.port() + "\r\n" + header
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).contains("200");
        String line = lines.readLine();
        while (!line.startsWith(": gripe")) {
            line = lines.readLine();
        }
        return lines;
    }

    /** The last chunk comes before a sign of life does; one that goes on has the socket give up. */
    private static void assertEnds(BufferedReader heard) throws IOException {
        List<String> rest = new ArrayList<>();
        String line = heard.readLine();
        while (line != null && !line.equals("0")) {
            rest.add(line);
            assertThat(rest).noneMatch(one -> one.contains("still here"));
            line = heard.readLine();
        }
    }

    @Test
    void session_endedByADevice_revokesIt() {
        JsonNode paired = shown("full");
        String cookie = "gripe-session=" + paired.get("token").textValue();
        assertThat(gripe.get(Routes.GRIPES, "Cookie", cookie).status()).isEqualTo(200);

        assertThat(gripe.send("DELETE", Routes.SESSION, BodyPublishers.noBody(), "Cookie", cookie)
                        .status())
                .isEqualTo(204);

        assertThat(gripe.get(Routes.GRIPES, "Cookie", cookie).problem()).isEqualTo("401 token_required");
    }

    @Test
    void fullDevice_doesEverythingButDevices() {
        JsonNode paired = shown("full");

        assertThat(gripe.post(Routes.GRIPES, "{\"text\": \"lift stuck\"}", bearer(paired))
                        .status())
                .isEqualTo(201);
        assertThat(gripe.get(Routes.SEARCH + "?q=lift", bearer(paired)).status())
                .isEqualTo(200);
        assertThat(gripe.get(Routes.DEVICES, bearer(paired)).problem()).isEqualTo("403 not_allowed");
        assertThat(gripe.post(Routes.PAIRING, "{}", bearer(paired)).problem()).isEqualTo("403 not_allowed");
        assertThat(revoke(paired.get("device").get("id").textValue(), bearer(paired))
                        .problem())
                .isEqualTo("403 not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "capture"})
    void device_ofAnyScope_leavesOthersAlone(String scope) {
        JsonNode device = shown(scope);
        String other = shown("full").get("device").get("id").textValue();
        String open = code("full");

        assertThat(gripe.get(Routes.DEVICES, bearer(device)).problem()).isEqualTo("403 not_allowed");
        assertThat(revoke(other, bearer(device)).problem()).isEqualTo("403 not_allowed");
        assertThat(gripe.post(Routes.PAIRING, "{\"scope\": \"full\"}", bearer(device))
                        .problem())
                .isEqualTo("403 not_allowed");
        String cookie = "gripe-session=" + device.get("token").textValue();
        assertThat(gripe.post(Routes.PAIRING, "{}", "Cookie", cookie).problem()).isEqualTo("403 not_allowed");

        assertThat(listed().map(one -> one.get("id").textValue())).contains(other);
        assertThat(redeem(open, "").status()).isEqualTo(201);
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
                "/api/v1/devices",
                "/metrics",
                "/api/v1/gripes/",
                "//api/v1/gripes"
            })
    void captureDevice_reading_isRefused(String path) {
        assertThat(gripe.get(path, bearer(captureAlone)).problem()).isEqualTo("403 not_allowed");
    }

    @Test
    void captureDevice_logging_hearsFiguresAndNoWords() {
        String pain = "{\"text\": \"badge reader at the north gate says no\"}";
        String painPoint = "";
        for (int i = 0; i < 5; i++) {
            JsonNode known = gripe.post(Routes.GRIPES, pain, OWNER).json().get("painPoint");
            painPoint = known.isNull() ? painPoint : known.get("id").textValue();
        }
        assertThat(painPoint).isNotEmpty();
        assertThat(gripe.post(Routes.PAIN_POINTS + "/" + painPoint + "/fix", "{\"note\": \"ask the guard\"}", OWNER)
                        .status())
                .isEqualTo(200);
        assertThat(gripe.post(Routes.GRIPES, pain, OWNER).body()).contains("ask the guard");

        JsonNode logged = gripe.post(Routes.GRIPES, pain, bearer(captureAlone)).json();

        assertThat(logged.get("painPoint").isNull()).isTrue();
        assertThat(logged.get("soFar").get("count").asLong()).isGreaterThan(5);
        String[] inWords = {OWNER[0], bearer(captureAlone)[1], "Accept", "text/plain"};
        assertThat(gripe.post(Routes.GRIPES, pain, inWords).body())
                .contains("time")
                .doesNotContain("ask the guard");
    }

    @Test
    void captureDevice_logging_isLetIn() {
        Answer logged = gripe.post(Routes.GRIPES, "{\"line\": \"5m lift stuck\"}", bearer(captureAlone));
        assertThat(logged.status()).isEqualTo(201);
        String path = Routes.GRIPES + "/" + logged.json().get("id").textValue();

        assertThat(gripe.send("DELETE", path, BodyPublishers.noBody(), bearer(captureAlone))
                        .problem())
                .isEqualTo("403 not_allowed");
        assertThat(gripe.importLines("{\"text\": \"a\"}", bearer(captureAlone)).problem())
                .isEqualTo("403 not_allowed");
    }

    @Test
    void token_ofOtherCharacters_isRefused() {
        String token = shown("full").get("token").textValue();
        String other = token.substring(0, token.length() - 1) + (token.endsWith("A") ? "B" : "A");

        assertThat(gripe.get(Routes.GRIPES, "Authorization", "Bearer " + other).problem())
                .isEqualTo("401 token_wrong");
        assertThat(gripe.get(Routes.GRIPES, "Cookie", "gripe-session=" + other).problem())
                .isEqualTo("401 token_required");
    }

    @Test
    void pairing_badRequests_areProblems() {
        assertThat(gripe.post(Routes.PAIRING, "{}").problem()).isEqualTo("401 token_required");
        assertThat(gripe.get(Routes.DEVICES).problem()).isEqualTo("401 token_required");
        assertThat(gripe.post(Routes.PAIRING, "{\"scope\": \"all\"}", OWNER).problem())
                .isEqualTo("400 invalid scope");
        assertThat(gripe.post(Routes.REDEEM, "{\"name\": \"a\"}").problem()).isEqualTo("400 missing code");
        assertThat(gripe.post(Routes.REDEEM, "{\"code\": \"a\"}").problem()).isEqualTo("400 missing name");
        assertThat(gripe.post(Routes.REDEEM, "{\"code\": \"a\", \"name\": \" \"}")
                        .problem())
                .isEqualTo("400 blank name");
        assertThat(gripe.post(Routes.REDEEM, "{\"code\": \"a\", \"name\": \"" + "n".repeat(61) + "\"}")
                        .problem())
                .isEqualTo("400 too_long name");
        assertThat(gripe.post(Routes.REDEEM, "{\"code\": \"a\", \"name\": \"a\\u0007\"}")
                        .problem())
                .isEqualTo("400 control_character name");
    }

    @Test
    void pairing_otherSite_isRefused() {
        assertThat(gripe.post(
                                Routes.REDEEM,
                                "{\"code\": \"a\", \"name\": \"a\"}",
                                "Origin",
                                "https://elsewhere.example")
                        .problem())
                .isEqualTo("403 foreign_origin");
    }
}
