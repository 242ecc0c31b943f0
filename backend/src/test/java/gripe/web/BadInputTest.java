package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedServer.class)
class BadInputTest {
    private final TestServer gripe;

    BadInputTest(TestServer gripe) {
        this.gripe = gripe;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                  | 400 malformed_json
            ``                                                 | 400 missing body
            ` `                                                | 400 malformed_json
            {"text": "a"} {}                                   | 400 malformed_json
            {"text": "a", "text": "b"}                         | 400 malformed_json
            {"text": "a", "minutes": NaN}                      | 400 malformed_json
            {'text': 'a'}                                      | 400 malformed_json
            {"text": "a",}                                     | 400 malformed_json
            null                                               | 400 wrong_type
            []                                                 | 400 wrong_type
            ""                                                 | 400 wrong_type
            {"text": 5}                                        | 400 wrong_type text
            {"text": true}                                     | 400 wrong_type text
            {"text": ["a"]}                                    | 400 wrong_type text
            {"text": {}}                                       | 400 wrong_type text
            {"text": "a", "minutes": "5"}                      | 400 wrong_type minutes
            {"text": "a", "minutes": ""}                       | 400 wrong_type minutes
            {"text": "a", "minutes": true}                     | 400 wrong_type minutes
            {"text": "a", "tags": "ci"}                        | 400 wrong_type tags
            {"text": "a", "tags": ""}                          | 400 wrong_type tags
            {"text": "a", "tags": [1]}                         | 400 wrong_type tags
            {"text": "a", "tags": [null]}                      | 400 wrong_type tags
            {"text": "a", "tags": [["ci"]]}                    | 400 wrong_type tags
            {"text": "a", "happenedAt": 1700000000}            | 400 wrong_type happenedAt
            {"text": "a", "colour": "red"}                     | 400 unknown_field colour
            {"text": "a", "happenedAt": null, "id": null, "x":0}| 400 unknown_field x
            {"text": "a", "createdAt": "2020-01-01T00:00:00Z"} | 400 unknown_field createdAt
            {"text": "a", "\\ud800": 1}                        | 400 malformed_json
            {"text": "a", "\\u0007": 1}                        | 400 unknown_field \ufffd
            {}                                                 | 400 missing text
            {"text": null}                                     | 400 missing text
            {"text": "a", "line": "b"}                         | 400 invalid line
            {"text": ""}                                       | 400 blank text
            {"text": " \\n\\t "}                               | 400 blank text
            {"text": "\\u200b\\ufeff"}                         | 400 blank text
            {"line": "#ci"}                                    | 400 blank text
            {"text": "a\\u0000b"}                              | 400 control_character text
            {"text": "\\u001b[31mred"}                         | 400 control_character text
            {"text": "half \\ud800 a character"}               | 400 invalid_unicode text
            {"text": "\\udc00\\ud800"}                         | 400 invalid_unicode text
            {"text": "a", "place": "\\ud800"}                  | 400 invalid_unicode place
            {"text": "a", "minutes": -1}                       | 400 out_of_range minutes
            {"text": "a", "minutes": 527041}                   | 400 out_of_range minutes
            {"text": "a", "minutes": 1e400}                    | 400 out_of_range minutes
            {"text": "a", "happenedAt": ""}                    | 400 invalid happenedAt
            {"text": "a", "happenedAt": "yesterday"}           | 400 invalid happenedAt
            {"text": "a", "happenedAt": "2026-11-02"}          | 400 invalid happenedAt
            {"text": "a", "happenedAt": "2026-02-30T00:00Z"}   | 400 invalid happenedAt
            {"text": "a", "happenedAt": "300000-01-01T00:00Z"} | 400 out_of_range happenedAt
            {"text": "a", "happenedAt": "+300000-01-01T00:00Z"}| 400 out_of_range happenedAt
            {"text": "a", "happenedAt": "+999999999-12-31T23:59Z"} | 400 out_of_range happenedAt
            {"text": "a", "happenedAt": "1969-12-31T00:00:00Z"}| 400 out_of_range happenedAt
            {"text": "a", "tags": ["two words"]}               | 400 invalid tags
            {"text": "a", "tags": [""]}                        | 400 blank tags
            {"text": "a", "id": "../etc"}                      | 400 invalid id
            {"text": "a", "id": ""}                            | 400 invalid id
            {"line": "25m"}                                    | 400 blank text
            {"line": "a", "zone": "Mars/Olympus"}              | 400 invalid zone
            {"line": "a", "zone": ""}                          | 400 invalid zone
            {"line": "a", "zone": 1}                           | 400 wrong_type zone
            {"line": "a", "now": "today"}                      | 400 invalid now
            {"line": "a", "now": "1969-01-01T00:00:00Z"}       | 400 out_of_range now
            {"line": "a", "now": "+99999-01-01T00:00:00Z"}     | 400 out_of_range now
            {"line": "a", "now": "9998-01-01T00:00:00Z"}       | 400 out_of_range now
            """)
    void create_refusesAndNamesTheField(String body, String problem) {
        assertThat(gripe.post(Routes.GRIPES, body).problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                 | 400 missing line
            {"line": null}                                     | 400 missing line
            {"line": 5}                                        | 400 wrong_type line
            {"line": "a", "zone": "Mars/Olympus"}              | 400 invalid zone
            {"line": "a", "now": "yesterday"}                  | 400 invalid now
            {"line": "a", "now": "1969-01-01T00:00:00Z"}       | 400 out_of_range now
            {"line": "a", "text": "b"}                         | 400 unknown_field text
            """)
    void parse_refusesAndNamesTheField(String body, String problem) {
        assertThat(gripe.post(Routes.PARSE, body).problem()).isEqualTo(problem);
    }

    @Test
    void parse_longLine_isRefused() {
        assertThat(gripe.post(Routes.PARSE, "{\"line\": \"" + "a".repeat(4_000) + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(gripe.post(Routes.PARSE, "{\"line\": \"" + "a".repeat(4_001) + "\"}")
                        .problem())
                .isEqualTo("400 too_long line");
    }

    @Test
    void create_malformed_saysWhere() {
        Answer answer = gripe.post(Routes.GRIPES, "{\"text\": \"a\",\n  oops}");

        assertThat(answer.json().get("detail").asText()).contains("line 2, column 3");
    }

    @Test
    void create_wrongType_saysWhatIsWanted() {
        assertThat(gripe.post(Routes.GRIPES, "{\"text\": \"a\", \"minutes\": \"5\"}")
                        .json()
                        .get("detail")
                        .asText())
                .contains("wanted is a number");
    }

    @Test
    void create_tooLong_isRefusedByCharactersNotBytes() {
        assertThat(gripe.post(Routes.GRIPES, "{\"text\": \"" + "🐌".repeat(2_000) + "\"}")
                        .status())
                .isEqualTo(201);
        assertThat(gripe.post(Routes.GRIPES, "{\"text\": \"" + "🐌".repeat(2_001) + "\"}")
                        .problem())
                .isEqualTo("400 too_long text");
        assertThat(gripe.post(Routes.GRIPES, "{\"line\": \"" + "a".repeat(500_000) + "\"}")
                        .problem())
                .isEqualTo("400 too_long text");
    }

    @Test
    void create_aHundredThousandTags_isRefused() {
        String tags = Stream.generate(() -> "\"t\"").limit(100_000).collect(Collectors.joining(","));

        assertThat(gripe.post(Routes.GRIPES, "{\"text\": \"a\", \"tags\": [" + tags + "]}")
                        .problem())
                .isEqualTo("400 too_many tags");
    }

    @Test
    void create_deepNestingAndLongNames_areRefusedShortly() {
        assertThat(gripe.post(Routes.GRIPES, "[".repeat(100_000)).problem()).startsWith("400 ");
        Answer answer = gripe.post(Routes.GRIPES, "{\"" + "n".repeat(40_000) + "\": 1}");
        assertThat(answer.json().get("code").asText()).isEqualTo("unknown_field");
        assertThat(answer.body()).hasSizeLessThan(2_000);
    }

    @Test
    void create_brokenUtf8_isRefused() {
        byte[] latin = "{\"text\": \"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] halfSurrogate = {
            '{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'
        };
        for (byte[] body : new byte[][] {latin, halfSurrogate}) {
            assertThat(gripe.send(
                                    "POST",
                                    Routes.GRIPES,
                                    BodyPublishers.ofByteArray(body),
                                    "Content-Type",
                                    "application/json")
                            .problem())
                    .isEqualTo("400 invalid_unicode");
        }
    }

    @Test
    void create_bodyAboveOneMebibyte_isRefused() {
        String body = "{\"text\": \"" + "a".repeat(1024 * 1024) + "\"}";

        assertThat(gripe.post(Routes.GRIPES, body).problem()).isEqualTo("413 body_too_large");
        assertThat(gripe.send(
                                "POST",
                                Routes.PARSE,
                                BodyPublishers.ofInputStream(
                                        () -> new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))),
                                "Content-Type",
                                "application/json")
                        .problem())
                .isEqualTo("413 body_too_large");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/gripes?limit=0            | 400 out_of_range limit
            /api/v1/gripes?limit=201          | 400 out_of_range limit
            /api/v1/gripes?limit=99999999999  | 400 out_of_range limit
            /api/v1/gripes?limit=many         | 400 wrong_type limit
            /api/v1/gripes?limit=             | 400 wrong_type limit
            /api/v1/gripes?from=yesterday     | 400 invalid from
            /api/v1/gripes?to=2026-13-01      | 400 invalid to
            /api/v1/gripes?cursor=nonsense    | 400 invalid cursor
            /api/v1/search                    | 400 missing q
            /api/v1/search?q=a&sort=best      | 400 invalid sort
            /api/v1/search?q=a&cursor=%25     | 400 invalid cursor
            /api/v1/similar                   | 400 missing text
            /api/v1/gripes/absent             | 404 not_found
            /api/v1/gripes/%00                | 404 not_found
            /api/v1/nothing                   | 404 not_found
            /nothing                          | 404 not_found
            /assets/nothing.js                | 404 not_found
            /assets/..%2findex.html           | 404 not_found
            """)
    void get_refuses(String path, String problem) {
        assertThat(gripe.get(path).problem()).isEqualTo(problem);
    }

    @Test
    void search_longQuery_isRefused() {
        assertThat(gripe.get(Routes.SEARCH + "?q=" + "a".repeat(2_000)).status())
                .isEqualTo(200);
        assertThat(gripe.get(Routes.SEARCH + "?q=" + "a".repeat(2_001)).problem())
                .isEqualTo("400 too_long q");
        assertThat(gripe.get(Routes.SEARCH + "?q=" + "a".repeat(100_000)).status())
                .isBetween(400, 431);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PUT    | /api/v1/gripes     | application/json | 405 method_not_allowed
            DELETE | /api/v1/search     | application/json | 405 method_not_allowed
            POST   | /api/v1/gripes     | text/plain       | 415 unsupported_media_type
            """)
    void send_frameworkRefusals_areProblemsToo(String method, String path, String type, String problem) {
        Answer answer = gripe.send(method, path, BodyPublishers.ofString("{}"), "Content-Type", type);

        assertThat(answer.problem()).isEqualTo(problem);
        JsonNode body = answer.json();
        assertThat(body.get("type").asText()).isEqualTo("about:blank");
        assertThat(body.get("title").asText()).isNotBlank();
        assertThat(body.get("status").asInt()).isEqualTo(answer.status());
        assertThat(body.get("detail").asText()).isNotBlank();
        assertThat(body.get("requestId").asText()).isEqualTo(answer.header("X-Request-Id"));
    }

    @Test
    void get_unacceptable_isAProblem() {
        assertThat(gripe.get(Routes.GRIPES, "Accept", "image/png").problem()).isEqualTo("406 not_acceptable");
    }

    @Test
    void create_noContentType_isAProblem() {
        assertThat(gripe.send("POST", Routes.GRIPES, BodyPublishers.ofString("{}"))
                        .status())
                .isBetween(400, 415);
    }
}
