package gripe.web;

import gripe.Problem;
import gripe.Workspace;
import gripe.embedding.Embedder;
import gripe.index.ChangeFollower;
import gripe.index.FollowerStatus;
import gripe.painpoint.Regrouping;
import gripe.storage.GripeStore;
import gripe.storage.server.OwnServer;
import gripe.storage.server.ServerInspection;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator and a supervisor ask. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Operation")
class OperationController {
    /** Whether the process lives. */
    public record Live(String status) {}

    /**
     * Whether requests are worth sending here.
     *
     * @param reasons why not; empty when it is ready
     * @param withoutVector gripes that are found by words only until they are embedded (anew)
     * @param warnings what an operator should know though it stops nothing: settings that risk data, data that were lost
     * @param staleSince when KeyDB was heard of last; null while the index follows it
     */
    public record Ready(
            String status,
            List<String> reasons,
            List<String> warnings,
            long withoutVector,
            @Nullable Instant staleSince) {}

    private final GripeStore store;
    private final Embedder embedder;
    private final ChangeFollower follower;
    private final PrometheusMeterRegistry meters;
    private final ServerInspection inspection;
    private final OwnServer ownServer;
    private final Regrouping regrouping;
    private final byte[] openApi;

    OperationController(
            GripeStore store,
            ServerInspection inspection,
            OwnServer ownServer,
            Regrouping regrouping,
            Embedder embedder,
            ChangeFollower follower,
            PrometheusMeterRegistry meters)
            throws IOException {
        this.store = store;
        this.embedder = embedder;
        this.follower = follower;
        this.meters = meters;
        this.inspection = inspection;
        this.ownServer = ownServer;
        this.regrouping = regrouping;
        Gauge.builder("gripe.keydb.up", () -> store.problem(Workspace.MAIN) == null ? 1 : 0)
                .description("1 while KeyDB takes changes, 0 while it does not")
                .register(meters);
        Gauge.builder("gripe.model.ready", () -> embedder.ready() ? 1 : 0)
                .description("1 once the sentence model is loaded")
                .register(meters);
        try (InputStream in = OperationController.class.getResourceAsStream("/META-INF/swagger/gripe-1.yml")) {
            if (in == null) {
                throw new IOException("The OpenAPI document was not built");
            }
            openApi = in.readAllBytes();
        }
    }

    /** Lives. */
    @AnswersProblems
    @Get(Routes.LIVE)
    Live live() {
        return new Live("live");
    }

    /** Is ready, or says why not with status 503. */
    @AnswersProblems
    @ApiResponse(
            responseCode = "503",
            description = "Not ready",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Ready.class)))
    @Get(Routes.READY)
    HttpResponse<Ready> ready() {
        FollowerStatus index = follower.status();
        List<String> reasons = new ArrayList<>();
        List<String> warnings = new ArrayList<>(inspection.warnings());
        if (index.warning() != null) {
            warnings.add(index.warning());
        }
        ownServer.warning().ifPresent(warnings::add);
        regrouping.warning().ifPresent(warnings::add);
        Problem refused = store.problem(Workspace.MAIN);
        if (refused != null) {
            reasons.add(refused.code() == Problem.Code.STORE_UNAVAILABLE ? "KeyDB does not answer" : refused.detail());
        }
        ownServer.problem().ifPresent(reasons::add);
        String modelProblem = embedder.problem();
        if (modelProblem != null) {
            reasons.add("The sentence model cannot be used: " + modelProblem);
        } else if (!embedder.ready()) {
            reasons.add("The sentence model is being loaded");
        }
        if (index.problem() != null) {
            reasons.add("The index cannot follow: " + index.problem());
        } else if (!index.caughtUp()) {
            reasons.add("The index is being made");
        }
        Ready ready = new Ready(
                reasons.isEmpty() ? "ready" : "not ready",
                reasons,
                warnings,
                index.withoutVector(),
                index.staleSince());
        if (reasons.isEmpty()) {
            return HttpResponse.ok(ready);
        }
        return HttpResponse.<Ready>status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, Problems.RETRY_SECONDS)
                .body(ready);
    }

    /** Prometheus' text format. */
    @AnswersProblems
    @Get(Routes.METRICS)
    @Produces("text/plain; version=0.0.4; charset=utf-8")
    String metrics() {
        return meters.scrape();
    }

    @Operation(hidden = true)
    @AnswersProblems
    @Get(Routes.OPENAPI)
    @Produces("application/yaml")
    byte[] openApi() {
        return openApi.clone();
    }
}
