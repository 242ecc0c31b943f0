package gripe.configuration;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * What an operator can set; application.yml says what each is for. Empty strings are: not set.
 *
 * @param ownerToken asked for from everybody when it is set
 * @param allowedHosts names by which Gripe may be called besides loopback and its own address, comma separated
 * @param chatUrl of a chat model; with it and chatModel, gripes of the most expensive pain points are sent there
 */
@ConfigurationProperties("gripe")
public record GripeConfiguration(
        String data,
        String keydbUri,
        String keydbCa,
        String model,
        String ownerToken,
        String allowedHosts,
        String tlsCertificate,
        String tlsKey,
        String chatUrl,
        String chatModel,
        String chatKey) {
    /** An owner token is guessed at over the network, so it has to be long. */
    public static final int OWNER_TOKEN_CHARACTERS_MIN = 24;

    @Override
    public String toString() {
        return "GripeConfiguration";
    }
}
