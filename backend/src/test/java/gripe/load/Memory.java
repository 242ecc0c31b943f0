package gripe.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What a Gripe holds at one moment, in bytes. Live: the heap after a full collection. Resident: of all its processes. */
record Memory(double atSecond, double live, double direct, double gripeResident, double serverResident) {
    private static final double MEBIBYTE = 1024 * 1024;

    static Memory of(Process gripe, URI address, Duration since) throws IOException, InterruptedException {
        Process collect = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(gripe.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!collect.waitFor(30, TimeUnit.SECONDS) || collect.exitValue() != 0) {
            throw new IOException("The heap could not be collected");
        }
        String metrics = Metrics.read(address);
        return new Memory(
                since.toMillis() / 1e3,
                Metrics.sum(metrics, "jvm_memory_used_bytes{area=\"heap\""),
                Metrics.sum(metrics, "jvm_buffer_memory_used_bytes{id=\"direct\""),
                resident(gripe.pid()),
                gripe.descendants().mapToDouble(child -> resident(child.pid())).sum());
    }

    private static double resident(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Bytes a second: the straight line through the points, by least squares. */
    static double slope(List<Memory> points, ToDoubleFunction<Memory> of) {
        double meanX = points.stream().mapToDouble(Memory::atSecond).average().orElse(0);
        double meanY = points.stream().mapToDouble(of).average().orElse(0);
        double above = 0;
        double below = 0;
        for (Memory point : points) {
            above += (point.atSecond() - meanX) * (of.applyAsDouble(point) - meanY);
            below += (point.atSecond() - meanX) * (point.atSecond() - meanX);
        }
        return below == 0 ? 0 : above / below;
    }

    @Override
    public String toString() {
        return String.format(
                "%4.0f s: live heap %.1f MiB, direct %.1f, resident %.0f, KeyDB %.1f",
                atSecond, live / MEBIBYTE, direct / MEBIBYTE, gripeResident / MEBIBYTE, serverResident / MEBIBYTE);
    }
}
