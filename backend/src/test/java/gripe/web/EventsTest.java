package gripe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gripe.painpoint.Regrouping;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events as a listener hears them, over a connection of its own. */
@ExtendWith(SharedServer.class)
class EventsTest {
    private final TestServer gripe;

    EventsTest(TestServer gripe) {
        this.gripe = gripe;
    }

    private record Event(String id, String name, JsonNode data) {}

    private final class Listener implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        Listener(String lastEventId) throws IOException {
            this("", lastEventId);
        }

        Listener(String query, String lastEventId) throws IOException {
            socket = gripe.connect();
            String header = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
            socket.getOutputStream()
                    .write(("GET " + Routes.EVENTS + query + " HTTP/1.1\r\nHost: 127.0.0.1:" + gripe.port()
                                    + "\r\nAccept: text/event-stream\r\n" + header + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).contains("200");
            // The first comment: it listens from here on.
            String line = lines.readLine();
            while (!line.startsWith(": gripe")) {
                line = lines.readLine();
            }
        }

        Event next() throws IOException {
            String id = "";
            String name = "";
            for (String line = lines.readLine(); ; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    return new Event(id, name, Answer.json(line.substring("data: ".length())));
                }
            }
        }

        /** The first event of that name about that gripe. */
        Event about(String gripeId, String name) throws IOException {
            Event event = next();
            while (!event.name().equals(name)
                    || !event.data().path("gripe").asText().equals(gripeId)) {
                event = next();
            }
            return event;
        }

        /** The next event about a pain point itself, not about one of its gripes. */
        Event ofPainPoint(String id) throws IOException {
            Event event = next();
            while (event.data().has("gripe")
                    || !event.data().path("painPoint").asText().equals(id)) {
                event = next();
            }
            return event;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private String capture(String text) {
        return gripe.post(Routes.GRIPES, "{\"text\": \"" + text + "\"}")
                .json()
                .get("id")
                .asText();
    }

    @Test
    void events_areHeardAsTheyHappenAndAgainFromAnyOfThem() throws IOException {
        List<String> ids = new ArrayList<>();
        Event first;
        try (Listener listener = new Listener("")) {
            ids.add(capture("the espresso machine on floor two leaks"));
            first = listener.about(ids.get(0), "captured");
        }
        ids.add(capture("espresso machine on floor two leaks again"));
        ids.add(capture("floor two espresso machine is leaking"));
        try (Listener listener = new Listener(first.id())) {
            // While nobody listened.
            Event missed = listener.about(ids.get(1), "captured");
            assertThat(missed.id()).isNotEqualTo(first.id());
            Event assigned = listener.about(ids.get(2), "assigned");
            assertThat(assigned.data().get("painPoint").asText()).isNotEmpty();
        }
    }

    @Test
    void events_fromWhereAnAnswerWasComplete_lackNothing() throws IOException {
        capture("the badge reader at the gate blinks red");
        String position = gripe.get(Routes.GRIPES).header(Positions.HEADER);
        String unseen = capture("the badge reader at the gate was dead");
        try (Listener listener = new Listener("?after=" + position, "")) {
            Event first = listener.about(unseen, "captured");
            String next = capture("the badge reader at the gate was replaced");
            // As a browser comes back: to the same address, but with what it heard last.
            try (Listener again = new Listener("?after=" + position, first.id())) {
                Event heard = again.next();
                while (!heard.name().equals("captured")) {
                    heard = again.next();
                }
                assertThat(heard.data().get("gripe").asText()).isEqualTo(next);
            }
        }
    }

    /** The id of the pain point that it belongs to, empty for none. */
    private String captured(String text, String happenedAt) {
        return gripe.post(Routes.GRIPES, "{\"text\": \"%s\", \"happenedAt\": \"%s\"}".formatted(text, happenedAt))
                .json()
                .at("/painPoint/id")
                .asText();
    }

    private void decide(String painPoint, String what, String json) {
        Answer answer = gripe.post(Routes.PAIN_POINTS + "/" + painPoint + "/" + what, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void events_ofAPainPoint_tellThatItIsMadeDecidedOnAndBack() throws IOException {
        // No run comes between.
        try (Regrouping.Hold hold = gripe.bean(Regrouping.class).hold();
                Listener listener = new Listener("")) {
            assertThat(hold).isNotNull();
            captured("the sauna heater tripped the breaker", "2025-01-01T10:00:00Z");
            captured("sauna heater tripped the breaker", "2025-01-02T10:00:00Z");
            String id = captured("the sauna heater tripped the breaker again", "2025-01-03T10:00:00Z");
            assertThat(id).isNotEmpty();
            List<Event> events = new ArrayList<>();
            events.add(listener.ofPainPoint(id));
            decide(id, "rename", "{\"label\": \"Sauna\"}");
            events.add(listener.ofPainPoint(id));
            decide(id, "fix", "{\"at\": \"2025-02-01T10:00:00Z\"}");
            events.add(listener.ofPainPoint(id));
            assertThat(captured("the sauna heater tripped the breaker", "2025-03-01T10:00:00Z"))
                    .isEqualTo(id);
            events.add(listener.ofPainPoint(id));

            assertThat(events)
                    .extracting(Event::name)
                    .containsExactly("painPoint", "painPoint", "painPoint", "reopened");
            assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
            assertThat(events)
                    .extracting(event -> event.data().toString())
                    .containsOnly("{\"painPoint\":\"" + id + "\"}");
        }
    }

    @Test
    void events_afterAnUnknownId_areRefused() {
        assertThat(gripe.get(Routes.EVENTS + "?after=yesterday").problem()).isEqualTo("400 invalid after");
        assertThat(gripe.get(Routes.EVENTS, "Last-Event-ID", "yesterday").problem())
                .isEqualTo("400 invalid Last-Event-ID");
    }
}
