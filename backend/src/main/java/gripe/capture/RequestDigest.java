package gripe.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/** Tells a repeated request from another one: 64 bits over what the request said, not over what was filled in. */
final class RequestDigest {
    private static final int BYTES = 8;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RequestDigest() {}

    static String of(NewGripe request) {
        String whole = request.said();
        Object[] said = whole != null
                ? new Object[] {whole}
                : new Object[] {
                    request.id(),
                    request.text(),
                    request.minutes(),
                    Objects.toString(request.happenedAt(), ""),
                    request.tags(),
                    request.place(),
                    request.source(),
                    Objects.toString(request.createdAt(), ""),
                    Objects.toString(request.updatedAt(), "")
                };
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(MAPPER.writeValueAsBytes(said));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException("Strings and numbers can always be written and hashed", e);
        }
    }
}
