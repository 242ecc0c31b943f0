package gripe.web;

import gripe.Workspace;
import gripe.storage.GripeStore;
import gripe.transfer.Importer;
import gripe.wire.ExportLine;
import gripe.wire.ImportResult;
import gripe.wire.StrictJson;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Many gripes in and out, as NDJSON. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Transfer")
class TransferController {
    private final Importer importer;
    private final GripeStore store;

    TransferController(Importer importer, GripeStore store) {
        this.importer = importer;
        this.store = store;
    }

    /**
     * Imports any number of gripes, one JSON object a line of at most 64 KiB: what a capture takes, or lines of an
     * export. Answers a line for each line, in order, while the rest still arrives. Repeating an import changes nothing
     * where lines have an id or a time, or the request an Idempotency-Key.
     */
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
        return HttpResponse.ok(StreamedLines.of(line -> {
            try (body) {
                importer.run(Workspace.MAIN, body, key, result -> line.write(ended(StrictJson.write(result))));
            }
        }));
    }

    /** Exports every gripe, oldest first, one JSON object a line. Imported again it makes the same records. */
    @Get(Routes.EXPORT)
    @Produces(Routes.NDJSON)
    @ApiResponse(
            responseCode = "200",
            description = "A line for each gripe",
            content = @Content(mediaType = Routes.NDJSON, schema = @Schema(implementation = ExportLine.class)))
    HttpResponse<Publisher<byte[]>> export() {
        return HttpResponse.ok(StreamedLines.of(line -> store.forEach(Workspace.MAIN, stored -> {
                    try {
                        line.write(ended(StrictJson.write(ExportLine.of(stored.gripe()))));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })))
                .header("Content-Disposition", "attachment; filename=\"gripes.ndjson\"");
    }

    private static byte[] ended(byte[] json) {
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }
}
