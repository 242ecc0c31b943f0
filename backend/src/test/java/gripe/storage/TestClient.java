package gripe.storage;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.function.Function;

/** What tests ask servers past Gripe. One client for all of them: to close one takes two seconds, and once it hung. */
public final class TestClient {
    public static final RedisClient SHARED = RedisClient.create();

    private TestClient() {}

    public static <T> T ask(RedisURI uri, Function<RedisCommands<String, String>, T> question) {
        try (var connection = SHARED.connect(uri)) {
            return question.apply(connection.sync());
        }
    }
}
