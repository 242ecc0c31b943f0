package gripe.painpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a chat model said a pain point is called. It has read what anybody may have written, so its answer is taken for no
 * more than a name and a few sentences: whatever looks like anything else is refused.
 */
record TitleAnswer(String title, @Nullable String summary) {
    private static final int SAID_CHARACTERS_MAX = 4_000;
    private static final int TITLE_CHARACTERS_MIN = 3;
    private static final int TITLE_CHARACTERS_MAX = 60;
    private static final int TITLE_WORDS_MAX = 10;
    private static final int SUMMARY_CHARACTERS_MAX = 400;

    private static final Pattern FENCE = Pattern.compile("^```(?:json)?\\s*|\\s*```$");
    private static final Pattern MARKUP = Pattern.compile("[<>{}\\[\\]|\\\\`*]|^#|\\bjavascript:|&\\w+;");
    private static final Pattern ADDRESS = Pattern.compile("://|\\bwww\\.|@\\w", Pattern.CASE_INSENSITIVE);
    private static final JsonMapper JSON = new JsonMapper();

    /** Null when it is not what was asked for. A good title with a bad summary is one without a summary. */
    static @Nullable TitleAnswer read(@Nullable String said) {
        if (said == null || said.length() > SAID_CHARACTERS_MAX) {
            return null;
        }
        try {
            JsonNode answer = JSON.readTree(FENCE.matcher(said.strip()).replaceAll(""));
            String title = text(answer.path("title"), TITLE_CHARACTERS_MIN, TITLE_CHARACTERS_MAX);
            if (title == null || title.split(" ", -1).length > TITLE_WORDS_MAX) {
                return null;
            }
            return new TitleAnswer(title, text(answer.path("summary"), TITLE_CHARACTERS_MIN, SUMMARY_CHARACTERS_MAX));
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static @Nullable String text(JsonNode node, int charactersMin, int charactersMax) {
        if (!node.isTextual()) {
            return null;
        }
        String text = node.asText().strip();
        int characters = text.codePointCount(0, text.length());
        boolean plain = text.codePoints().allMatch(point -> switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        });
        boolean says = text.codePoints().anyMatch(Character::isLetter);
        return !plain
                        || !says
                        || characters < charactersMin
                        || characters > charactersMax
                        || MARKUP.matcher(text).find()
                        || ADDRESS.matcher(text).find()
                ? null
                : text;
    }
}
