package gripe.storage;

import gripe.Problem;
import io.lettuce.core.RedisCommandTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a failure of the store means to whoever asked it for something. */
public final class StoreFailure {
    private static final Pattern REFUSAL = Pattern.compile("(?:^|-)(LOADING|READONLY|OOM|MISCONF)\\b");

    /** Causes may go round in a circle. */
    private static final int CAUSES_MAX = 20;

    private StoreFailure() {}

    /** Problems pass; anything else means that the store did not do what it was asked. */
    public static Problem problem(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof Problem problem) {
            return problem;
        }
        if (cause instanceof TimeoutException || cause instanceof RedisCommandTimeoutException) {
            return new Problem(
                    Problem.Code.STORE_UNAVAILABLE,
                    null,
                    "The store did not answer in time. What was asked for may be done all the same: "
                            + "repeat it with the same Idempotency-Key or id, and it is done once.",
                    cause);
        }
        return refusal(said(cause), cause);
    }

    /** In the words of the first failure that has some: what it led to says only that there is no connection. */
    private static String said(Throwable failure) {
        String said = failure.getClass().getSimpleName();
        Throwable next = failure;
        for (int i = 0; i < CAUSES_MAX && next != null; i++) {
            said = next.getMessage() == null ? said : next.getMessage();
            next = next.getCause();
        }
        return said;
    }

    /** By the server's own word for it, at the front or, where a script was refused, inside of what it says. */
    private static Problem refusal(String said, Throwable cause) {
        Matcher word = REFUSAL.matcher(said);
        return switch (word.find() ? word.group(1) : "") {
            case "LOADING" ->
                new Problem(Problem.Code.STORE_LOADING, null, "KeyDB is still loading its data. Try again.", cause);
            case "READONLY" ->
                new Problem(
                        Problem.Code.STORE_READ_ONLY,
                        null,
                        "KeyDB is a replica and takes no changes; after a failover Gripe finds the new one. Try again.",
                        cause);
            case "OOM" ->
                new Problem(
                        Problem.Code.STORE_FULL,
                        null,
                        "KeyDB's memory is full (maxmemory): it takes no changes until it is given more.",
                        cause);
            case "MISCONF" ->
                new Problem(
                        Problem.Code.STORE_NOT_SAVING,
                        null,
                        "KeyDB cannot write to its disk: it takes no changes until it can. Its log says why.",
                        cause);
            default ->
                new Problem(
                        Problem.Code.STORE_UNAVAILABLE,
                        null,
                        "The store cannot be used just now (" + said + "). Nothing was acknowledged; try again.",
                        cause);
        };
    }

    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return (failure instanceof CompletionException || failure instanceof ExecutionException) && cause != null
                ? cause
                : failure;
    }
}
