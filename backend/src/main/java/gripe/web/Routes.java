package gripe.web;

/** Every path that Gripe answers, in one place. */
final class Routes {
    private Routes() {}

    static final String API = "/api/v1";
    static final String GRIPES = API + "/gripes";
    static final String BULK = GRIPES + "/bulk";
    static final String DAYS = API + "/days";
    static final String SEARCH = API + "/search";
    static final String SEARCHES = API + "/searches";
    static final String SIMILAR = API + "/similar";
    static final String PAIN_POINTS = API + "/pain-points";
    static final String THEMES = API + "/themes";
    static final String NEVER_GROUP = API + "/never-group";
    static final String RATE = API + "/rate";
    static final String PLACES = API + "/places";
    static final String DECISIONS = API + "/decisions";
    static final String OVERVIEW = API + "/overview";
    static final String DIGEST = API + "/digest";
    static final String MAP = API + "/map";
    static final String EVENTS = API + "/events";
    static final String PARSE = API + "/parse";
    static final String TIMERS = API + "/timers";
    static final String IMPORT = API + "/import";
    static final String EXPORT = API + "/export";
    static final String SESSION = API + "/session";
    static final String DEVICES = API + "/devices";
    static final String PAIRING = API + "/pairing";
    static final String REDEEM = PAIRING + "/redeem";
    static final String LIVE = "/health/live";
    static final String READY = "/health/ready";
    static final String METRICS = "/metrics";
    static final String OPENAPI = "/openapi.yml";
    static final String SHELL = "/gripe.sh";
    static final String SHELL_SUM = SHELL + ".sha256";

    /** What the page's own addresses are; each answers with the page. */
    static final java.util.Set<String> PAGES =
            java.util.Set.of("/", "/search", "/new", "/devices", "/pair", "/pain-points", "/overview");

    /** Before the id of a pain point: the page of that one. */
    private static final String PAIN_POINT_PAGE = "/pain-points/";

    static boolean isPage(String path) {
        return PAGES.contains(path)
                || (path.startsWith(PAIN_POINT_PAGE) && path.indexOf('/', PAIN_POINT_PAGE.length()) < 0);
    }

    static final String NDJSON = "application/x-ndjson";
    static final String CSV = "text/csv";
    static final String PROBLEM_JSON = "application/problem+json";
}
