package gripe.web;

import gripe.Workspace;
import gripe.search.SearchAnswer;
import gripe.search.SearchService;
import gripe.search.SimilarAnswer;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Finding gripes. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Search")
class SearchController {
    private final SearchService searches;
    private final Lanes lanes;

    SearchController(SearchService searches, Lanes lanes) {
        this.searches = searches;
        this.lanes = lanes;
    }

    /**
     * Searches by meaning and words at once. Items holds good matches only, and none when there is none; weak holds what
     * came nearest.
     *
     * @param q what is looked for, in any words; the last word may be unfinished
     * @param limit 1 to 200
     * @param cursor the next of the page before
     * @param sort relevance, recent or cost
     */
    @AnswersProblems
    @Get(Routes.SEARCH)
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @ApiResponse(
            responseCode = "200",
            description = "What was found; as text/plain a line for each",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = SearchAnswer.class)),
                @Content(mediaType = "text/plain", schema = @Schema(implementation = String.class))
            })
    SearchAnswer search(
            @QueryValue @Nullable String q,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50"))
                    @QueryValue
                    @Nullable
                    String limit,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String sort) {
        return lanes.questions()
                .run(() -> searches.search(
                        Workspace.MAIN, Parameters.required("q", q), Parameters.limit(limit), cursor, sort));
    }

    /**
     * Says what is like a text that is being typed, and what that has cost so far.
     *
     * @param text so far
     * @param limit 1 to 200
     */
    @AnswersProblems
    @Get(Routes.SIMILAR)
    SimilarAnswer similar(
            @QueryValue @Nullable String text,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50"))
                    @QueryValue
                    @Nullable
                    String limit) {
        return lanes.questions()
                .run(() ->
                        searches.similar(Workspace.MAIN, Parameters.required("text", text), Parameters.limit(limit)));
    }
}
