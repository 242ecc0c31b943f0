package gripe.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What came of one line of an import: an id, or a code with its field and detail.
 *
 * @param line its number, from 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportResult(
        long line,
        @Nullable String id,
        @Nullable String code,
        @Nullable String field,
        @Nullable String detail) {}
