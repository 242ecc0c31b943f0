package gripe.web;

import gripe.Device;
import gripe.Gripe;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.capture.BulkEdit;
import gripe.capture.BulkEdited;
import gripe.capture.CaptureService;
import gripe.capture.Captured;
import gripe.search.Days;
import gripe.search.GripePage;
import gripe.search.SearchRequest;
import gripe.search.SearchService;
import gripe.wire.BulkRequest;
import gripe.wire.GripePatch;
import gripe.wire.GripeRequest;
import gripe.wire.ParseRequest;
import gripe.wire.SavedGripe;
import gripe.wire.StrictJson;
import gripe.wire.UnderstoodLine;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gripes one by one. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Gripes")
class GripeController {
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final CaptureService captures;
    private final SearchService searches;
    private final Lanes lanes;
    private final Clock clock;

    GripeController(CaptureService captures, SearchService searches, Lanes lanes, Clock clock) {
        this.captures = captures;
        this.searches = searches;
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * Captures a gripe. It is durable when this is answered, and the next search finds it. A repeated id or
     * Idempotency-Key answers as the first time; with another body it is a conflict. Where text/plain is accepted before
     * JSON, what was understood and what it has cost so far are said in words.
     */
    @AnswersProblems
    @Post(Routes.GRIPES)
    @Consumes("application/json")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = GripeRequest.class),
                            examples = @ExampleObject("{\"line\": \"25m waiting for the flaky CI again #ci\"}")))
    @ApiResponse(
            responseCode = "201",
            description = "Captured",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = SavedGripe.class)),
                @Content(
                        mediaType = "text/plain",
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(InWords.SAVED_EXAMPLE))
            })
    HttpResponse<SavedGripe> create(
            HttpRequest<?> request, @Body byte[] body, @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        Captured captured = lanes.changes()
                .run(() -> captures.capture(
                        Workspace.MAIN,
                        StrictJson.read(body, GripeRequest.class).toNewGripe(clock),
                        checkedKey(idempotencyKey)));
        SavedGripe saved = SavedGripe.of(captured);
        Device device = Guard.device(request);
        MutableHttpResponse<SavedGripe> response = HttpResponse.created(
                device != null && device.scope() == Device.Scope.CAPTURE ? saved.forWhoOnlyLogs() : saved,
                URI.create(Routes.GRIPES + "/" + captured.gripe().id()));
        return captured.replayed() ? response.header("Idempotency-Replayed", "true") : response;
    }

    /**
     * Lists gripes, newest first.
     *
     * @param from only what happened at or after this, ISO 8601 with offset, or a day of the zone
     * @param to only what happened before this
     * @param zone in which a day begins, such as Europe/Berlin; the server's when absent
     * @param limit 1 to 200
     * @param cursor the next of the page before
     */
    @AnswersProblems
    @Get(Routes.GRIPES)
    GripePage list(
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @Parameter(example = "Europe/Berlin") @QueryValue @Nullable String zone,
            @QueryValue @Nullable String tag,
            @Limit @QueryValue @Nullable String limit,
            @QueryValue @Nullable String cursor) {
        Parameters.Period period = Parameters.period(from, to, zone);
        return lanes.questions()
                .run(() -> searches.list(
                        Workspace.MAIN, period.from(), period.to(), tag, Parameters.limit(limit), cursor));
    }

    /** Reads one gripe. */
    @AnswersProblems
    @Get(Routes.GRIPES + "/{id}")
    Gripe read(String id) {
        return lanes.questions().run(() -> captures.find(Workspace.MAIN, id));
    }

    /** Changes a gripe: a JSON merge patch. */
    @AnswersProblems
    @Patch(Routes.GRIPES + "/{id}")
    @Consumes({"application/json", "application/merge-patch+json"})
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = GripePatch.class)))
    Gripe edit(String id, @Body byte[] body) {
        return lanes.changes()
                .run(() -> captures.edit(
                        Workspace.MAIN,
                        id,
                        StrictJson.read(body, GripePatch.class).toEdit(clock)));
    }

    /** Deletes a gripe; it can be restored for 30 days. */
    @AnswersProblems
    @Delete(Routes.GRIPES + "/{id}")
    @ApiResponse(responseCode = "204", description = "Deleted")
    HttpResponse<?> delete(String id) {
        return lanes.changes().run(() -> {
            captures.delete(Workspace.MAIN, id);
            return HttpResponse.noContent();
        });
    }

    /**
     * Does the same to many gripes: to those that are named, or to everything that a query matches. The answer names those
     * that are different now; the opposite for them takes it back (untag for tag, restore for delete).
     */
    @AnswersProblems
    @Post(Routes.BULK)
    @Consumes("application/json")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = BulkRequest.class),
                            examples =
                                    @ExampleObject(
                                            "{\"q\": \"flaky login test last:90d\", \"action\": \"tag\", \"tag\": \"login\"}")))
    BulkEdited editAll(@Body byte[] body) {
        BulkRequest request = StrictJson.read(body, BulkRequest.class);
        BulkEdit edit = request.toEdit();
        List<String> named = request.checkedIds(SearchService.EDITED_MAX);
        List<String> ids = named != null
                ? named
                : lanes.questions()
                        .run(() -> searches.ids(
                                Workspace.MAIN,
                                SearchRequest.of(
                                        Parameters.required("q", request.q()), Parameters.zone(request.zone()), 1),
                                SearchService.EDITED_MAX));
        return lanes.changes().run(() -> captures.editAll(Workspace.MAIN, ids, edit));
    }

    /**
     * Says what each day cost, the newest first, without the days on which nothing happened.
     *
     * @param from only what happened at or after this, ISO 8601 with offset, or a day of the zone
     * @param to only what happened before this
     * @param zone in which a day begins, such as Europe/Berlin; the server's when absent
     */
    @AnswersProblems
    @Get(Routes.DAYS)
    Days days(
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @Parameter(example = "Europe/Berlin") @QueryValue @Nullable String zone) {
        Parameters.Period period = Parameters.period(from, to, zone);
        return lanes.questions()
                .run(() -> searches.days(Workspace.MAIN, period.from(), period.to(), Parameters.zone(zone)));
    }

    /** Takes a deletion back. */
    @AnswersProblems
    @Post(Routes.GRIPES + "/{id}/restore")
    @Consumes("*/*")
    Gripe restore(String id) {
        return lanes.changes().run(() -> captures.restore(Workspace.MAIN, id));
    }

    /** Understands a capture line without keeping it: the same words as in a capture, in PATCH and in an import. */
    @AnswersProblems
    @Post(Routes.PARSE)
    @Consumes("application/json")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ParseRequest.class)))
    UnderstoodLine parse(@Body byte[] body) {
        return StrictJson.read(body, ParseRequest.class).understood(clock);
    }

    static @Nullable String checkedKey(@Nullable String key) {
        if (key != null && !IDEMPOTENCY_KEY.matcher(key).matches()) {
            throw new Problem(Code.INVALID, "Idempotency-Key", "A key has 1 to 255 printable ASCII characters.");
        }
        return key;
    }
}
