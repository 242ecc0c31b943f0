package gripe.web;

import gripe.Workspace;
import gripe.painpoint.Details;
import gripe.painpoint.Digest;
import gripe.painpoint.Digests;
import gripe.painpoint.Overview;
import gripe.painpoint.Overviews;
import gripe.painpoint.PainPointDetail;
import gripe.painpoint.PainPointGripes;
import gripe.painpoint.PainPointMap;
import gripe.painpoint.PainPointMaps;
import gripe.painpoint.PainPointPage;
import gripe.painpoint.PainPoints;
import gripe.painpoint.Places;
import gripe.painpoint.ThemePage;
import gripe.painpoint.Themes;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What wastes time again and again. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Pain points")
class PainPointController {
    private static final int PLACES_MAX = 100;

    private final PainPoints painPoints;
    private final Details details;
    private final Overviews overviews;
    private final Digests digests;
    private final PainPointMaps maps;
    private final Themes themes;
    private final Lanes lanes;

    PainPointController(
            PainPoints painPoints,
            Details details,
            Overviews overviews,
            Digests digests,
            PainPointMaps maps,
            Themes themes,
            Lanes lanes) {
        this.painPoints = painPoints;
        this.details = details;
        this.overviews = overviews;
        this.digests = digests;
        this.maps = maps;
        this.themes = themes;
        this.lanes = lanes;
    }

    /**
     * Lists pain points, pinned ones first.
     *
     * @param q only those whose name has all these words in it, or beginnings or ends of them
     * @param sort cost, rising, recent or returned (those that came back only)
     * @param theme the id of a theme: only its pain points
     * @param from only gripes that happened at or after this count, ISO 8601 with offset, or a day of the zone
     * @param to only gripes that happened before this count; rates, trends and weeks end here
     * @param zone in which a day and a week begin, such as Europe/Berlin; the server's when absent
     * @param limit 1 to 200
     * @param cursor the next of the page before
     */
    @AnswersProblems
    @Get(Routes.PAIN_POINTS)
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @ApiResponse(
            responseCode = "200",
            description = "Pain points; as text/plain a line for each",
            content = {
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(implementation = PainPointPage.class),
                        examples = @ExampleObject(Examples.PAIN_POINTS)),
                @Content(
                        mediaType = "text/plain",
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(Examples.PAIN_POINTS_IN_WORDS))
            })
    PainPointPage list(
            @Parameter(example = "login") @QueryValue @Nullable String q,
            @QueryValue @Nullable String sort,
            @QueryValue @Nullable String theme,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @Parameter(example = "Europe/Berlin") @QueryValue @Nullable String zone,
            @Limit @QueryValue @Nullable String limit,
            @QueryValue @Nullable String cursor) {
        Parameters.Period period = Parameters.period(from, to, zone);
        return lanes.questions()
                .run(() -> painPoints.list(
                        Workspace.MAIN,
                        Parameters.boundedOrNull("q", q),
                        sort,
                        Parameters.boundedOrNull("theme", theme),
                        period.from(),
                        period.to(),
                        Parameters.zone(zone),
                        Parameters.limit(limit),
                        cursor));
    }

    /**
     * Lists themes, the coarser groups that pain points belong to, most expensive first.
     *
     * @param from only gripes that happened at or after this count, ISO 8601 with offset, or a day of the zone
     * @param to only gripes that happened before this count
     * @param zone in which a day begins, such as Europe/Berlin; the server's when absent
     * @param limit 1 to 200
     */
    @AnswersProblems
    @Get(Routes.THEMES)
    ThemePage themes(
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @Parameter(example = "Europe/Berlin") @QueryValue @Nullable String zone,
            @Limit @QueryValue @Nullable String limit) {
        Parameters.Period period = Parameters.period(from, to, zone);
        return lanes.questions()
                .run(() -> themes.list(Workspace.MAIN, period.from(), period.to(), Parameters.limit(limit)));
    }

    /**
     * Reads one pain point with its course, by any id that it ever had.
     *
     * @param zone in which weeks begin, such as Europe/Berlin; the server's when absent
     */
    @AnswersProblems
    @Get(Routes.PAIN_POINTS + "/{id}")
    PainPointDetail read(String id, @Parameter(example = "Europe/Berlin") @QueryValue @Nullable String zone) {
        return lanes.questions().run(() -> details.of(Workspace.MAIN, id, Parameters.zone(zone)));
    }

    /**
     * Lists the gripes of a pain point.
     *
     * @param sort alike (nearest to its middle first), recent or cost
     * @param limit 1 to 200
     * @param cursor the next of the page before
     */
    @AnswersProblems
    @Get(Routes.PAIN_POINTS + "/{id}/gripes")
    @ApiResponse(
            responseCode = "200",
            description = "A page of them",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = PainPointGripes.class),
                            examples = @ExampleObject(Examples.GRIPES)))
    PainPointGripes gripes(
            String id,
            @QueryValue @Nullable String sort,
            @Limit @QueryValue @Nullable String limit,
            @QueryValue @Nullable String cursor) {
        return lanes.questions()
                .run(() -> painPoints.gripes(Workspace.MAIN, id, sort, Parameters.limit(limit), cursor));
    }

    /**
     * Says to which pain points gripes belong; those that belong to none are left out.
     *
     * @param gripes 1 to 100 ids with commas between them
     */
    @AnswersProblems
    @Get(Routes.PLACES)
    Places places(@QueryValue @Nullable String gripes) {
        List<String> ids = Parameters.ids("gripes", gripes, PLACES_MAX);
        return lanes.questions().run(() -> painPoints.places(Workspace.MAIN, ids));
    }

    /**
     * What was lost, what costs most, what changed and what was fixed.
     *
     * @param from only gripes that happened at or after this count, ISO 8601 with offset, or a day of the zone
     * @param to only gripes that happened before this count; rates, trends and weeks end here
     * @param zone in which a day and a week begin, such as Europe/Berlin; the server's when absent
     */
    @AnswersProblems
    @Get(Routes.OVERVIEW)
    Overview overview(
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @Parameter(example = "Europe/Berlin") @QueryValue @Nullable String zone) {
        Parameters.Period period = Parameters.period(from, to, zone);
        return lanes.questions()
                .run(() -> overviews.of(Workspace.MAIN, period.from(), period.to(), Parameters.zone(zone)));
    }

    /**
     * A period for those who read it once a week: what was lost, what is new, rises or came back, what fixes saved, and
     * what is worth fixing.
     *
     * @param from only gripes that happened at or after this count, ISO 8601 with offset, or a day of the zone; a week before the end
     * @param to only gripes that happened before this count; now
     * @param zone in which a day begins, such as Europe/Berlin; the server's when absent
     */
    @AnswersProblems
    @Get(Routes.DIGEST)
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @ApiResponse(
            responseCode = "200",
            description = "The period; as text/plain what somebody reads",
            content = {
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(implementation = Digest.class),
                        examples = @ExampleObject(Examples.DIGEST)),
                @Content(
                        mediaType = "text/plain",
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(Examples.DIGEST_IN_WORDS))
            })
    Digest digest(
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @Parameter(example = "Europe/Berlin") @QueryValue @Nullable String zone) {
        Parameters.Period period = Parameters.period(from, to, zone);
        return lanes.questions()
                .run(() -> digests.of(Workspace.MAIN, period.from(), period.to(), Parameters.zone(zone)));
    }

    /**
     * The most expensive pain points and some of their gripes on a plane, on which near means alike.
     *
     * @param from only gripes that happened at or after this count, ISO 8601 with offset, or a day of the zone
     * @param to only gripes that happened before this count
     * @param zone in which a day begins, such as Europe/Berlin; the server's when absent
     * @param limit of pain points, 1 to 200
     */
    @AnswersProblems
    @Get(Routes.MAP)
    PainPointMap map(
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @Parameter(example = "Europe/Berlin") @QueryValue @Nullable String zone,
            @Limit @QueryValue @Nullable String limit) {
        Parameters.Period period = Parameters.period(from, to, zone);
        return lanes.questions()
                .run(() -> maps.of(Workspace.MAIN, period.from(), period.to(), Parameters.limit(limit)));
    }
}
