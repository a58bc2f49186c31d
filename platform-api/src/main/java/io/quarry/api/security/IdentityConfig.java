package io.quarry.api.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** Which tokens are accepted, and how the keys that sign them are kept. */
@ConfigMapping(prefix = "quarry.identity")
public interface IdentityConfig {
    /** The exact {@code iss} of an acceptable token. */
    @WithDefault("http://127.0.0.1:8180/realms/quarry")
    String issuer();

    /** Where the issuer publishes its signing keys, as a JWK set. */
    @WithDefault("http://127.0.0.1:8180/realms/quarry/protocol/openid-connect/certs")
    URI jwksUrl();

    /** What {@code aud} must contain. */
    @WithDefault("quarry")
    String audience();

    /**
     * Only asymmetric algorithms belong here: a symmetric one would make the public key a secret.
     */
    @WithDefault("RS256,ES256,PS256")
    Set<String> algorithms();

    /** How often the keys are fetched again while all is well. */
    @WithDefault("PT5M")
    Duration refreshEvery();

    /** The shortest time between two fetches, however many unknown key ids arrive. */
    @WithDefault("PT5S")
    Duration refreshAtMostEvery();

    /** The longest that one fetch may take. */
    @WithDefault("PT3S")
    Duration fetchTimeout();

    /**
     * How long a verified token is trusted without checking its signature again; its expiry is
     * always checked.
     */
    @WithDefault("PT10S")
    Duration trustVerifiedFor();

    /** How many verified tokens are remembered. */
    @WithDefault("20000")
    long verifiedTokens();
}
