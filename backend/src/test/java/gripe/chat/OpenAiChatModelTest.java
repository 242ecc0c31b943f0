package gripe.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.LangChain4jException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiChatModelTest {
    private final FakeChat server = new FakeChat();
    private final OpenAiChatModel model = model("key", 60);

    private OpenAiChatModel model(String key, int seconds) {
        return new OpenAiChatModel(URI.create(server.url()), "small", key, Duration.ofSeconds(seconds));
    }

    @AfterEach
    void stop() {
        model.close();
        server.close();
    }

    @Test
    void question_isSentAsTheApiWantsIt_andTheAnswerRead() {
        server.says("Hello \"you\"");

        assertThat(model.chat("Who \n is there?")).isEqualTo("Hello \"you\"");

        FakeChat.Asked asked = server.asked().get(0);
        assertThat(asked.path()).isEqualTo("/v1/chat/completions");
        assertThat(asked.authorization()).isEqualTo("Bearer key");
        assertThat(asked.body().get("model").asText()).isEqualTo("small");
        assertThat(asked.body().get("messages").get(0).get("role").asText()).isEqualTo("user");
        assertThat(asked.message(0)).isEqualTo("Who \n is there?");
        try (OpenAiChatModel keyless = model("", 60)) {
            assertThat(keyless.chat("Again")).isEqualTo("Hello \"you\"");
        }
        assertThat(server.asked().get(1).authorization()).isEqualTo("null");
    }

    @Test
    void failures_areTold() {
        server.answers(exchange -> FakeChat.send(exchange, 500, "{\"error\": \"broken\"}"));
        assertThatThrownBy(() -> model.chat("a"))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("500");
        server.answers(exchange -> FakeChat.send(exchange, 200, "<html>no</html>"));
        assertThatThrownBy(() -> model.chat("a")).hasMessageContaining("no JSON");
        server.answers(exchange -> FakeChat.send(exchange, 200, "{\"choices\": []}"));
        assertThatThrownBy(() -> model.chat("a")).hasMessageContaining("no message");
        server.answers(exchange -> FakeChat.send(exchange, 200, "\"" + "x".repeat(70_000) + "\""));
        assertThatThrownBy(() -> model.chat("a")).hasMessageContaining("longer than");
        assertThat(server.asked()).hasSize(4);
    }

    @Test
    void redirect_isNotFollowed() {
        try (FakeChat elsewhere = new FakeChat()) {
            server.answers(exchange -> {
                exchange.getResponseHeaders().set("Location", elsewhere.url() + "/chat/completions");
                exchange.sendResponseHeaders(307, -1);
            });
            assertThatThrownBy(() -> model.chat("a")).hasMessageContaining("307");
            assertThat(elsewhere.asked()).isEmpty();
        }
    }

    /** One that says nothing, and one that begins and goes on for ever. */
    @Test
    void slowAnswer_isGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        try (OpenAiChatModel hasty = model("key", 3)) {
            server.answers(exchange -> await(end));
            assertThatThrownBy(() -> hasty.chat("a")).isInstanceOf(LangChain4jException.class);
            server.answers(exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                await(end);
            });
            assertThatThrownBy(() -> hasty.chat("a")).hasMessageContaining("No answer within 3 s");
        } finally {
            end.countDown();
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
