package gripe.web;

import gripe.Device;
import gripe.Problem;
import gripe.Problem.Code;
import gripe.configuration.GripeConfiguration;
import gripe.device.Devices;
import gripe.wire.StrictJson;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Phones, browsers and scripts that go without the owner token. Where no owner token is set everything is open to
 * whoever reaches Gripe, and nothing can be paired.
 */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Devices")
class DeviceController {
    /** @param scope what the device may do: {@code full} (when absent) or {@code capture}, which only logs */
    public record PairingRequest(@Nullable String scope) {}

    /**
     * A code for one device.
     *
     * @param code to be typed or scanned, worth something once and until it expires
     * @param hosts names under which this Gripe is reached, as configured
     */
    public record PairingCode(String code, String scope, Instant expiresAt, List<String> hosts) {}

    /**
     * @param code as shown on the owner's screen
     * @param name of the device, for the list, 1 to 60 characters
     * @param show whether the token is wanted in the answer, for a shortcut or a script; else it is a cookie
     */
    public record RedeemRequest(
            @Nullable String code,
            @Nullable String name,
            @Nullable Boolean show) {}

    /**
     * A device.
     *
     * @param lastUsedAt to the minute; null when it was never used
     */
    public record DeviceBody(
            String id,
            String name,
            String scope,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt) {
        static DeviceBody of(Device device) {
            return new DeviceBody(
                    device.id(),
                    device.name(),
                    device.scope().wireName(),
                    device.createdAt(),
                    device.expiresAt(),
                    device.lastUsedAt());
        }
    }

    /** All devices, newest first. */
    public record DeviceList(List<DeviceBody> items) {}

    /** @param token sent as {@code Authorization: Bearer}; only where it was asked for, and never again */
    public record PairedDevice(DeviceBody device, @Nullable String token) {}

    private final Devices devices;
    private final boolean tokenWanted;
    private final List<String> hosts;

    DeviceController(Devices devices, GripeConfiguration configuration) {
        this.devices = devices;
        tokenWanted = !configuration.ownerToken().isEmpty();
        hosts = Arrays.stream(configuration.allowedHosts().split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Lists the devices. */
    @AnswersProblems
    @Get(Routes.DEVICES)
    @ApiResponse(
            responseCode = "200",
            description = "All of them, newest first",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = DeviceList.class),
                            examples = @ExampleObject(Examples.DEVICES)))
    DeviceList list(HttpRequest<?> request) {
        checkOwner(request);
        return new DeviceList(devices.list().stream().map(DeviceBody::of).toList());
    }

    /** Revokes a device: from its next request on it is not known. */
    @AnswersProblems
    @Delete(Routes.DEVICES + "/{id}")
    @ApiResponse(responseCode = "204", description = "Revoked")
    HttpResponse<?> revoke(HttpRequest<?> request, String id) {
        checkOwner(request);
        devices.revoke(id);
        return HttpResponse.noContent();
    }

    /** Makes a code by which one device can be paired within five minutes; the code before it ends. */
    @AnswersProblems
    @Post(Routes.PAIRING)
    @Consumes("application/json")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = PairingRequest.class),
                            examples = @ExampleObject("{\"scope\": \"full\"}")))
    @ApiResponse(
            responseCode = "201",
            description = "The code, shown once",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = PairingCode.class),
                            examples = @ExampleObject(Examples.PAIRING)))
    HttpResponse<PairingCode> begin(HttpRequest<?> request, @Body byte[] body) {
        checkOwner(request);
        Devices.Pairing pairing =
                devices.begin(scope(StrictJson.read(body, PairingRequest.class).scope()));
        return HttpResponse.created(
                new PairingCode(pairing.code(), pairing.scope().wireName(), pairing.expiresAt(), hosts));
    }

    /** Makes the caller a device, by a code; a browser gets a cookie that its scripts cannot read. */
    @AnswersProblems
    @Post(Routes.REDEEM)
    @Consumes("application/json")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = RedeemRequest.class),
                            examples = @ExampleObject(Examples.REDEEM)))
    @ApiResponse(
            responseCode = "201",
            description = "Paired",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PairedDevice.class)))
    HttpResponse<PairedDevice> redeem(HttpRequest<?> request, @Body byte[] body) {
        checkPossible();
        RedeemRequest wanted = StrictJson.read(body, RedeemRequest.class);
        if (wanted.code() == null) {
            throw new Problem(Code.MISSING, "code", "Pairing needs the code on the owner's screen.");
        }
        if (wanted.name() == null) {
            throw new Problem(Code.MISSING, "name", "The device needs a name, for the list.");
        }
        boolean show = Boolean.TRUE.equals(wanted.show());
        Devices.Paired paired = devices.pair(Parameters.bounded("code", wanted.code()), wanted.name());
        MutableHttpResponse<PairedDevice> answer =
                HttpResponse.created(new PairedDevice(DeviceBody.of(paired.device()), show ? paired.token() : null));
        if (show) {
            return answer;
        }
        Duration left =
                Duration.between(paired.device().createdAt(), paired.device().expiresAt());
        return answer.cookie(SessionController.cookie(request, paired.token()).maxAge(left));
    }

    private static Device.Scope scope(@Nullable String name) {
        if (name == null) {
            return Device.Scope.FULL;
        }
        return Arrays.stream(Device.Scope.values())
                .filter(scope -> scope.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new Problem(Code.INVALID, "scope", "A scope is full or capture."));
    }

    private void checkOwner(HttpRequest<?> request) {
        checkPossible();
        if (Guard.device(request) != null) {
            throw new Problem(Code.NOT_ALLOWED, "Devices are the owner's: sign in with the owner token.");
        }
    }

    private void checkPossible() {
        if (!tokenWanted) {
            throw new Problem(
                    Code.OWNER_TOKEN_MISSING,
                    "This Gripe has no owner token, so only programs on this machine reach it and nothing needs to be"
                            + " paired. To use it from a phone, set GRIPE_OWNER_TOKEN; docs/PHONE.md says how.");
        }
    }
}
