package gripe.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * So many clients that together offer so many requests a second, each at its own time whether or not the ones before are
 * answered, as long as a client is free; {@link #offeredPerSecond} says what was really offered. Bounded in time.
 */
final class Load {
    /** One answer; nanos from the sending of its request. */
    record Result(long number, int status, long nanos, String flaw) {}

    private final List<Result> results;
    private final double seconds;

    private Load(List<Result> results, double seconds) {
        this.results = results;
        this.seconds = seconds;
    }

    /** Blocks until the time is over and the last answer is there. */
    static Load run(URI address, int clients, double perSecond, Duration time, LongFunction<Request> requests)
            throws InterruptedException {
        AtomicLong next = new AtomicLong();
        ConcurrentLinkedQueue<List<Result>> all = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        List<Thread> threads = IntStream.range(0, clients)
                .mapToObj(unusedClient -> Thread.ofVirtual().start(() -> {
                    List<Result> mine = new ArrayList<>();
                    drive(address, start, perSecond, time, next, requests, mine);
                    all.add(mine);
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Load(all.stream().flatMap(List::stream).toList(), seconds);
    }

    private static void drive(
            URI address,
            long start,
            double perSecond,
            Duration time,
            AtomicLong next,
            LongFunction<Request> requests,
            List<Result> results) {
        long number = -1;
        try (Connection connection = new Connection(address)) {
            while (true) {
                number = next.getAndIncrement();
                long due = (long) (number / perSecond * 1e9);
                if (due > time.toNanos() || System.nanoTime() - start > time.toNanos()) {
                    return;
                }
                for (long left = due; left > 0; left = start + due - System.nanoTime()) {
                    LockSupport.parkNanos(start + due - System.nanoTime());
                }
                long sent = System.nanoTime();
                Connection.Answer answer = connection.send(requests.apply(number));
                results.add(new Result(number, answer.status(), System.nanoTime() - sent, flaw(answer)));
            }
        } catch (IOException e) {
            results.add(new Result(number, 0, 0, e.toString()));
        }
    }

    /** What must not be, under any load; empty when all is as promised. */
    private static String flaw(Connection.Answer answer) {
        if (answer.status() < 300) {
            return "";
        }
        boolean said = answer.header("content-type").startsWith("application/problem+json")
                && answer.body().contains("\"code\":\"overloaded\"");
        boolean later = answer.header("retry-after").matches("[1-9][0-9]*");
        return answer.status() == 503 && said && later ? "" : answer.status() + " " + answer.body();
    }

    List<Long> accepted() {
        return results.stream()
                .filter(result -> result.status() / 100 == 2)
                .map(Result::number)
                .toList();
    }

    long refused() {
        return results.stream().filter(result -> result.status() == 503).count();
    }

    /** Answers, or their absence, that break a promise, and how often. */
    Map<String, Long> flaws() {
        Map<String, Long> flaws = new TreeMap<>();
        results.stream()
                .filter(result -> !result.flaw().isEmpty())
                .forEach(result -> flaws.merge(result.flaw(), 1L, Long::sum));
        return flaws;
    }

    double offeredPerSecond() {
        return results.size() / seconds;
    }

    /** Of the accepted ones. */
    double millis(double quantile) {
        return quantile(
                results.stream().filter(result -> result.status() / 100 == 2).mapToLong(Result::nanos), quantile);
    }

    double refusedMillis(double quantile) {
        return quantile(
                results.stream().filter(result -> result.status() == 503).mapToLong(Result::nanos), quantile);
    }

    private static double quantile(LongStream nanos, double quantile) {
        long[] sorted = nanos.toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
    }

    @Override
    public String toString() {
        int accepted = accepted().size();
        return String.format(
                "offered %,.0f/s, accepted %,d (%,.0f/s), p50 %.1f ms, p99 %.1f ms; refused %,d, p50 %.1f ms, p99 %.1f ms; flaws %s",
                offeredPerSecond(),
                accepted,
                accepted / seconds,
                millis(0.5),
                millis(0.99),
                refused(),
                refusedMillis(0.5),
                refusedMillis(0.99),
                flaws());
    }
}
