package gripe.load;

import java.io.IOException;
import java.net.URI;

/** Gripe's own figures. */
final class Metrics {
    private Metrics() {}

    static String read(URI address) throws IOException {
        try (Connection connection = new Connection(address)) {
            return connection.send(Request.get("/metrics")).body();
        }
    }

    /** Of all lines that begin so. */
    static double sum(String metrics, String beginning) {
        return metrics.lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
