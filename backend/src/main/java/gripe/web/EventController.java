package gripe.web;

import gripe.Device;
import gripe.Position;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.device.Devices;
import gripe.storage.GripeStore;
import gripe.storage.PainPointStore;
import gripe.storage.PainPointStore.Event;
import gripe.wire.StrictJson;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** What happens, as it happens. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Events")
class EventController {
    /**
     * What stands behind {@code data:}.
     *
     * @param gripe the id of the gripe, in captured, changed and assigned
     * @param painPoint the id of the pain point, in assigned (null when the gripe belongs to none now), painPoint and
     *     reopened
     */
    record EventData(@Nullable String gripe, @Nullable String painPoint) {}

    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final int EVENTS_AT_ONCE_MAX = 200;
    private static final int PIECES_AHEAD_MAX = 16;
    private static final byte[] NOTHING = {};
    private static final long LOOK_MILLIS = 250;
    /** Proxies end what is silent for half a minute. */
    private static final int LOOKS_BETWEEN_SIGNS = 60;

    /** So long somebody hears on who is not let in any more. */
    private static final long LET_IN_NANOS_MAX = Duration.ofSeconds(2).toNanos();

    private final GripeStore store;
    private final PainPointStore painPoints;
    private final Lanes lanes;
    private final Devices devices;
    private final Sessions sessions;

    EventController(GripeStore store, PainPointStore painPoints, Lanes lanes, Devices devices, Sessions sessions) {
        this.store = store;
        this.painPoints = painPoints;
        this.lanes = lanes;
        this.devices = devices;
        this.sessions = sessions;
    }

    /**
     * Tells what happens as server-sent events: captured, changed and assigned with the gripe's id in {@code gripe} (and
     * its pain point's in {@code painPoint}), painPoint and reopened with the pain point's. Each has an id; a client that
     * sends it as Last-Event-ID goes on after it, though it was away.
     *
     * @param after begins after this: an event's id, or what an answer said in its Gripe-Position, so that nothing is
     *     missed that happened since. Last-Event-ID comes before it
     */
    @AnswersProblems
    @Get(Routes.EVENTS)
    @Produces("text/event-stream")
    @ApiResponse(
            responseCode = "200",
            description = "Events without an end",
            content =
                    @Content(
                            mediaType = "text/event-stream",
                            schema = @Schema(implementation = EventData.class),
                            examples = @ExampleObject(Examples.EVENTS)))
    HttpResponse<Publisher<byte[]>> events(
            HttpRequest<?> request, @Header(LAST_EVENT_ID) @Nullable String last, @QueryValue @Nullable String after) {
        BooleanSupplier letIn = letIn(request);
        Position from = last == null || last.isEmpty() ? position("after", after) : position(LAST_EVENT_ID, last);
        Lane.Place place = lanes.events().enter();
        return HttpResponse.ok(StreamedAnswer.of(PIECES_AHEAD_MAX, out -> {
                    try (place) {
                        tell(from == null ? store.newest(Workspace.MAIN) : from, letIn, out);
                    }
                }))
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
    }

    private static @Nullable Position position(String field, @Nullable String text) {
        try {
            return text == null ? null : Position.parse(text);
        } catch (NumberFormatException e) {
            throw new Problem(Code.INVALID, field, "This id is none of ours; begin without one.", e);
        }
    }

    /** Whether who began to listen would still be let in: a device may be revoked, and a session ended. */
    private BooleanSupplier letIn(HttpRequest<?> request) {
        Device device = Guard.device(request);
        if (device != null) {
            return () -> devices.knows(device);
        }
        String session = Guard.session(request);
        return session == null ? () -> true : () -> sessions.known(session);
    }

    private void tell(Position from, BooleanSupplier letIn, OutputStream out) throws IOException {
        Position after = from;
        long checked = System.nanoTime();
        int silent = 0;
        out.write(": gripe\n\n".getBytes(StandardCharsets.US_ASCII));
        while (true) {
            List<Event> events;
            byte[] lines;
            try {
                if (System.nanoTime() - checked > LET_IN_NANOS_MAX) {
                    if (!letIn.getAsBoolean()) {
                        return;
                    }
                    checked = System.nanoTime();
                }
                events = painPoints.eventsAfter(Workspace.MAIN, after, EVENTS_AT_ONCE_MAX);
                lines = events.isEmpty() ? NOTHING : written(events);
            } catch (Problem e) {
                // The store is away: the client stays, and hears on when it is back.
                events = List.of();
                lines = NOTHING;
            }
            if (!events.isEmpty()) {
                out.write(lines);
                after = events.get(events.size() - 1).position();
                silent = 0;
            } else if (++silent % LOOKS_BETWEEN_SIGNS == 0) {
                out.write(": still here\n\n".getBytes(StandardCharsets.US_ASCII));
            }
            if (events.size() < EVENTS_AT_ONCE_MAX) {
                pause();
            }
        }
    }

    private byte[] written(List<Event> events) {
        Map<String, String> assigned = painPoints.assigned(
                Workspace.MAIN,
                events.stream()
                        .filter(event -> event.kind() == PainPointStore.Kind.ASSIGNED)
                        .map(Event::id)
                        .distinct()
                        .toList());
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Event event : events) {
            Map<String, @Nullable String> data = new LinkedHashMap<>();
            String name = switch (event.kind()) {
                case CAPTURED -> "captured";
                case CHANGED -> "changed";
                case ASSIGNED -> "assigned";
                case PAIN_POINT -> "painPoint";
                case RETURNED -> "reopened";
            };
            switch (event.kind()) {
                case CAPTURED, CHANGED -> data.put("gripe", event.id());
                case ASSIGNED -> {
                    data.put("gripe", event.id());
                    data.put("painPoint", assigned.get(event.id()));
                }
                case PAIN_POINT, RETURNED -> data.put("painPoint", event.id());
            }
            lines.writeBytes(
                    ("id: " + event.position() + "\nevent: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8));
            lines.writeBytes(StrictJson.write(data));
            lines.writeBytes(new byte[] {'\n', '\n'});
        }
        return lines.toByteArray();
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Nobody listens any more");
        }
    }
}
