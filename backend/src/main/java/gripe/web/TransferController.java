package gripe.web;

import gripe.Workspace;
import gripe.transfer.Exporter;
import gripe.transfer.Importer;
import gripe.wire.ExportLine;
import gripe.wire.ImportResult;
import gripe.wire.StrictJson;
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
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
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

    private static final int EXPORT_PIECES_AHEAD_MAX = 16;
    private static final int EXPORT_PIECE_BYTES = 16 * 1024;

    private final Importer importer;
    private final Exporter exporter;
    private final Lanes lanes;

    TransferController(Importer importer, Exporter exporter, Lanes lanes, MeterRegistry meters) {
        this.importer = importer;
        this.exporter = exporter;
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
            content = @Content(mediaType = Routes.NDJSON, schema = @Schema(implementation = ExportLine.class)))
    @ApiResponse(
            responseCode = "200",
            description = "A result for each line",
            content = @Content(mediaType = Routes.NDJSON, schema = @Schema(implementation = ImportResult.class)))
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

    /** Exports every gripe, oldest first, one JSON object a line. Imported again it makes the same records. */
    @AnswersProblems
    @Get(Routes.EXPORT)
    @Produces(Routes.NDJSON)
    @ApiResponse(
            responseCode = "200",
            description = "A line for each gripe",
            content = @Content(mediaType = Routes.NDJSON, schema = @Schema(implementation = ExportLine.class)))
    HttpResponse<Publisher<byte[]>> export() {
        Lane.Place place = lanes.exports().enter();
        return HttpResponse.ok(StreamedAnswer.of(EXPORT_PIECES_AHEAD_MAX, out -> {
                    try (place) {
                        BufferedOutputStream pieces = new BufferedOutputStream(out, EXPORT_PIECE_BYTES);
                        exporter.run(Workspace.MAIN, pieces);
                        pieces.flush();
                    }
                }))
                .header("Content-Disposition", "attachment; filename=\"gripes.ndjson\"");
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
