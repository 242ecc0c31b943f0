package gripe.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import gripe.Gripe;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that is kept for a gripe, in KeyDB and beside it in the index. Short names and absent defaults, because it
 * is held in memory for every gripe; epoch milliseconds for the times that Gripe itself sets.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredForm(
        String id,
        String text,
        @Nullable Double min,
        String at,
        @Nullable List<String> tags,
        @Nullable String place,
        @Nullable String src,
        long made,
        @Nullable Long edited,
        @Nullable Long deleted,
        String digest) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectReader READER = MAPPER.readerFor(StoredForm.class);
    private static final ObjectWriter WRITER = MAPPER.writerFor(StoredForm.class);

    static StoredForm of(StoredGripe stored) {
        Gripe gripe = stored.gripe();
        Instant deletedAt = stored.deletedAt();
        return new StoredForm(
                gripe.id(),
                gripe.text(),
                gripe.minutes(),
                gripe.happenedAt().toString(),
                gripe.tags().isEmpty() ? null : gripe.tags(),
                gripe.place(),
                gripe.source(),
                gripe.createdAt().toEpochMilli(),
                gripe.updatedAt().equals(gripe.createdAt())
                        ? null
                        : gripe.updatedAt().toEpochMilli(),
                deletedAt == null ? null : deletedAt.toEpochMilli(),
                stored.digest());
    }

    StoredGripe toStoredGripe() {
        Instant createdAt = Instant.ofEpochMilli(made);
        Gripe gripe = new Gripe(
                id,
                text,
                min,
                OffsetDateTime.parse(at),
                tags == null ? List.of() : tags,
                place,
                src,
                createdAt,
                edited == null ? createdAt : Instant.ofEpochMilli(edited));
        return new StoredGripe(gripe, digest, deleted == null ? null : Instant.ofEpochMilli(deleted));
    }

    public static byte[] write(StoredGripe stored) {
        try {
            return WRITER.writeValueAsBytes(of(stored));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A valid gripe could not be written as JSON", e);
        }
    }

    /** @throws IllegalStateException when the bytes are not what {@link #write} made */
    public static StoredGripe read(byte[] json) {
        try {
            StoredForm form = READER.readValue(json);
            return form.toStoredGripe();
        } catch (IOException e) {
            throw new IllegalStateException("A stored gripe cannot be read: " + e.getMessage(), e);
        }
    }
}
