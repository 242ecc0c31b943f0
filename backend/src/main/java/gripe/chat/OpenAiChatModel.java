package gripe.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A chat model behind an address that speaks as OpenAI's does. Thread-safe; blocks for no longer than it is told; follows
 * no redirect and reads no more than a bounded answer.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat">Chat completions</a>
 */
public final class OpenAiChatModel implements ChatModel, AutoCloseable {
    private static final int ANSWER_BYTES_MAX = 64 * 1024;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final JsonMapper JSON = new JsonMapper();

    private final URI address;
    private final String model;
    private final String key;
    private final Duration answerMax;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param base up to what comes before {@code /chat/completions}
     * @param key empty for none
     * @param answerMax from the question to the end of the answer
     */
    public OpenAiChatModel(URI base, String model, String key, Duration answerMax) {
        String text = base.toString();
        address = URI.create((text.endsWith("/") ? text : text + "/") + "chat/completions");
        this.model = model;
        this.key = key;
        this.answerMax = answerMax;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        Future<String> answer = calls.submit(() -> ask(body(request)));
        try {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from(said(answer.get(answerMax.toMillis(), TimeUnit.MILLISECONDS))))
                    .modelName(model)
                    .build();
        } catch (TimeoutException e) {
            throw new LangChain4jException("No answer within " + answerMax.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new LangChain4jException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Stopped", e);
        } finally {
            // Also closes the connection of one that dawdles.
            answer.cancel(true);
        }
    }

    private byte[] body(ChatRequest request) throws JsonProcessingException {
        ObjectNode body = JSON.createObjectNode().put("model", model).put("stream", false);
        if (request.temperature() != null) {
            body.put("temperature", request.temperature());
        }
        if (request.maxOutputTokens() != null) {
            body.put("max_tokens", request.maxOutputTokens());
        }
        ArrayNode messages = body.putArray("messages");
        for (ChatMessage message : request.messages()) {
            switch (message) {
                case SystemMessage system ->
                    messages.addObject().put("role", "system").put("content", system.text());
                case UserMessage user ->
                    messages.addObject().put("role", "user").put("content", user.singleText());
                default -> throw new IllegalArgumentException("Only system and user messages are sent");
            }
        }
        return JSON.writeValueAsBytes(body);
    }

    private String ask(byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("It answered " + response.statusCode());
            }
            byte[] answer = in.readNBytes(ANSWER_BYTES_MAX + 1);
            if (answer.length > ANSWER_BYTES_MAX) {
                throw new IOException("Its answer is longer than " + ANSWER_BYTES_MAX + " bytes");
            }
            return new String(answer, StandardCharsets.UTF_8);
        }
    }

    private static String said(String answer) {
        try {
            JsonNode content = JSON.readTree(answer)
                    .path("choices")
                    .path(0)
                    .path("message")
                    .path("content");
            if (content.isTextual()) {
                return content.asText();
            }
        } catch (JsonProcessingException e) {
            throw new LangChain4jException("Its answer is no JSON", e);
        }
        throw new LangChain4jException("Its answer has no message");
    }

    @Override
    public void close() {
        calls.shutdownNow();
        client.shutdownNow();
    }
}
