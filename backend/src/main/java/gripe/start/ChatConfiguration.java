package gripe.start;

import gripe.chat.Chat;
import gripe.chat.OpenAiChatModel;
import gripe.configuration.GripeConfiguration;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which chat model is asked, if any. */
final class ChatConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ChatConfiguration.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private ChatConfiguration() {}

    static Chat of(GripeConfiguration configuration) {
        String url = configuration.chatUrl().strip();
        String model = configuration.chatModel().strip();
        String key = configuration.chatKey().strip();
        if (url.isEmpty() && model.isEmpty()) {
            return Chat.OFF;
        }
        if (url.isEmpty() || model.isEmpty()) {
            throw wrong("GRIPE_CHAT_URL and GRIPE_CHAT_MODEL need each other.");
        }
        URI address = address(url);
        if (!key.isEmpty() && address.getScheme().equals("http") && !LOOPBACK.contains(address.getHost())) {
            throw wrong("GRIPE_CHAT_KEY is sent over https or to this machine only; GRIPE_CHAT_URL is neither.");
        }
        if (!key.chars().allMatch(one -> one > ' ' && one < 0x7f)) {
            throw wrong("GRIPE_CHAT_KEY has a character that no key has.");
        }
        LOG.info("Gripes of the most expensive pain points are sent to {} for naming", address.getAuthority());
        return new Chat(new OpenAiChatModel(address, model, key, ANSWER_MAX));
    }

    private static URI address(String url) {
        try {
            URI address = URI.create(url);
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && address.getHost() != null
                    && address.getUserInfo() == null
                    && address.getQuery() == null
                    && address.getFragment() == null) {
                return URI.create(scheme + url.substring(url.indexOf(':')));
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("No address", e);
        }
        throw wrong("GRIPE_CHAT_URL is an address such as https://host/v1, without a name, a query or a fragment.");
    }

    private static StartProblem wrong(String message) {
        return new StartProblem(StartProblem.CONFIGURATION, message);
    }
}
