package gripe.web;

import gripe.Problem;
import gripe.Problem.Code;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Every error as problem+json: ours, the framework's own, and what nobody expected. */
@Singleton
final class Problems implements ErrorResponseProcessor<ProblemBody>, ExceptionHandler<Problem, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    static final String RETRY_SECONDS = "2";
    private static final String RETRY_SECONDS_AFTER_WRONG_TOKENS = "60";

    @Override
    @SuppressWarnings("rawtypes") // As the interface has it.
    public HttpResponse<?> handle(HttpRequest request, Problem problem) {
        return response((HttpRequest<?>) request, problem);
    }

    static MutableHttpResponse<ProblemBody> response(HttpRequest<?> request, Problem problem) {
        HttpStatus status = ProblemBody.status(problem.code());
        String requestId = RequestIds.of(request);
        log(request, status, problem.code(), null);
        MutableHttpResponse<ProblemBody> response = HttpResponse.<ProblemBody>status(status)
                .contentType(Routes.PROBLEM_JSON)
                .body(ProblemBody.of(problem, requestId));
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        if (status == HttpStatus.TOO_MANY_REQUESTS) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS_AFTER_WRONG_TOKENS);
        }
        if (status == HttpStatus.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response;
    }

    @Override
    public MutableHttpResponse<ProblemBody> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        HttpStatus status = HttpStatus.valueOf(response.code());
        Throwable cause = context.getRootCause().orElse(null);
        Code code = cause instanceof UnsatisfiedBodyRouteException ? Code.MISSING : ProblemBody.code(status);
        String requestId = RequestIds.of(request);
        if (!(cause instanceof StreamedAnswer.Ended)) {
            log(request, status, code, cause);
        }
        Problem problem = new Problem(code, field(context), detail(context, status));
        ProblemBody body = ProblemBody.of(problem, requestId);
        return response.body(new ProblemBody(
                        body.type(),
                        body.title(),
                        status.getCode(),
                        body.detail(),
                        body.code(),
                        body.field(),
                        requestId))
                .contentType(Routes.PROBLEM_JSON);
    }

    /**
     * By the id that the answer has too. Of the request it says its method only: paths, fields and the words of some
     * exceptions may hold what somebody wrote.
     */
    private static void log(HttpRequest<?> request, HttpStatus status, Code code, @Nullable Throwable cause) {
        // Under a flood a line for each would be a flood of its own; the metrics count them.
        if (code == Code.OVERLOADED) {
            return;
        }
        Level level = status.getCode() < 500 ? Level.INFO : cause == null ? Level.WARN : Level.ERROR;
        String requestId = RequestIds.of(request);
        LOG.atLevel(level)
                .addKeyValue("requestId", requestId)
                .addKeyValue("status", status.getCode())
                .addKeyValue("code", code.wireName())
                .setCause(level == Level.ERROR ? cause : null)
                .log(
                        "Request {}: {} answered {} {}",
                        requestId,
                        request.getMethodName(),
                        status.getCode(),
                        code.wireName());
    }

    private static @Nullable String field(ErrorContext context) {
        return context.getErrors().stream()
                .flatMap(error -> error.getPath().stream())
                .map(path -> path.startsWith("/") ? path.substring(1) : path)
                .findFirst()
                .orElse(null);
    }

    /** The framework's words where they speak of the request; none of what happened inside. */
    private static String detail(ErrorContext context, HttpStatus status) {
        if (status.getCode() >= 500) {
            return "Something went wrong here; the server's log says more under this request's id.";
        }
        List<Error> errors = context.getErrors();
        return errors.isEmpty() ? status.getReason() : errors.get(0).getMessage();
    }
}
