package io.quarry.api.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How service accounts are kept in the identity provider, and within which limits. */
@ConfigMapping(prefix = "quarry.service-accounts")
public interface ServiceAccountConfig {
    /** Where programs exchange their secrets for tokens. */
    @WithDefault("http://127.0.0.1:8180/realms/quarry/protocol/openid-connect/token")
    URI tokenUrl();

    /** The realm's administration, whose {@code /clients} are used and nothing else. */
    @WithDefault("http://127.0.0.1:8180/admin/realms/quarry")
    URI adminUrl();

    /** The client by which this process logs in; its one right is {@code manage-clients}. */
    @WithDefault("quarry-api")
    String clientId();

    /** Its secret; without one no service account can be made. */
    Optional<String> clientSecret();

    /** The longest that one call of the identity provider may take. */
    @WithDefault("PT5S")
    Duration timeout();

    /** Service accounts that one tenant may have. */
    @WithDefault("100")
    @Min(0)
    int mostPerTenant();

    /** How long a replaced secret works on where a rotation does not say. */
    @WithDefault("PT24H")
    Duration defaultOverlap();

    /** The longest that a rotation may ask for. */
    @WithDefault("P30D")
    Duration longestOverlap();

    /** How often secrets past their overlap, and what stands half-made, are removed. */
    @WithDefault("PT2S")
    Duration settleEvery();

    /** What was begun and not confirmed for so long is undone; longer than a request can take. */
    @WithDefault("PT1M")
    Duration settleAfter();

    /** How often all clients are compared with all rows. */
    @WithDefault("PT15M")
    Duration compareEvery();
}
