package gripe.search;

import gripe.KeptSearch;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.storage.KeptSearchStore;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The searches that somebody wants to come back to. Thread-safe; throws Problem. */
@Singleton
public final class KeptSearches {
    private static final int ID_BYTES = 15;

    private final KeptSearchStore store;

    public KeptSearches(KeptSearchStore store) {
        this.store = store;
    }

    /** The newest first. */
    public List<KeptSearch> list(Workspace workspace) {
        return store.all(workspace).stream()
                .sorted(Comparator.comparing(KeptSearch::createdAt).reversed().thenComparing(KeptSearch::id))
                .toList();
    }

    /** Keeping it again is as good as once. */
    public KeptSearch keep(Workspace workspace, KeptSearch search) {
        return store.add(workspace, search);
    }

    /** Keeping no longer what is not kept changes nothing. */
    public void drop(Workspace workspace, String id) {
        store.remove(workspace, id);
    }

    /** @param sort relevance when it is null */
    public static KeptSearch of(@Nullable String q, @Nullable String sort, Instant createdAt) {
        if (q == null) {
            throw new Problem(Code.MISSING, "q", "Which search?");
        }
        String query = whole(SearchService.bounded("q", q));
        if (query.isEmpty()) {
            throw new Problem(Code.BLANK, "q", "A search has words or filters.");
        }
        String order = SearchService.order(sort).name().toLowerCase(Locale.ROOT);
        return new KeptSearch(idOf(query, order), query, order, createdAt);
    }

    /** The space after a last word stays, since it says that the word is finished; every other one says nothing. */
    private static String whole(String q) {
        Query query = QueryParser.parse(q);
        return query.finished() && query.endsWithWord() ? q.strip() + " " : q.strip();
    }

    private static String idOf(String query, String order) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((order + " " + query).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
