package io.quarry.api.relational;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How credentials of relational namespaces are made, and how long they work. */
@ConfigMapping(prefix = "quarry.relational")
public interface RelationalConfig {
    /** How long the log-in before the new one works on where a request does not say. */
    @WithDefault("PT24H")
    Duration defaultOverlap();

    /** The longest that a request may ask for. */
    @WithDefault("P30D")
    Duration longestOverlap();

    /** The longest that a request waits for the worker to set a password. */
    @WithDefault("PT15S")
    Duration patience();

    /** How often it looks whether the worker has. */
    @WithDefault("PT0.05S")
    Duration look();
}
