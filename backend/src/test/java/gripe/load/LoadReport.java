package gripe.load;

import gripe.start.ChildGripe;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Starts a Gripe with data of its own, then floods it with more than it can take, or soaks it in what it can, and prints
 * what came of it. Arguments: {@code flood} or {@code soak}, and the seconds. docs/PERFORMANCE.md has the command.
 */
public final class LoadReport {
    static final int CLIENTS = 500;
    static final double FLOOD_PER_SECOND = 10_000;

    private static final double CAPTURES_BESIDE_PER_SECOND = 50;
    private static final int CLIENTS_BESIDE = 16;
    private static final int IMPORT_LINES = 500;

    /** Well below what two cores can do, so that the curve shows what is held and not what is waiting. */
    private static final double SOAK_PER_SECOND = 100;

    private static final int SOAK_GRIPES = 1_000;
    private static final int SOAK_SAMPLES = 12;
    private static final double DAY_SECONDS = 24 * 3_600;
    private static final double MEBIBYTE = 1024 * 1024;

    private LoadReport() {}

    public static void main(String[] arguments) throws Exception {
        String kind = arguments.length > 0 ? arguments[0] : "flood";
        Duration time = Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 20);
        Path data = Files.createTempDirectory("gripe-load");
        try (ChildGripe gripe = ChildGripe.start(Map.of("GRIPE_DATA", data.toString(), "GRIPE_PORT", "0"))) {
            URI address = URI.create(gripe.awaitReady());
            ChildGripe.awaitCaughtUp(address.toString());
            if (kind.equals("soak")) {
                soak(gripe, address, time);
            } else {
                flood(gripe, address, time);
            }
        } finally {
            try (var files = Files.walk(data)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void flood(ChildGripe gripe, URI address, Duration time) throws Exception {
        Load warm = Load.run(address, CLIENTS_BESIDE, 200, Duration.ofSeconds(5), number -> capture("warm", number));
        System.out.println("warm-up:                         " + warm);
        System.out.println("captures, flooded:               "
                + Load.run(address, CLIENTS, FLOOD_PER_SECOND, time, number -> capture("flood", number)));
        System.out.println("captures, as many as clients:    "
                + Load.run(address, CLIENTS, CLIENTS / 2.0, time, number -> capture("many", number)));
        beside(
                address,
                time,
                "searches, flooded",
                CLIENTS,
                FLOOD_PER_SECOND,
                number -> Request.search(Request.text(number)));
        beside(address, time, "imports, one after another", 8, 100, number -> Request.importOf(lines(number)));
        System.out.println(Memory.of(gripe.process(), address, time));
        System.out.println(Metrics.read(address)
                .lines()
                .filter(line -> line.startsWith("gripe_requests_refused") || line.startsWith("gripe_connections"))
                .collect(Collectors.joining("\n")));
    }

    /** Somebody's captures while something else takes all there is. */
    private static void beside(
            URI address, Duration time, String what, int clients, double perSecond, LongFunction<Request> flood)
            throws InterruptedException {
        List<Load> captures = new ArrayList<>();
        Thread capturing = Thread.ofPlatform().start(() -> {
            try {
                captures.add(Load.run(
                        address,
                        CLIENTS_BESIDE,
                        CAPTURES_BESIDE_PER_SECOND,
                        time,
                        number -> capture("beside" + what.length() + "n", number)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Load other = Load.run(address, clients, perSecond, time, flood);
        capturing.join();
        System.out.printf("%-32s %s%n", what + ":", other);
        System.out.println("  captures meanwhile:            " + captures.get(0));
    }

    static Request capture(String prefix, long number) {
        return Request.capture(prefix + number, Request.text(number));
    }

    private static String lines(long number) {
        return LongStream.range(number * IMPORT_LINES, (number + 1) * IMPORT_LINES)
                .mapToObj(line -> "{\"id\":\"import" + line + "\",\"text\":\"" + Request.text(line) + "\"}")
                .collect(Collectors.joining("\n"));
    }

    /** Repeated captures, edits and searches of the same gripes: what is kept does not grow, so nothing else should. */
    static void soak(ChildGripe gripe, URI address, Duration time) throws IOException, InterruptedException {
        String lines = LongStream.range(0, SOAK_GRIPES)
                .mapToObj(number -> "{\"id\":\"soak" + number + "\",\"text\":\"" + Request.text(number) + "\"}")
                .collect(Collectors.joining("\n"));
        try (Connection connection = new Connection(address)) {
            connection.send(Request.importOf(lines));
        }
        List<Memory> curve = new ArrayList<>();
        long start = System.nanoTime();
        for (int sample = 0; sample < SOAK_SAMPLES; sample++) {
            long first = sample * 1_000_000L;
            Load load = Load.run(
                    address, 8, SOAK_PER_SECOND, time.dividedBy(SOAK_SAMPLES), number -> soakRequest(first + number));
            if (!load.flaws().isEmpty()) {
                throw new IllegalStateException("A soak is no flood: " + load);
            }
            Memory memory = Memory.of(gripe.process(), address, Duration.ofNanos(System.nanoTime() - start));
            curve.add(memory);
            System.out.println("soak, " + memory + "; p99 " + Math.round(load.millis(0.99)) + " ms");
        }
        // The first third warms up: compiled code, caches, pools.
        List<Memory> steady = curve.subList(SOAK_SAMPLES / 3, SOAK_SAMPLES);
        System.out.println("soak, after 24 h like the last two thirds: live heap " + afterADay(steady, Memory::live)
                + ", direct " + afterADay(steady, Memory::direct) + ", resident "
                + afterADay(steady, Memory::gripeResident) + ", KeyDB " + afterADay(steady, Memory::serverResident));
    }

    private static Request soakRequest(long number) {
        long one = number % SOAK_GRIPES;
        return switch ((int) (number % 4)) {
            case 0 -> Request.edit("soak" + one, Request.text(number));
            case 1 -> Request.search(Request.text(number));
            case 2 -> Request.get("/api/v1/gripes?limit=20");
            default -> Request.get("/api/v1/similar?limit=5&text=number%20" + number);
        };
    }

    private static String afterADay(List<Memory> steady, ToDoubleFunction<Memory> of) {
        double slope = Memory.slope(steady, of);
        return String.format("%+.0f MiB (%+.2f kB/s)", slope * DAY_SECONDS / MEBIBYTE, slope / 1_024);
    }
}
