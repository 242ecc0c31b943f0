package gripe.storage;

import static gripe.storage.GripeStore.await;
import static gripe.storage.GripeStore.string;
import static gripe.storage.GripeStore.utf8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import gripe.KeptSearch;
import gripe.Problem;
import gripe.Workspace;
import io.lettuce.core.ScriptOutputType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Kept searches in KeyDB, so that every browser and phone has them. Thread-safe; errors as of {@link GripeStore}. */
@Singleton
public final class KeptSearchStore {
    public static final int SEARCHES_MAX = 200;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final GripeStore store;

    public KeptSearchStore(GripeStore store) {
        this.store = store;
    }

    private record Form(String id, String q, String sort, long made) {}

    /** Keeps a search. @return the one that has its id already, or it; TOO_MANY beyond {@link #SEARCHES_MAX} */
    public KeptSearch add(Workspace workspace, KeptSearch search) {
        List<byte[]> answer = await(store.script(
                Scripts.ADD,
                ScriptOutputType.MULTI,
                new String[] {new Keys(workspace).searches()},
                utf8(search.id()),
                write(search),
                utf8(Integer.toString(SEARCHES_MAX))));
        if (string(answer.get(0)).equals("full")) {
            throw new Problem(
                    Problem.Code.TOO_MANY, SEARCHES_MAX + " searches are kept; keep some of them no longer first.");
        }
        return read(answer.get(1));
    }

    /** In no order. */
    public List<KeptSearch> all(Workspace workspace) {
        return await(store.commands().hvals(new Keys(workspace).searches())).stream()
                .map(KeptSearchStore::read)
                .toList();
    }

    public void remove(Workspace workspace, String id) {
        var unused = await(store.commands().hdel(new Keys(workspace).searches(), id));
    }

    private static byte[] write(KeptSearch search) {
        try {
            return MAPPER.writeValueAsBytes(new Form(
                    search.id(), search.q(), search.sort(), search.createdAt().toEpochMilli()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KeptSearch read(byte[] json) {
        try {
            Form form = MAPPER.readValue(json, Form.class);
            return new KeptSearch(form.id, form.q, form.sort, Instant.ofEpochMilli(form.made));
        } catch (IOException e) {
            throw new UncheckedIOException("What is kept for a search cannot be read", e);
        }
    }
}
