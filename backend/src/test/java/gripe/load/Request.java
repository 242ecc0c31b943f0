package gripe.load;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What is sent. */
record Request(String method, String path, String type, String body) {
    private static final String JSON = "application/json";
    private static final String GRIPES = "/api/v1/gripes";

    private static final String[] WHAT = {"flaky build", "vpn", "slow laptop", "broken printer", "waiting for review"};
    private static final String[] WHERE = {"at the office", "in the pipeline", "on the train", "before the demo"};

    /** A text that is new for each number, so that it has to be embedded. */
    static String text(long number) {
        return "again the " + WHAT[(int) (number % WHAT.length)] + " "
                + WHERE[(int) (number / WHAT.length % WHERE.length)] + ", number " + number;
    }

    static Request capture(String id, String text) {
        return new Request("POST", GRIPES, JSON, "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}");
    }

    static Request edit(String id, String text) {
        return new Request("PATCH", GRIPES + "/" + id, JSON, "{\"text\":\"" + text + "\"}");
    }

    static Request get(String path) {
        return new Request("GET", path, JSON, "");
    }

    static Request search(String query) {
        return get("/api/v1/search?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    }

    static Request importOf(String lines) {
        return new Request("POST", "/api/v1/import", "application/x-ndjson", lines);
    }
}
