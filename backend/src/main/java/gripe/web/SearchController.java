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
     * came nearest. The query may narrow itself: {@code #tag}, {@code @place}, {@code source:web}, {@code since:monday},
     * {@code until:}, {@code before:}, {@code on:yesterday}, {@code last:7d}, {@code >10m}, {@code <=2h}, {@code "exact
     * phrase"}, {@code has:painpoint}, {@code no:minutes}; a minus before a word, phrase or label excludes it, a backslash
     * takes a word as it is. Any string is a query. The other parameters narrow it likewise. Without words it lists what
     * passes, newest first.
     *
     * @param q what is looked for, in any words; the last word may be unfinished. It may be missing where something else
     *     narrows
     * @param from only what happened at or after this, ISO 8601 with offset, or a day of the zone
     * @param to only what happened before this
     * @param minMinutes at least so many
     * @param zone in which days and weeks begin, such as Europe/Berlin; the server's when absent
     * @param limit 1 to 200
     * @param cursor the next of the page before
     * @param sort relevance, time or cost
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
            @Parameter(example = "flaky builds #ci since:monday >10m -vpn") @QueryValue @Nullable String q,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String tag,
            @QueryValue @Nullable String place,
            @QueryValue @Nullable String source,
            @Parameter(schema = @Schema(type = "number", minimum = "0")) @QueryValue @Nullable String minMinutes,
            @Parameter(example = "Europe/Berlin") @QueryValue @Nullable String zone,
            @Limit @QueryValue @Nullable String limit,
            @QueryValue @Nullable String cursor,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"relevance", "time", "cost"}))
                    @QueryValue
                    @Nullable
                    String sort) {
        return lanes.questions()
                .run(() -> searches.search(
                        Workspace.MAIN,
                        Parameters.search(q, from, to, tag, place, source, minMinutes, zone, sort, limit, cursor)));
    }

    /**
     * Says what is like a text that is being typed, and what that has cost so far.
     *
     * @param text so far
     * @param limit 1 to 200
     */
    @AnswersProblems
    @Get(Routes.SIMILAR)
    SimilarAnswer similar(@QueryValue @Nullable String text, @Limit @QueryValue @Nullable String limit) {
        return lanes.questions()
                .run(() ->
                        searches.similar(Workspace.MAIN, Parameters.required("text", text), Parameters.limit(limit)));
    }
}
