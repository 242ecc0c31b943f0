package gripe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import gripe.Problem;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StrictJsonTest {
    @Property
    void read_anyBytes_isAnObjectOrAProblem(@ForAll byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Property
    void read_nearlyARequest_isAnObjectOrAProblem(@ForAll("nearlyRequests") String json) {
        readOrRefuse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** What is accepted is meant so: written again and read again it is the same. */
    @Property
    void read_accepted_isTheSameWhenWrittenAgain(@ForAll("nearlyRequests") String json) {
        GripeRequest request;
        try {
            request = StrictJson.read(json.getBytes(StandardCharsets.UTF_8), GripeRequest.class);
        } catch (Problem e) {
            return;
        }
        // Half a character is read, so that it can be refused by its field; it cannot be written.
        Assume.that(!json.contains("\\ud800"));
        assertThat(StrictJson.read(StrictJson.write(request), GripeRequest.class))
                .isEqualTo(request);
    }

    private static void readOrRefuse(byte[] bytes) {
        for (Class<?> type :
                new Class<?>[] {GripeRequest.class, GripePatch.class, ExportLine.class, ParseRequest.class}) {
            try {
                assertThat(StrictJson.read(bytes, type)).isNotNull();
            } catch (Problem e) {
                assertThat(e.detail()).isNotBlank().hasSizeLessThan(1_000);
                assertThat(e.detail().chars().noneMatch(Character::isISOControl))
                        .as(e.detail())
                        .isTrue();
            }
        }
    }

    @Provide
    Arbitrary<String> nearlyRequests() {
        Arbitrary<String> name = Arbitraries.of(
                "text", "line", "minutes", "happenedAt", "tags", "place", "source", "id", "type", "zone", "now", "x");
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.of(
                        "null",
                        "true",
                        "0",
                        "-1",
                        "1e999",
                        "1.5",
                        "\"\"",
                        "[]",
                        "{}",
                        "[null]",
                        "[\"ci\",\"vpn\"]",
                        "\"2026-11-02T14:30:00+01:00\"",
                        "\"+999999999-12-31T23:59:59-18:00\"",
                        "\"Europe/Berlin\"",
                        "\"\\ud800\"",
                        "NaN",
                        "'a'"),
                Arbitraries.strings().map(text -> "\"" + text.replaceAll("[\"\\\\\\p{Cntrl}]", "") + "\""),
                Arbitraries.bigDecimals().map(Object::toString));
        Arbitrary<String> field = Combinators.combine(name, value).as((a, b) -> "\"" + a + "\":" + b);
        return field.list().ofMaxSize(4).map(fields -> "{" + String.join(",", fields) + "}");
    }
}
