package gripe.web;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.timer.TimerService;
import gripe.wire.StrictJson;
import gripe.wire.TimerAnswer;
import gripe.wire.TimerRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;

/** Timers: time lost, measured while it is. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Timers")
class TimerController {
    private final TimerService timers;
    private final Lanes lanes;
    private final Clock clock;

    TimerController(TimerService timers, Lanes lanes, Clock clock) {
        this.timers = timers;
        this.lanes = lanes;
        this.clock = clock;
    }

    /** Lists timers that run, that wait for their words, and that were logged within the last four hours. */
    @AnswersProblems
    @Get(Routes.TIMERS)
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @ApiResponse(
            responseCode = "200",
            description = "Timers; as text/plain a line for each, its id and state first",
            content = {
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(implementation = TimerAnswer.All.class),
                        examples = @ExampleObject(Examples.TIMERS)),
                @Content(mediaType = "text/plain", schema = @Schema(implementation = String.class))
            })
    TimerAnswer.All list() {
        return new TimerAnswer.All(lanes.questions().run(() -> timers.list(Workspace.MAIN)).stream()
                .map(TimerAnswer::of)
                .toList());
    }

    /** Starts a timer. It is durable when this is answered. A repeated id answers as the first time. */
    @AnswersProblems
    @Post(Routes.TIMERS)
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @Consumes("application/json")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = TimerRequest.class),
                            examples = @ExampleObject(Examples.TIMER_START)))
    @ApiResponse(
            responseCode = "201",
            description = "Running; as text/plain in words",
            content = {
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(implementation = TimerAnswer.class),
                        examples = @ExampleObject(Examples.TIMER)),
                @Content(mediaType = "text/plain", schema = @Schema(implementation = String.class))
            })
    HttpResponse<TimerAnswer> start(@Body byte[] body) {
        TimerRequest request = StrictJson.read(body, TimerRequest.class);
        TimerAnswer started = TimerAnswer.of(lanes.changes()
                .run(() -> timers.start(Workspace.MAIN, request.id(), request.line(), request.moment(clock))));
        return HttpResponse.created(started, URI.create(Routes.TIMERS + "/" + started.id()));
    }

    /**
     * Stops a timer and logs it as a gripe with its minutes. Without a line, now or before, it waits until a later stop
     * says what it was; its time stays that of the first stop. Minutes in the line win over those measured.
     */
    @AnswersProblems
    @Post(Routes.TIMERS + "/{id}/stop")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @ApiResponse(
            responseCode = "200",
            description = "What became of it; as text/plain in words",
            content = {
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(implementation = TimerAnswer.class),
                        examples = @ExampleObject(Examples.TIMER)),
                @Content(mediaType = "text/plain", schema = @Schema(implementation = String.class))
            })
    @Consumes("application/json")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = TimerRequest.class),
                            examples = @ExampleObject(Examples.TIMER_STOP)))
    TimerAnswer stop(String id, @Body byte[] body) {
        TimerRequest request = step(body);
        return TimerAnswer.of(
                lanes.changes().run(() -> timers.stop(Workspace.MAIN, id, request.line(), request.moment(clock))));
    }

    /**
     * Back on what was interrupted: stops a timer that runs. To the gripe of one that was logged within the last four
     * hours it adds the minutes since its stop, which is what the interruption cost beyond itself.
     */
    @AnswersProblems
    @Post(Routes.TIMERS + "/{id}/back")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @ApiResponse(
            responseCode = "200",
            description = "What became of it; as text/plain in words",
            content = {
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(implementation = TimerAnswer.class),
                        examples = @ExampleObject(Examples.TIMER)),
                @Content(mediaType = "text/plain", schema = @Schema(implementation = String.class))
            })
    @Consumes("application/json")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = TimerRequest.class),
                            examples = @ExampleObject(Examples.TIMER_BACK)))
    TimerAnswer back(String id, @Body byte[] body) {
        TimerRequest request = step(body);
        if (request.line() != null) {
            throw new Problem(Code.INVALID, "line", "What it was is said when it is stopped.");
        }
        return TimerAnswer.of(lanes.changes().run(() -> timers.back(Workspace.MAIN, id, request.moment(clock))));
    }

    /** Never mind: forgets a timer. A gripe that was made of it stays. */
    @AnswersProblems
    @Delete(Routes.TIMERS + "/{id}")
    @ApiResponse(responseCode = "204", description = "Forgotten")
    HttpResponse<?> discard(String id) {
        return lanes.changes().run(() -> {
            timers.discard(Workspace.MAIN, id);
            return HttpResponse.noContent();
        });
    }

    private static TimerRequest step(byte[] body) {
        TimerRequest request = StrictJson.read(body, TimerRequest.class);
        if (request.id() != null) {
            throw new Problem(Code.INVALID, "id", "The id stands in the address.");
        }
        return request;
    }
}
