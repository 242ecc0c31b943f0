package gripe.web;

import gripe.Workspace;
import gripe.search.KeptSearches;
import gripe.wire.KeptSearchAnswer;
import gripe.wire.KeptSearchRequest;
import gripe.wire.StrictJson;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Searches to come back to. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Kept searches")
class KeptSearchController {
    private final KeptSearches searches;
    private final Lanes lanes;
    private final Clock clock;

    KeptSearchController(KeptSearches searches, Lanes lanes, Clock clock) {
        this.searches = searches;
        this.lanes = lanes;
        this.clock = clock;
    }

    /** Lists kept searches, the newest first; 200 at most. */
    @AnswersProblems
    @Get(Routes.SEARCHES)
    KeptSearchAnswer.All list() {
        return new KeptSearchAnswer.All(lanes.questions().run(() -> searches.list(Workspace.MAIN)).stream()
                .map(KeptSearchAnswer::of)
                .toList());
    }

    /** Keeps a search. The same query in the same order is kept once, however often it is asked for. */
    @AnswersProblems
    @Post(Routes.SEARCHES)
    @Consumes("application/json")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = KeptSearchRequest.class),
                            examples = @ExampleObject("{\"q\": \"#ci since:monday >10m\", \"sort\": \"cost\"}")))
    @ApiResponse(
            responseCode = "201",
            description = "Kept",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = KeptSearchAnswer.class)))
    HttpResponse<KeptSearchAnswer> keep(@Body byte[] body) {
        KeptSearchRequest wanted = StrictJson.read(body, KeptSearchRequest.class);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return HttpResponse.created(KeptSearchAnswer.of(lanes.changes()
                .run(() -> searches.keep(Workspace.MAIN, KeptSearches.of(wanted.q(), wanted.sort(), now)))));
    }

    /** Keeps a search no longer. */
    @AnswersProblems
    @Delete(Routes.SEARCHES + "/{id}")
    @ApiResponse(responseCode = "204", description = "Kept no longer")
    HttpResponse<?> drop(String id) {
        return lanes.changes().run(() -> {
            searches.drop(Workspace.MAIN, id);
            return HttpResponse.noContent();
        });
    }
}
