package gripe.painpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TitleAnswerTest {
    @Test
    void good_isRead_fencedOrNot() {
        String said = "{\"title\": \" CI runners are slow \", \"summary\": \"Builds wait for a runner.\"}";
        TitleAnswer wanted = new TitleAnswer("CI runners are slow", "Builds wait for a runner.");

        assertThat(TitleAnswer.read(said)).isEqualTo(wanted);
        assertThat(TitleAnswer.read("```json\n" + said + "\n```")).isEqualTo(wanted);
        assertThat(TitleAnswer.read("{\"title\": \"login_test.py is flaky\"}"))
                .isEqualTo(new TitleAnswer("login_test.py is flaky", null));
        assertThat(TitleAnswer.read("{\"title\": \"VPN bricht ständig ab\", \"summary\": 7}"))
                .isEqualTo(new TitleAnswer("VPN bricht ständig ab", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CI runners are slow",
                "[]",
                "null",
                "{\"title\": null}",
                "{\"title\": [\"a b c\"]}",
                "{\"title\": \"   \"}",
                "{\"title\": \"?!\"}",
                "{\"title\": \"..........\"}",
                "{\"title\": \"two\\nlines\"}",
                "{\"title\": \"turned \\u202e round\"}",
                "{\"title\": \"no \\u0000 end\"}",
                "{\"title\": \"half \\ud83d of it\"}",
                "{\"title\": \"<b>bold</b> words\"}",
                "{\"title\": \"<img src=x onerror=alert(1)>\"}",
                "{\"title\": \"&lt;script&gt; again\"}",
                "{\"title\": \"[press me](x)\"}",
                "{\"title\": \"**CI** is slow\"}",
                "{\"title\": \"javascript:alert(1)\"}",
                "{\"title\": \"see https://evil.example\"}",
                "{\"title\": \"see www.evil.example\"}",
                "{\"title\": \"mail me@evil.example\"}",
                "{\"title\": \"one two three four five six seven eight nine ten eleven\"}",
                "{\"title\": \"a name that goes on and on until nobody remembers what it was about\"}",
                "{\"title\": \"CI runners are slow\"",
            })
    void anythingElse_isRefused(String said) {
        assertThat(TitleAnswer.read(said)).isNull();
    }

    @Test
    void overlong_isRefused_andABadSummaryLeftOut() {
        assertThat(TitleAnswer.read(null)).isNull();
        assertThat(TitleAnswer.read("{\"title\": \"CI is slow\", \"more\": \"" + "x".repeat(5_000) + "\"}"))
                .isNull();
        for (String summary :
                new String[] {"x".repeat(401), "<script>alert(1)</script>", "look at http://evil.example"}) {
            assertThat(TitleAnswer.read("{\"title\": \"CI is slow\", \"summary\": \"" + summary + "\"}"))
                    .as(summary)
                    .isEqualTo(new TitleAnswer("CI is slow", null));
        }
    }
}
