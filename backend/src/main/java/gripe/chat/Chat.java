package gripe.chat;

import org.jspecify.annotations.Nullable;

/**
 * Whether there is a chat model.
 *
 * @param model null for none: then nothing is asked and nothing is sent
 */
public record Chat(@Nullable OpenAiChatModel model) implements AutoCloseable {
    public static final Chat OFF = new Chat(null);

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
    }
}
