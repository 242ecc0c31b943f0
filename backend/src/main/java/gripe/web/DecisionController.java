package gripe.web;

import gripe.Device;
import gripe.Workspace;
import gripe.painpoint.Corrections;
import gripe.painpoint.Corrections.Made;
import gripe.painpoint.DecisionLog;
import gripe.painpoint.DecisionPage;
import gripe.wire.DecisionRequest;
import gripe.wire.StrictJson;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What people decide about pain points. Each call answers with the id of the decision, by which it is undone. */
@Controller
@Consumes("application/json")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Pain points")
class DecisionController {
    private final Corrections corrections;
    private final DecisionLog log;
    private final Lanes lanes;

    DecisionController(Corrections corrections, DecisionLog log, Lanes lanes) {
        this.corrections = corrections;
        this.log = log;
        this.lanes = lanes;
    }

    private <T> Made decided(byte @Nullable [] body, Class<T> type, Function<T, Made> decide) {
        byte[] said = body == null || body.length == 0 ? new byte[] {'{', '}'} : body;
        return lanes.changes().run(() -> decide.apply(StrictJson.read(said, type)));
    }

    /** Who decides: whoever the body names, else the device whose token it is; null for the owner. */
    private static @Nullable String who(HttpRequest<?> request, @Nullable String said) {
        Device device = Guard.device(request);
        return said != null || device == null ? said : device.name();
    }

    /**
     * Lists what was decided about pain points, the latest first, undone decisions among them.
     *
     * @param limit 1 to 200
     * @param cursor the next of the page before
     */
    @AnswersProblems
    @Get(Routes.DECISIONS)
    @Consumes("*/*")
    @ApiResponse(
            responseCode = "200",
            description = "A page of them",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = DecisionPage.class),
                            examples = @ExampleObject(Examples.DECISIONS)))
    DecisionPage list(@Limit @QueryValue @Nullable String limit, @QueryValue @Nullable String cursor) {
        return lanes.questions().run(() -> log.list(Workspace.MAIN, Parameters.limit(limit), cursor));
    }

    /** Null when there is none, which says nothing but yes. */
    private static byte @Nullable [] body(HttpRequest<byte[]> request) {
        return request.getBody(byte[].class).orElse(null);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** Gives a pain point a name. */
    @AnswersProblems
    @Post(Routes.PAIN_POINTS + "/{id}/rename")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = DecisionRequest.Rename.class),
                            examples = @ExampleObject(Examples.RENAME)))
    Made rename(String id, HttpRequest<?> request, @Body byte[] body) {
        return decided(
                body,
                DecisionRequest.Rename.class,
                said -> corrections.rename(Workspace.MAIN, id, said.label(), who(request, said.by())));
    }

    /** Says what helps; the note answers the next gripe of it. */
    @AnswersProblems
    @Post(Routes.PAIN_POINTS + "/{id}/note")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = DecisionRequest.Note.class),
                            examples = @ExampleObject(Examples.NOTE)))
    Made note(String id, HttpRequest<?> request, @Body byte[] body) {
        return decided(
                body,
                DecisionRequest.Note.class,
                said -> corrections.note(Workspace.MAIN, id, said.note(), who(request, said.by())));
    }

    /** Pins a pain point to the top, or no longer. */
    @AnswersProblems
    @Post(Routes.PAIN_POINTS + "/{id}/pin")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = DecisionRequest.Pin.class),
                            examples = @ExampleObject(Examples.PIN)))
    Made pin(String id, HttpRequest<?> request, @Body byte[] body) {
        return decided(
                body,
                DecisionRequest.Pin.class,
                said -> corrections.pin(
                        Workspace.MAIN, id, !Boolean.FALSE.equals(said.pinned()), who(request, said.by())));
    }

    /** Makes a pain point a part of another one, for every later grouping too. Its id leads there for ever. */
    @AnswersProblems
    @Post(Routes.PAIN_POINTS + "/{id}/merge")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = DecisionRequest.Merge.class),
                            examples = @ExampleObject(Examples.MERGE)))
    Made merge(String id, HttpRequest<?> request, @Body byte[] body) {
        return decided(
                body,
                DecisionRequest.Merge.class,
                said -> corrections.merge(Workspace.MAIN, id, said.into(), who(request, said.by())));
    }

    /** Makes a new pain point of some of the gripes, for every later grouping too. Answers the new one's id. */
    @AnswersProblems
    @Post(Routes.PAIN_POINTS + "/{id}/split")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = DecisionRequest.Split.class),
                            examples = @ExampleObject(Examples.SPLIT)))
    Made split(String id, HttpRequest<?> request, @Body byte[] body) {
        return decided(
                body,
                DecisionRequest.Split.class,
                said -> corrections.split(Workspace.MAIN, id, said.gripes(), said.label(), who(request, said.by())));
    }

    /** Takes gripes out of a pain point, or moves them to another one, for every later grouping too. */
    @AnswersProblems
    @Post(Routes.PAIN_POINTS + "/{id}/move")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = DecisionRequest.Move.class),
                            examples = @ExampleObject(Examples.MOVE)))
    Made move(String id, HttpRequest<?> request, @Body byte[] body) {
        return decided(
                body,
                DecisionRequest.Move.class,
                said -> corrections.move(Workspace.MAIN, id, said.gripes(), said.to(), who(request, said.by())));
    }

    /**
     * Marks a pain point as fixed. A gripe that happens later and says the same opens it again at once, any other that
     * belongs to it with the next grouping.
     */
    @AnswersProblems
    @Post(Routes.PAIN_POINTS + "/{id}/fix")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = DecisionRequest.Fix.class),
                            examples = @ExampleObject(Examples.FIX)))
    Made fix(String id, HttpRequest<byte[]> request) {
        return decided(
                body(request),
                DecisionRequest.Fix.class,
                said -> corrections.fix(Workspace.MAIN, id, said.note(), instant(said.at()), who(request, said.by())));
    }

    /** Opens a pain point again. */
    @AnswersProblems
    @Post(Routes.PAIN_POINTS + "/{id}/reopen")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = DecisionRequest.Plain.class),
                            examples = @ExampleObject(Examples.BY)))
    Made reopen(String id, HttpRequest<byte[]> request) {
        return decided(
                body(request),
                DecisionRequest.Plain.class,
                said -> corrections.reopen(Workspace.MAIN, id, who(request, said.by())));
    }

    /** Puts a pain point aside, for good or until a time. */
    @AnswersProblems
    @Post(Routes.PAIN_POINTS + "/{id}/ignore")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = DecisionRequest.Ignore.class),
                            examples = @ExampleObject(Examples.IGNORE)))
    Made ignore(String id, HttpRequest<byte[]> request) {
        return decided(
                body(request),
                DecisionRequest.Ignore.class,
                said -> corrections.ignore(Workspace.MAIN, id, instant(said.until()), who(request, said.by())));
    }

    /** Keeps a gripe alone, or several apart from each other. */
    @AnswersProblems
    @Post(Routes.NEVER_GROUP)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = DecisionRequest.NeverGroup.class),
                            examples = @ExampleObject(Examples.NEVER_GROUP)))
    Made neverGroup(HttpRequest<?> request, @Body byte[] body) {
        return decided(
                body,
                DecisionRequest.NeverGroup.class,
                said -> corrections.neverGroup(Workspace.MAIN, said.gripes(), who(request, said.by())));
    }

    /** Says what an hour costs, so that minutes are money too. */
    @AnswersProblems
    @Put(Routes.RATE)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = DecisionRequest.Rate.class),
                            examples = @ExampleObject(Examples.RATE)))
    Made rate(HttpRequest<?> request, @Body byte[] body) {
        return decided(
                body,
                DecisionRequest.Rate.class,
                said -> corrections.rate(Workspace.MAIN, said.hourly(), said.currency(), who(request, said.by())));
    }

    /** Takes a decision back, as if it had never been made. What was decided after it stays. */
    @AnswersProblems
    @Post(Routes.DECISIONS + "/{id}/undo")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = DecisionRequest.Plain.class),
                            examples = @ExampleObject(Examples.BY)))
    Made undo(String id, HttpRequest<byte[]> request) {
        return decided(
                body(request),
                DecisionRequest.Plain.class,
                said -> corrections.undo(Workspace.MAIN, id, who(request, said.by())));
    }
}
