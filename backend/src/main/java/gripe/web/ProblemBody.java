package gripe.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import gripe.Problem;
import gripe.Problem.Code;
import io.micronaut.http.HttpStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong (RFC 9457).
 *
 * @param type a name for the kind of problem; about:blank is: the code says it all
 * @param code stable, for programs
 * @param detail for people
 * @param field of the request that is at fault, when a single one is
 * @param requestId by which the server's log speaks of this request
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable String field,
        @Nullable String requestId) {

    static ProblemBody of(Problem problem, @Nullable String requestId) {
        HttpStatus status = status(problem.code());
        return new ProblemBody(
                "about:blank",
                title(problem.code()),
                status.getCode(),
                problem.detail(),
                problem.code().wireName(),
                problem.field(),
                requestId);
    }

    private static String title(Code code) {
        String words = code.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** The one place where a code becomes a status. */
    static HttpStatus status(Code code) {
        return switch (code) {
            case MALFORMED_JSON,
                    UNKNOWN_FIELD,
                    WRONG_TYPE,
                    MISSING,
                    BLANK,
                    TOO_LONG,
                    TOO_MANY,
                    CONTROL_CHARACTER,
                    INVALID_UNICODE,
                    OUT_OF_RANGE,
                    INVALID,
                    PAIRING_CODE_WRONG -> HttpStatus.BAD_REQUEST;
            case BODY_TOO_LARGE, LINE_TOO_LONG -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
            case NOT_FOUND, DELETED -> HttpStatus.NOT_FOUND;
            case NOT_DELETED, ALREADY_UNDONE, ID_TAKEN, IDEMPOTENCY_KEY_REUSED, EDITED_MEANWHILE, OWNER_TOKEN_MISSING ->
                HttpStatus.CONFLICT;
            case METHOD_NOT_ALLOWED -> HttpStatus.METHOD_NOT_ALLOWED;
            case UNSUPPORTED_MEDIA_TYPE -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case NOT_ACCEPTABLE -> HttpStatus.NOT_ACCEPTABLE;
            case FOREIGN_HOST -> HttpStatus.MISDIRECTED_REQUEST;
            case FOREIGN_ORIGIN, NOT_ALLOWED -> HttpStatus.FORBIDDEN;
            case TOKEN_REQUIRED, TOKEN_WRONG -> HttpStatus.UNAUTHORIZED;
            case TOO_MANY_ATTEMPTS -> HttpStatus.TOO_MANY_REQUESTS;
            case STORE_UNAVAILABLE,
                    STORE_LOADING,
                    STORE_READ_ONLY,
                    STORE_FULL,
                    STORE_NOT_SAVING,
                    INDEX_UNAVAILABLE,
                    OVERLOADED -> HttpStatus.SERVICE_UNAVAILABLE;
            case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    /** For what the framework refuses by itself. */
    static Code code(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> Code.NOT_FOUND;
            case METHOD_NOT_ALLOWED -> Code.METHOD_NOT_ALLOWED;
            case UNSUPPORTED_MEDIA_TYPE -> Code.UNSUPPORTED_MEDIA_TYPE;
            case NOT_ACCEPTABLE -> Code.NOT_ACCEPTABLE;
            case REQUEST_ENTITY_TOO_LARGE -> Code.BODY_TOO_LARGE;
            case SERVICE_UNAVAILABLE -> Code.STORE_UNAVAILABLE;
            default -> status.getCode() < 500 ? Code.INVALID : Code.INTERNAL;
        };
    }
}
