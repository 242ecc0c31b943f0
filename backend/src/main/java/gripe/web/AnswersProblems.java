package gripe.web;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says in the OpenAPI document what every call answers when it refuses. */
@ApiResponse(
        responseCode = "4XX",
        description = "The request is at fault (RFC 9457)",
        content = @Content(mediaType = Routes.PROBLEM_JSON, schema = @Schema(implementation = ProblemBody.class)))
@ApiResponse(
        responseCode = "5XX",
        description = "Gripe is; with 503, try again after Retry-After seconds (RFC 9457)",
        content = @Content(mediaType = Routes.PROBLEM_JSON, schema = @Schema(implementation = ProblemBody.class)))
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@interface AnswersProblems {}
