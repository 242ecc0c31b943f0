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
        responseCode = "default",
        description = "A problem (RFC 9457)",
        content = @Content(mediaType = Routes.PROBLEM_JSON, schema = @Schema(implementation = ProblemBody.class)))
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@interface AnswersProblems {}
