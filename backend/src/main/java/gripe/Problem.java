package gripe;

import org.jspecify.annotations.Nullable;

/** Something a caller did or asked that cannot be done, said in a stable code and in words for a person. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Code code;
    private final @Nullable String field;

    public Problem(Code code, String detail) {
        this(code, null, detail);
    }

    public Problem(Code code, @Nullable String field, String detail) {
        this(code, field, detail, null);
    }

    public Problem(Code code, @Nullable String field, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.field = field;
    }

    public Code code() {
        return code;
    }

    /** The field at fault, by its name in the request; null where no single one is. */
    public @Nullable String field() {
        return field;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** Part of the API: a code may be added, but never renamed. Names go out in lower case. */
    public enum Code {
        MALFORMED_JSON,
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
        BODY_TOO_LARGE,
        LINE_TOO_LONG,
        NOT_FOUND,
        DELETED,
        NOT_DELETED,
        ALREADY_UNDONE,
        ID_TAKEN,
        IDEMPOTENCY_KEY_REUSED,
        EDITED_MEANWHILE,
        METHOD_NOT_ALLOWED,
        UNSUPPORTED_MEDIA_TYPE,
        NOT_ACCEPTABLE,
        FOREIGN_HOST,
        FOREIGN_ORIGIN,
        TOKEN_REQUIRED,
        TOKEN_WRONG,
        TOO_MANY_ATTEMPTS,
        NOT_ALLOWED,
        PAIRING_CODE_WRONG,
        OWNER_TOKEN_MISSING,
        STORE_UNAVAILABLE,
        STORE_LOADING,
        STORE_READ_ONLY,
        STORE_FULL,
        STORE_NOT_SAVING,
        INDEX_UNAVAILABLE,
        OVERLOADED,
        INTERNAL;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
