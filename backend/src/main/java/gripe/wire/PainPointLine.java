package gripe.wire;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.storage.StoredPainPoint;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pain point in an export, and in an import of one. */
@JsonPropertyOrder({"type", "id", "label", "madeAt", "central", "theme", "into", "labelled", "history", "title"})
public record PainPointLine(
        @Nullable String type,
        @Nullable String id,
        @Nullable String label,
        @Nullable Instant madeAt,
        @Nullable String central,
        @Nullable String theme,
        @Nullable String into,
        @Nullable Long labelled,
        @Nullable List<HistoryEvent> history,
        @Nullable Title title) {
    public static final String TYPE = "painPoint";

    /** What a chat model called it. */
    @JsonPropertyOrder({"text", "summary", "by"})
    public record Title(
            @Nullable String text,
            @Nullable String summary,
            @Nullable String by) {}

    /** What re-grouping did to it. */
    @JsonPropertyOrder({"at", "kind", "other", "gripes"})
    public record HistoryEvent(
            @Nullable Instant at,
            @Nullable String kind,
            @Nullable String other,
            @Nullable Long gripes) {}

    public static PainPointLine of(StoredPainPoint painPoint) {
        return new PainPointLine(
                TYPE,
                painPoint.id(),
                painPoint.label(),
                Instant.ofEpochMilli(painPoint.made()),
                painPoint.central(),
                painPoint.theme(),
                painPoint.into(),
                painPoint.labelled(),
                painPoint.history().stream()
                        .map(event -> new HistoryEvent(
                                Instant.ofEpochMilli(event.at()), event.kind(), event.other(), event.gripes()))
                        .toList(),
                title(painPoint.title()));
    }

    private static @Nullable Title title(StoredPainPoint.@Nullable Title title) {
        return title == null ? null : new Title(title.text(), title.summary(), title.by());
    }

    public StoredPainPoint toStored() {
        return new StoredPainPoint(
                Ids.checked("id", id),
                Ids.millis("madeAt", madeAt),
                Ids.present("label", label),
                Ids.checkedOrNull("central", central),
                Ids.checkedOrNull("theme", theme),
                Ids.checkedOrNull("into", into),
                labelled == null ? 0 : labelled,
                history == null
                        ? List.of()
                        : history.stream().map(PainPointLine::event).toList(),
                title == null
                        ? null
                        : new StoredPainPoint.Title(
                                Ids.present("title", title.text()), title.summary(), Ids.present("title", title.by())));
    }

    private static StoredPainPoint.Event event(@Nullable HistoryEvent event) {
        if (event == null) {
            throw new Problem(Code.WRONG_TYPE, "history", "An event is an object, not null.");
        }
        Long gripes = event.gripes();
        return new StoredPainPoint.Event(
                Ids.millis("history", event.at()),
                Ids.present("history", event.kind()),
                Ids.checkedOrNull("history", event.other()),
                gripes == null ? 0 : gripes);
    }
}
