package gripe.start;

import gripe.fault.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Uses a Gripe as people do: captures, imports, searches, looks at the page. Run by {@link EgressTest} in a namespace. */
final class EgressDriver {
    private static final long BROWSER_SECONDS_MAX = 60;
    /** Once the page has all it shows: long enough for what it might ask for besides. */
    private static final int LOOKED_AT_SECONDS = 5;

    private static final Pattern LISTENERS =
            Pattern.compile("^gripe_requests_at_work\\{kind=\"event\"\\} [1-9]", Pattern.MULTILINE);

    private EgressDriver() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        List<String> recorder = List.of(
                "strace",
                "-f",
                "-e",
                "trace=%network",
                "-o",
                directory.resolve("trace").toString());
        Map<String, String> settings =
                Map.of("GRIPE_DATA", directory.resolve("data").toString(), "GRIPE_PORT", "0");
        try (ChildGripe gripe = ChildGripe.start(recorder, settings);
                HttpClient client = HttpClient.newHttpClient()) {
            try {
                String address = gripe.awaitReady();
                ChildGripe.awaitCaughtUp(address);
                use(address, client, directory);
            } finally {
                // strace ends when what it watches has ended; ended first, it would leave that behind.
                gripe.process().descendants().findFirst().ifPresent(ProcessHandle::destroy);
                gripe.process().waitFor(BROWSER_SECONDS_MAX, TimeUnit.SECONDS);
            }
        }
    }

    private static void use(String address, HttpClient client, Path directory) throws Exception {
        want("captured", post(client, address + "/api/v1/gripes", "application/json", "{\"line\": \"5m vpn #vpn\"}"));
        want(
                "imported",
                post(
                        client,
                        address + "/api/v1/import",
                        "application/x-ndjson",
                        "{\"text\": \"the build is slow\"}\n{\"text\": \"the printer again\"}\n"));
        want("found", get(client, address + "/api/v1/search?q=printer"));
        for (String path : List.of("/api/v1/similar?text=printer", "/api/v1/export", "/metrics", "/health/ready")) {
            want("answered " + path, get(client, address + path));
        }
        System.out.println("without a route: " + withoutRoute());
        look(address, client, directory);
    }

    /** Packets that this namespace could not send, since they were not for loopback. */
    private static long withoutRoute() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/net/snmp")).stream()
                .filter(line -> line.startsWith("Ip:"))
                .toList();
        int at = Arrays.asList(lines.get(0).split(" ", -1)).indexOf("OutNoRoutes");
        long six = Files.readAllLines(Path.of("/proc/net/snmp6")).stream()
                .filter(line -> line.startsWith("Ip6OutNoRoutes"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\S+\\s+", "")))
                .sum();
        return Long.parseLong(lines.get(1).split(" ", -1)[at]) + six;
    }

    private static void look(String address, HttpClient client, Path directory)
            throws IOException, InterruptedException {
        String browser = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name ->
                        Arrays.stream(System.getenv("PATH").split(":", -1)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("There is no Chromium on the PATH"))
                .toString();
        Path log = directory.resolve("net-log");
        Process process = new ProcessBuilder(
                        browser,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--user-data-dir=" + directory.resolve("browser"),
                        "--log-net-log=" + log,
                        address + "/")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(directory.resolve("browser-errors").toFile())
                .start();
        try {
            // Which it does once it has its rows, and without an end: it never comes to rest by itself.
            Waiting.until(
                    "the page to listen to events",
                    () -> !process.isAlive()
                            || LISTENERS
                                    .matcher(get(client, address + "/metrics"))
                                    .find());
            if (process.waitFor(LOOKED_AT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("The browser ended by itself: " + process.exitValue());
            }
            process.destroy();
            if (!process.waitFor(BROWSER_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IOException("The browser did not end");
            }
        } finally {
            process.destroyForcibly();
        }
        String asked = Files.readString(log);
        // Requests in the page's own name; the browser has others of its own.
        List<String> wanted = Pattern.compile("\"initiator\":\"" + address + "\".{0,2000}?\"url\":\"([^\"]*)\"")
                .matcher(asked)
                .results()
                .map(match -> match.group(1))
                .toList();
        // Rows that the page's own script asked for, not only the frame around them.
        if (wanted.stream().noneMatch(url -> url.startsWith(address + "/api/v1/gripes"))
                || wanted.stream().anyMatch(url -> !url.startsWith(address + "/"))) {
            throw new IOException("The page asked for " + wanted);
        }
        System.out.println("page, which asked for " + wanted.size() + " things of its own");
    }

    private static String post(HttpClient client, String uri, String type, String body)
            throws IOException, InterruptedException {
        return send(
                client,
                HttpRequest.newBuilder(URI.create(uri))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
    }

    private static String get(HttpClient client, String uri) throws IOException, InterruptedException {
        return send(client, HttpRequest.newBuilder(URI.create(uri)));
    }

    private static String send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        var answer = client.send(request.build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static void want(String what, String answer) throws IOException {
        if (!answer.startsWith("2")) {
            throw new IOException("Not " + what + ": " + answer);
        }
        System.out.println(what + ": " + answer.lines().findFirst().orElse(""));
    }
}
