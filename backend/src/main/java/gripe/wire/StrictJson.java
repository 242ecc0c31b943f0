package gripe.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import gripe.Problem;
import gripe.Problem.Code;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests to the letter: what is unknown, of another type, said twice or broken is refused with its name, and
 * nothing is converted on the quiet. Thread-safe.
 */
public final class StrictJson {
    private static final int NESTING_MAX = 20;
    private static final int ECHOED_CHARACTERS_MAX = 200;
    private static final int REPLACEMENT = 0xFFFD;
    /** Five digits or more, with or without the sign that ISO 8601 wants before them. */
    private static final Pattern FAR_YEAR = Pattern.compile("[+-]?\\d{5,}-\\d\\d-\\d\\d");

    private static final ObjectMapper MAPPER = mapper();

    private StrictJson() {}

    private static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(NESTING_MAX)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        JsonMapper mapper = JsonMapper.builder(factory)
                // Absent and null have to differ: a patch leaves what is absent and clears what is null.
                .addModule(new Jdk8Module().configureReadAbsentAsNull(true))
                .addModule(new JavaTimeModule())
                .addModule(new SimpleModule()
                        .addDeserializer(
                                OffsetDateTime.class, new TimeDeserializer<>(OffsetDateTime.class, time -> time))
                        .addDeserializer(
                                Instant.class, new TimeDeserializer<>(Instant.class, OffsetDateTime::toInstant)))
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
        // Without this a number would pass as a text.
        for (CoercionInputShape shape : new CoercionInputShape[] {
            CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
        // Without this an empty string would pass as: not said.
        mapper.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        return mapper;
    }

    /**
     * Reads one object.
     *
     * @throws Problem that names the place or the field at fault
     */
    public static <T> T read(byte[] json, Class<T> type) {
        checkUtf8(json);
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new Problem(Code.MALFORMED_JSON, "There is nothing here; an object is wanted.");
            }
            T read = MAPPER.readValue(parser, type);
            if (read == null) {
                throw new Problem(Code.WRONG_TYPE, "This is null; an object is wanted.");
            }
            if (parser.nextToken() != null) {
                throw new Problem(Code.MALFORMED_JSON, "Something follows the object.");
            }
            return read;
        } catch (IOException e) {
            throw problem(e);
        }
    }

    public static byte[] write(Object value) {
        try {
            // By way of a string, which may hold half a character; the bytes then hold a question mark.
            return MAPPER.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer could not be written as JSON", e);
        }
    }

    /** The parser itself lets some broken sequences pass, such as halves of surrogates in three bytes. */
    private static void checkUtf8(byte[] json) {
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
        } catch (CharacterCodingException e) {
            throw new Problem(Code.INVALID_UNICODE, null, "The body is not valid UTF-8.", e);
        }
    }

    private static Problem problem(IOException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            Collection<Object> known = unknown.getKnownPropertyIds();
            String field = path(unknown);
            return new Problem(
                    Code.UNKNOWN_FIELD,
                    field,
                    "There is no field '" + field + "'" + (known == null ? "." : "; known are " + known + "."),
                    failure);
        }
        if (failure instanceof InvalidFormatException invalid
                && invalid.getTargetType() != null
                && Temporal.class.isAssignableFrom(invalid.getTargetType())) {
            if (FAR_YEAR.matcher(String.valueOf(invalid.getValue())).lookingAt()) {
                return new Problem(Code.OUT_OF_RANGE, path(invalid), "A year has four digits.", failure);
            }
            return new Problem(
                    Code.INVALID,
                    path(invalid),
                    "This is no time; wanted is ISO 8601 with an offset, such as 2026-11-02T14:30:00+01:00.",
                    failure);
        }
        if (failure instanceof MismatchedInputException mismatched) {
            String field = path(mismatched);
            return new Problem(
                    Code.WRONG_TYPE,
                    field,
                    (field == null ? "The body" : "'" + field + "'") + " has the wrong type; wanted is "
                            + wanted(mismatched.getTargetType()) + ".",
                    failure);
        }
        if (failure instanceof CharConversionException) {
            return new Problem(Code.INVALID_UNICODE, null, "The body is not valid UTF-8.", failure);
        }
        if (failure instanceof JsonProcessingException broken) {
            var at = broken.getLocation();
            return new Problem(
                    Code.MALFORMED_JSON,
                    null,
                    "This is not well-formed JSON: " + printable(String.valueOf(broken.getOriginalMessage()))
                            + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"),
                    failure);
        }
        return new Problem(Code.MALFORMED_JSON, null, "The body could not be read.", failure);
    }

    /** The outermost field: {@code tags} for the third of the tags. */
    private static @Nullable String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .findFirst()
                .map(StrictJson::printable)
                .orElse(null);
    }

    /** What a caller sent, fit to be sent back: short, and whole characters only. */
    private static String printable(String text) {
        return text.codePoints()
                .limit(ECHOED_CHARACTERS_MAX)
                .map(point -> isPrintable(point) ? point : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPrintable(int point) {
        int type = Character.getType(point);
        return type != Character.SURROGATE && type != Character.CONTROL;
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type == String.class) {
            return "a string";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return Temporal.class.isAssignableFrom(type) ? "a time as a string" : "an object";
    }
}
