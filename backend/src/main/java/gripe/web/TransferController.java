package gripe.web;

import gripe.Problem;
import gripe.Problem.Code;
import gripe.Workspace;
import gripe.search.SearchService;
import gripe.transfer.Exporter;
import gripe.transfer.Exporter.Format;
import gripe.transfer.Importer;
import gripe.wire.DecisionLine;
import gripe.wire.ExportLine;
import gripe.wire.ImportResult;
import gripe.wire.KeptSearchLine;
import gripe.wire.PainPointLine;
import gripe.wire.StrictJson;
import gripe.wire.TimerLine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
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
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Many gripes in and out, as NDJSON. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Transfer")
class TransferController {
    /** Result lines are small; a client that sends all before it reads any is helped by a large number. */
    private static final int RESULTS_AHEAD_MAX = 100_000;

    private static final int NAMED_MAX = 200;
    private static final int EXPORT_PIECES_AHEAD_MAX = 16;
    private static final int EXPORT_PIECE_BYTES = 16 * 1024;

    private final Importer importer;
    private final Exporter exporter;
    private final SearchService searches;
    private final Lanes lanes;

    TransferController(
            Importer importer, Exporter exporter, SearchService searches, Lanes lanes, MeterRegistry meters) {
        this.importer = importer;
        this.exporter = exporter;
        this.searches = searches;
        this.lanes = lanes;
        Gauge.builder("gripe.transfers.running", StreamedAnswer::running)
                .description("Imports and exports under way")
                .register(meters);
    }

    /**
     * Imports any number of gripes, one JSON object a line of at most 64 KiB: what a capture takes, or lines of an
     * export. Answers a line for each line, in order, while the rest still arrives. Repeating an import changes nothing
     * where lines have an id or a time, or the request an Idempotency-Key.
     */
    @AnswersProblems
    @Post(Routes.IMPORT)
    @Consumes({Routes.NDJSON, "application/json", "text/plain", "application/octet-stream"})
    @Produces(Routes.NDJSON)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = Routes.NDJSON,
                            schema = @Schema(implementation = ExportLine.class),
                            examples = @ExampleObject(Examples.IMPORT)))
    @ApiResponse(
            responseCode = "200",
            description = "A result for each line",
            content =
                    @Content(
                            mediaType = Routes.NDJSON,
                            schema = @Schema(implementation = ImportResult.class),
                            examples = @ExampleObject(Examples.IMPORTED)))
    HttpResponse<Publisher<byte[]>> importLines(
            @Body InputStream body, @Header("Idempotency-Key") @Nullable String idempotencyKey) {
        String key = GripeController.checkedKey(idempotencyKey);
        Lane.Place place = lanes.imports().enter();
        return HttpResponse.ok(StreamedAnswer.of(RESULTS_AHEAD_MAX, out -> {
            try (place;
                    body) {
                importer.run(Workspace.MAIN, body, key, results -> out.write(lines(results)));
            }
        }));
    }

    /**
     * Exports every gripe, oldest first, then pain points, decisions, timers and kept searches; or what a search matches,
     * in its order; or gripes that are named. NDJSON, one JSON object a line, makes the same records when it is imported again. CSV is for spreadsheets: what they would take for a formula begins with an
     * apostrophe.
     *
     * @param ids 1 to 200 with commas between them, and then no query beside them
     * @param q as in a search; absent for all
     * @param from only what happened at or after this, ISO 8601 with offset, or a day of the zone
     * @param to only what happened before this
     * @param minMinutes at least so many
     * @param zone in which days begin, such as Europe/Berlin; the server's when absent
     * @param sort relevance, time or cost
     * @param format ndjson or csv
     */
    @AnswersProblems
    @Get(Routes.EXPORT)
    @Produces({Routes.NDJSON, Routes.CSV})
    @ApiResponse(
            responseCode = "200",
            description = "A line for each gripe, then for each pain point, decision, timer and kept search",
            content = {
                @Content(
                        mediaType = Routes.NDJSON,
                        schema =
                                @Schema(
                                        anyOf = {
                                            ExportLine.class,
                                            PainPointLine.class,
                                            DecisionLine.class,
                                            TimerLine.class,
                                            KeptSearchLine.class
                                        }),
                        examples = @ExampleObject(Examples.EXPORT)),
                @Content(
                        mediaType = Routes.CSV,
                        schema = @Schema(type = "string"),
                        examples = @ExampleObject(Examples.EXPORT_CSV))
            })
    HttpResponse<Publisher<byte[]>> export(
            @QueryValue @Nullable String ids,
            @QueryValue @Nullable String q,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String tag,
            @QueryValue @Nullable String place,
            @QueryValue @Nullable String source,
            @Parameter(schema = @Schema(type = "number", minimum = "0")) @QueryValue @Nullable String minMinutes,
            @Parameter(example = "Europe/Berlin") @QueryValue @Nullable String zone,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"relevance", "time", "cost"}))
                    @QueryValue
                    @Nullable
                    String sort,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"ndjson", "csv"}))
                    @QueryValue
                    @Nullable
                    String format) {
        Format wanted = format(format);
        boolean all = Parameters.nonePresent(q, from, to, tag, place, source, minMinutes);
        if (ids != null && !all) {
            throw new Problem(Code.INVALID, "ids", "Say which gripes by 'ids' or by a query, not both.");
        }
        List<String> some = ids != null
                ? Parameters.ids("ids", ids, NAMED_MAX)
                : all
                        ? List.of()
                        : lanes.questions()
                                .run(() -> searches.ids(
                                        Workspace.MAIN,
                                        Parameters.search(
                                                q, from, to, tag, place, source, minMinutes, zone, sort, null, null),
                                        SearchService.EXPORTED_MAX));
        Lane.Place taken = lanes.exports().enter();
        String name = wanted == Format.CSV ? "gripes.csv" : "gripes.ndjson";
        return HttpResponse.ok(StreamedAnswer.of(EXPORT_PIECES_AHEAD_MAX, out -> {
                    try (taken) {
                        BufferedOutputStream pieces = new BufferedOutputStream(out, EXPORT_PIECE_BYTES);
                        if (all && ids == null) {
                            exporter.run(Workspace.MAIN, wanted, pieces);
                        } else {
                            exporter.run(Workspace.MAIN, some, wanted, pieces);
                        }
                        pieces.flush();
                    }
                }))
                .contentType(wanted == Format.CSV ? Routes.CSV : Routes.NDJSON)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    private static Format format(@Nullable String format) {
        if (format == null || format.equals("ndjson")) {
            return Format.NDJSON;
        }
        if (format.equals("csv")) {
            return Format.CSV;
        }
        throw new Problem(Code.INVALID, "format", "The format is 'ndjson' or 'csv'.");
    }

    private static byte[] lines(List<ImportResult> results) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (ImportResult result : results) {
            lines.writeBytes(StrictJson.write(result));
            lines.write('\n');
        }
        return lines.toByteArray();
    }
}
