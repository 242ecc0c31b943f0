package gripe.benchmark;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** How long many runs of the same took. */
record Latencies(double[] sortedMillis) {
    static final Latencies NONE = new Latencies(new double[0]);

    /** Something to be timed. */
    interface Work {
        void run() throws Exception;
    }

    static Latencies of(int times, Work work) throws Exception {
        return of(times, work, System::nanoTime);
    }

    /** In processor time of this thread, which is the same however busy the machine is, but for its caches. */
    static Latencies ofProcessor(int times, Work work) throws Exception {
        return of(times, work, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    }

    private static Latencies of(int times, Work work, LongSupplier nanos) throws Exception {
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            long start = nanos.getAsLong();
            work.run();
            millis[i] = (nanos.getAsLong() - start) / 1e6;
        }
        Arrays.sort(millis);
        return new Latencies(millis);
    }

    Latencies and(Latencies other) {
        double[] both = Arrays.copyOf(sortedMillis, sortedMillis.length + other.sortedMillis.length);
        System.arraycopy(other.sortedMillis, 0, both, sortedMillis.length, other.sortedMillis.length);
        Arrays.sort(both);
        return new Latencies(both);
    }

    /** By the nearest rank. */
    double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sortedMillis.length);
        return sortedMillis[Math.max(0, rank - 1)];
    }
}
