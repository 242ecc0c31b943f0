package gripe.web;

/** What requests and answers look like, for the API's document. */
final class Examples {
    static final String PAIN_POINT = """
            {"id": "0198a2f4-1c7e-7c31-9f0e-3b1f6f6a2d11", "label": "Waiting for a free CI runner", "pinned": false, \
            "status": "open", "count": 14, "minutes": 412, "estimated": 2, "estimate": 25, "perWeek": 48, \
            "perWeekLow": 31, "perWeekHigh": 66, "trend": "rising", \
            "weeks": [0, 25, 30, 0, 45, 20, 35, 55, 40, 60, 50, 52], "firstAt": "2026-08-17T07:12:00Z", \
            "lastAt": "2026-11-24T08:31:00Z", "fixedAt": null, "returnedAt": null, "ignoredUntil": null, \
            "remindedAt": null, "saved": 0, "fix": "A second runner takes the night builds", \
            "theme": "0198a2f4-55aa-7d02-8c11-90d2b1c8e0aa", "money": 515}""";

    static final String PAIN_POINTS = "{\"items\": [" + PAIN_POINT + """
            ], "next": "Y29zdDoxNzk1OTQ3NjMxMDAwOjAuMDowLjAsNDEyLjAsNDEyLjA6MDE5OGEyZjQ", "total": 9, \
            "minutes": 1730, "saved": 260, "fixes": 2, "reminders": [], "currency": "EUR", \
            "grouping": {"step": "done", "done": 212, "total": 212, "finishedAt": "2026-11-24T03:10:07Z"}, \
            "staleSince": null}""";

    static final String PAIN_POINTS_IN_WORDS = "6 h 52  14 times  Waiting for a free CI runner";

    static final String GRIPES = """
            {"items": [{"gripe": {"id": "0199b7c0-6a41-7b1e-8f7d-5d0d6a1d9c02", \
            "text": "waiting for a free CI runner again", "minutes": 25, "happenedAt": "2026-11-24T09:31:00+01:00", \
            "tags": ["ci"], "place": null, "source": "shell", "createdAt": "2026-11-24T08:31:04Z", \
            "updatedAt": "2026-11-24T08:31:04Z"}, "similarity": 0.91, "minutes": 25, "estimated": false}], \
            "total": 14, "next": null, "staleSince": null}""";

    static final String DIGEST = """
            {"from": "2026-11-15T23:00:00Z", "to": "2026-11-22T23:00:00Z", "count": 31, "minutes": 402, \
            "money": 502.5, "currency": "EUR", "countBefore": 26, "minutesBefore": 355, "alone": 5, \
            "aloneMinutes": 48, "saved": 35, "costliest": [{"id": "0198a2f4-1c7e-7c31-9f0e-3b1f6f6a2d11", \
            "label": "Waiting for a free CI runner", "count": 3, "minutes": 95, "minutesBefore": 60, "perWeek": 48, \
            "saved": 0, "status": "open", "fix": null, "hoursWithinQuarter": 10.4}], "fresh": [], "rising": [], \
            "returned": [], "fixed": [], "worthFixing": [], "reminders": [], "staleSince": null}""";

    static final String DIGEST_IN_WORDS = "16 to 22 Nov: 31 gripes, 6 h 42 lost";

    static final String DECISIONS = """
            {"items": [{"id": "0199b7d1-0b7c-7a55-b8f4-1b9d1c7f2e10", "at": "2026-11-24T09:02:11Z", \
            "by": "Ada's laptop", "kind": "rename", "painPoint": "0198a2f4-1c7e-7c31-9f0e-3b1f6f6a2d11", \
            "painPointLabel": "Waiting for a free CI runner", "text": "Waiting for a free CI runner", "other": null, \
            "otherLabel": null, "gripes": [], "gripeCount": 0, "gripeText": null, "undoneAt": null, \
            "undoneBy": null}], "next": null, "total": 1}""";

    static final String RENAME = "{\"label\": \"Waiting for a free CI runner\"}";
    static final String NOTE = "{\"note\": \"Restart the runner's service: sudo systemctl restart runner\"}";
    static final String PIN = "{\"pinned\": true}";
    static final String MERGE = "{\"into\": \"0198a2f4-1c7e-7c31-9f0e-3b1f6f6a2d11\"}";
    static final String SPLIT =
            "{\"gripes\": [\"0199b7c0-6a41-7b1e-8f7d-5d0d6a1d9c02\"], \"label\": \"Runners without disk space\"}";
    static final String MOVE =
            "{\"gripes\": [\"0199b7c0-6a41-7b1e-8f7d-5d0d6a1d9c02\"], \"to\": \"0198b001-77d0-7e0c-a0b9-2f4be2a4d7f3\"}";
    static final String FIX =
            "{\"note\": \"A second runner takes the night builds\", \"at\": \"2026-11-20T12:00:00+01:00\"}";
    static final String BY = "{\"by\": \"the night shift\"}";
    static final String IGNORE = "{\"until\": \"2027-01-11T00:00:00+01:00\"}";
    static final String NEVER_GROUP = "{\"gripes\": [\"0199b7c0-6a41-7b1e-8f7d-5d0d6a1d9c02\"]}";
    static final String RATE = "{\"hourly\": 75, \"currency\": \"EUR\"}";

    static final String EVENTS = """
            : gripe

            id: 1795947631000-0
            event: captured
            data: {"gripe":"0199b7c0-6a41-7b1e-8f7d-5d0d6a1d9c02"}

            id: 1795947631012-0
            event: assigned
            data: {"gripe":"0199b7c0-6a41-7b1e-8f7d-5d0d6a1d9c02","painPoint":"0198a2f4-1c7e-7c31-9f0e-3b1f6f6a2d11"}

            """;

    static final String IMPORT = """
            {"text": "waiting for a free CI runner", "minutes": 20, "happenedAt": "2026-11-02T09:30:00+01:00"}
            {"line": "yesterday 15m VPN dropped again #vpn @home"}
            """;

    static final String IMPORTED = """
            {"line":1,"id":"0199b7c0-6a41-7b1e-8f7d-5d0d6a1d9c02"}
            {"line":2,"code":"out_of_range","field":"happenedAt","detail":"A gripe happened after 1970 and not after tomorrow."}
            """;

    static final String EXPORT = """
            {"type":"gripe","id":"0199b7c0-6a41-7b1e-8f7d-5d0d6a1d9c02","text":"waiting for a free CI runner again",\
            "minutes":25.0,"happenedAt":"2026-11-24T09:31:00+01:00","tags":["ci"],"place":null,"source":"shell",\
            "createdAt":"2026-11-24T08:31:04Z","updatedAt":"2026-11-24T08:31:04Z",\
            "painPoint":"0198a2f4-1c7e-7c31-9f0e-3b1f6f6a2d11"}
            """;

    static final String EXPORT_CSV = """
            "id","happenedAt","minutes","text","tags","place","source","createdAt","updatedAt"
            "0199b7c0-6a41-7b1e-8f7d-5d0d6a1d9c02","2026-11-24T09:31+01:00","25","waiting for a free CI runner again",\
            "#ci","","shell","2026-11-24T08:31:04Z","2026-11-24T08:31:04Z"
            """;

    static final String TIMER_START = "{\"line\": \"waiting for the build #ci\", \"zone\": \"Europe/Berlin\"}";
    static final String TIMER_STOP = "{\"line\": \"waiting for the build #ci\"}";
    static final String TIMER_BACK = "{\"at\": \"2026-11-24T10:05:00+01:00\"}";

    static final String TIMER = """
            {"id": "0199b7d5-20e1-7f0a-9a51-cc2a35b77f60", "state": "running", "line": "waiting for the build #ci", \
            "startedAt": "2026-11-24T09:40:00+01:00", "stoppedAt": null, "minutes": null, "recoveryMinutes": null, \
            "gripe": null, "soFar": null}""";

    static final String TIMERS = "{\"items\": [" + TIMER + "]}";

    static final String DEVICES = """
            {"items": [{"id": "Yb3kQ0t7aV9x_-1Z", "name": "Ada's laptop", "scope": "full", \
            "createdAt": "2026-11-02T08:00:00Z", "expiresAt": "2027-11-02T08:00:00Z", \
            "lastUsedAt": "2026-11-24T08:31:00Z"}]}""";

    static final String PAIRING = """
            {"code": "K7QM-2XRT-9B4N", "scope": "full", "expiresAt": "2026-11-24T09:05:00Z", "hosts": ["gripe.example"]}""";

    static final String REDEEM = "{\"code\": \"K7QM-2XRT-9B4N\", \"name\": \"Ada's laptop\"}";

    private Examples() {}
}
